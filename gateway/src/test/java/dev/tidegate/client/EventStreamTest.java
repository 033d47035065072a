package dev.tidegate.client;

import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.wire.EndCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events in another JVM: typed, at least once, over connections that come and go. */
@Timeout(300)
class EventStreamTest {
    @TempDir
    private Path folder;

    private static ClientOptions at(final int port) {
        return ClientOptions.of("127.0.0.1", port)
                .withTimeout(Duration.ofSeconds(120))
                .withLongestPause(Duration.ofMillis(50));
    }

    @Test
    void shouldGiveTypedEvents() throws Exception {
        final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        try (TestGateway shop = TestGateway.openFolder(folder);
                TidegateClient client = TidegateClient.connect(at(shop.binaryPort()));
                EventStream stream = client.eventsFromNow(
                        EventSelection.ALL
                                .kind(Event.OrderPlaced.class)
                                .kind(Event.OrderChanged.class)
                                .channel(WEB),
                        (behind, sequence, timeMillis, event) -> events.add(event))) {
            Awaitility.await().until(() -> stream.cursor() != null);
            final long order = client.call(place(WEB, "王-1", 2)).entityId();
            client.call(new Command.ConfirmPayment(order, 2 * PRICE));

            final Event.OrderPlaced placed = (Event.OrderPlaced) events.poll(120, TimeUnit.SECONDS);
            assertThat(placed.orderId()).isEqualTo(order);
            assertThat(placed.externalNumber()).isEqualTo("王-1");
            assertThat(placed.totalAmount()).isEqualTo(2 * PRICE);
            final Event.OrderChanged paid = (Event.OrderChanged) events.poll(120, TimeUnit.SECONDS);
            assertThat(paid.trigger()).isEqualTo("CONFIRM_PAYMENT");
            assertThat(paid.stateAfter()).isEqualTo("PAID");
        }
        assertThatThrownBy(() -> EventSelection.ALL.kind(Event.Unknown.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldMissNothingOverAWireThatBreaks() throws Exception {
        final ConcurrentSkipListSet<Long> seen = new ConcurrentSkipListSet<>();
        final List<Long> order = new CopyOnWriteArrayList<>();
        try (TestGateway shop = TestGateway.openFolder(folder);
                UnreliableWire wire = new UnreliableWire(shop.binaryPort(), 20_000);
                TidegateClient client = TidegateClient.connect(at(wire.port()));
                TidegateClient buyer = TidegateClient.connect(at(shop.binaryPort()));
                EventStream stream =
                        client.eventsFromOldest(EventSelection.ALL, (behind, sequence, timeMillis, event) -> {
                            seen.add(behind.sequence());
                            order.add(behind.sequence());
                        })) {
            for (int i = 0; i < 1000; i++) {
                buyer.submit(place(WEB, "L-" + i, 1)).join();
            }
            // The cursor follows when the listener has had the event.
            Awaitility.await().until(() -> new EventCursor(1, 2006).equals(stream.cursor()));

            assertThat(seen)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 2006).boxed().toList());
            // The connection was lost on the way, and what comes twice begins again no later than it should.
            assertThat(wire.connections).isGreaterThan(5);
            for (int i = 1; i < order.size(); i++) {
                assertThat(order.get(i)).isLessThanOrEqualTo(order.get(i - 1) + 1);
            }
        }
    }

    @Test
    void shouldGoOnWithAGatewayThatWasStartedAgain() throws Exception {
        final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        final int port;
        final TidegateClient client;
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            port = shop.binaryPort();
            client = TidegateClient.connect(at(port));
            client.eventsFromOldest(
                    EventSelection.ALL.kind(Event.OrderPlaced.class),
                    (behind, sequence, timeMillis, event) -> events.add(event));
            shop.tidegate.call(place(WEB, "R-1", 1));
            assertThat(events.poll(120, TimeUnit.SECONDS)).isNotNull();
        }
        final TidegateOptions options = TidegateOptions.defaults().withJournal(JournalSettings.Kind.FILE);
        try (TestGateway shop = TestGateway.openAgain(Tidegate.open(folder, options), port);
                client) {
            shop.tidegate.call(place(WEB, "R-2", 1));
            final Event.OrderPlaced next = (Event.OrderPlaced) events.poll(120, TimeUnit.SECONDS);
            assertThat(next.externalNumber()).isEqualTo("R-2");
        }
    }

