package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.Event;
import dev.tidegate.client.EventSelection;
import dev.tidegate.client.EventsListener;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.wire.EndCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever comes back for events that have been cut off is told so over every way there is, and where events begin now. */
@Timeout(300)
class TrimmedLogTest {
    private static final long KIB = 1024;

    @TempDir
    private Path folder;

    /** A shop whose log has lost its beginning and gets no more events. */
    private TestGateway open() throws Exception {
        final EventLogSettings events = EventLogSettings.defaults()
                .withSizes((int) (64 * KIB), (int) (KIB * KIB))
                .withRetention(KIB * KIB, 100, Long.MAX_VALUE);
        final Tidegate tidegate = Tidegate.open(
                folder,
                TidegateOptions.defaults()
                        .withRingSlots(4096)
                        .withJournal(
                                JournalSettings.of(JournalSettings.Kind.FILE).withEvents(events)));
        final int house = tidegate.define(new Command.DefineWarehouse("W"));
        final int shop = tidegate.define(new Command.DefineChannel("C", false, List.of(house)));
        final int sku = tidegate.define(new Command.DefineSku("S", 0));
        tidegate.call(new Command.ReceiveStock(sku, house, 1_000_000, 1, 0, 0, 0));
        for (int i = 0; tidegate.events().oldest().sequence() == 0; i++) {
            assertThat(i).as("orders, and nothing was cut off yet").isLessThan(100_000);
            tidegate.call(Orders.place(shop, "A" + i, "test", Urgency.URGENT)
                    .line(sku, 1, 250)
                    .build());
        }
        final TestGateway made = TestGateway.open(tidegate);
        made.awaitEventLog();
        return made;
    }

    /** Keeps what a WebSocket is told. */
    private static final class Messages implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(final WebSocket socket, final CharSequence data, final boolean last) {
            part.append(data);
            if (last) {
                texts.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(final WebSocket socket, final int status, final String reason) {
            texts.add("closed " + status + " " + reason);
            return null;
        }
    }

    /** Keeps why a client's stream ended. */
    private static final class Ends implements EventsListener {
        final BlockingQueue<Ended> ends = new LinkedBlockingQueue<>();

        @Override
        public void event(final EventCursor behind, final long sequence, final long timeMillis, final Event event) {
            ends.add(new Ended(EndCode.UNSUBSCRIBED, behind, sequence, 0, "an event came"));
        }

        @Override
        public void ended(final Ended end) {
            ends.add(end);
        }
    }

    private static void assertResync(final JsonNode end, final EventCursor oldest) {
        assertThat(end.at("/kind").asText()).isEqualTo("RESYNC");
        assertThat(EventCursor.parse(end.at("/resumeFrom").asText())).isEqualTo(oldest);
        assertThat(end.at("/sequence").asLong()).isPositive();
    }

    @Test
    void shouldTellEverybodyToTakeTheStateAnew() throws Exception {
        try (TestGateway shop = open();
                TidegateClient client = TidegateClient.connect(ClientOptions.of("127.0.0.1", shop.binaryPort()))) {
            final EventCursor oldest = shop.tidegate.events().oldest();
            assertThat(oldest.sequence()).isPositive();

            final Messages messages = new Messages();
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + shop.httpPort() + "/v1/events/socket?from=1:0"), messages)
                    .join();
            assertResync(Contract.MAPPER.readTree(messages.texts.poll(120, TimeUnit.SECONDS)), oldest);
            assertThat(messages.texts.poll(120, TimeUnit.SECONDS)).isEqualTo("closed 1000 RESYNC");

            // It ends by itself, so it can be read as a whole.
            final HttpResponse<String> stream = new HttpCaller(shop.httpPort()).get("/v1/events?from=1:0");
            assertThat(stream.body()).contains("id: " + oldest, "event: RESYNC\n");
            assertResync(
                    Contract.MAPPER.readTree(stream.body().replaceAll("(?s).*\ndata: ([^\n]*)\n.*", "$1")), oldest);

            final Ends ends = new Ends();
            client.events(new EventCursor(1, 0), EventSelection.ALL, ends);
            final EventsListener.Ended end = ends.ends.poll(120, TimeUnit.SECONDS);
            assertThat(end.code()).isEqualTo(EndCode.RESYNC);
            assertThat(end.resumeFrom()).isEqualTo(oldest);

            Awaitility.await().until(() -> shop.gateway.feed().count() == 0);
        }
    }
}