    /** Keeps the end. */
    private static final class Ends implements EventsListener {
        final BlockingQueue<Ended> ends = new LinkedBlockingQueue<>();
        private final boolean throwing;

        Ends(final boolean throwing) {
            this.throwing = throwing;
        }

        @Override
        public void event(final EventCursor behind, final long sequence, final long timeMillis, final Event event) {
            if (throwing) {
                throw new IllegalStateException("no");
            }
        }

        @Override
        public void ended(final Ended end) {
            ends.add(end);
        }
    }

    @Test
    void shouldTellWhatOnlyTheOwnerCanDecide() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder);
                TidegateClient client = TidegateClient.connect(at(shop.binaryPort()))) {
            final Ends rewound = new Ends(false);
            client.events(new EventCursor(1, 500), EventSelection.ALL, rewound);
            final EventsListener.Ended end = rewound.ends.poll(120, TimeUnit.SECONDS);
            assertThat(end.code()).isEqualTo(EndCode.REWOUND);
            assertThat(end.resumeFrom()).isEqualTo(new EventCursor(1, 6));

            final Ends resync = new Ends(false);
            client.events(new EventCursor(3, 1), EventSelection.ALL, resync);
            assertThat(resync.ends.poll(120, TimeUnit.SECONDS).code()).isEqualTo(EndCode.RESYNC);

            final Ends throwing = new Ends(true);
            client.eventsFromOldest(EventSelection.ALL, throwing);
            final EventsListener.Ended thrown = throwing.ends.poll(120, TimeUnit.SECONDS);
            assertThat(thrown.code()).isEqualTo(EndCode.UNSUBSCRIBED);
            assertThat(thrown.resumeFrom()).isEqualTo(new EventCursor(1, 0));
        }
    }

    /** The stream had ended, and nobody heard of it. */
    @Test
    void shouldTellThatTheListenerThrewWhateverItThrewAndWherever() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder);
                TidegateClient client = TidegateClient.connect(at(shop.binaryPort()))) {
            final BlockingQueue<EventsListener.Ended> ends = new LinkedBlockingQueue<>();
            client.eventsFromOldest(EventSelection.ALL, new EventsListener() {
                @Override
                public void event(
                        final EventCursor behind, final long sequence, final long timeMillis, final Event event) {}

                @Override
                public void progress(final EventCursor behind) {
                    throw new IllegalStateException("no progress");
                }

                @Override
                public void ended(final Ended end) {
                    ends.add(end);
                }
            });
            final EventsListener.Ended end = ends.poll(120, TimeUnit.SECONDS);
            assertThat(end).isNotNull();
            assertThat(end.code()).isEqualTo(EndCode.UNSUBSCRIBED);
            assertThat(end.reason()).contains("no progress");

            client.eventsFromOldest(EventSelection.ALL, new EventsListener() {
                @Override
                public void event(
                        final EventCursor behind, final long sequence, final long timeMillis, final Event event) {
                    throw new AssertionError("not such an event");
                }

                @Override
                public void ended(final Ended end) {
                    ends.add(end);
                }
            });
            final EventsListener.Ended asserted = ends.poll(120, TimeUnit.SECONDS);
            assertThat(asserted).isNotNull();
            assertThat(asserted.resumeFrom()).isEqualTo(new EventCursor(1, 0));
        }
    }

    /** It would have been followed for ever: nobody would close it. */
    @Test
    void shouldBeginNoStreamOnceTheClientIsClosed() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            final TidegateClient client = TidegateClient.connect(at(shop.binaryPort()));
            client.close();
            assertThatThrownBy(() -> client.eventsFromNow(EventSelection.ALL, new Ends(false)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the client is closed");
            assertThat(client.connected()).isFalse();
        }
    }
}
