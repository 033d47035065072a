package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Tidegate;
import dev.tidegate.journal.event.EventShop.Collector;
import dev.tidegate.journal.event.EventShop.Event;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.CursorListener.End;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.EventSubscription;
import dev.tidegate.pipeline.SubscribeAnswer;
import dev.tidegate.pipeline.SubscribeAnswer.Started;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners from any cursor: first from the files, then live, without a gap and without an event twice. */
class SubscriptionTest {
    @TempDir
    Path folder;

    private Tidegate open() {
        return EventShop.open(folder, EventShop.small());
    }

    private static EventSubscription started(final SubscribeAnswer answer) {
        assertThat(answer).isInstanceOf(Started.class);
        return ((Started) answer).subscription();
    }

    @Test
    void shouldGiveWhatHappenedBeforeAndWhatHappensNow() throws Exception {
        final Collector all = new Collector();
        final Collector later = new Collector();
        final List<EventCursor> middle = new ArrayList<>();
        try (Tidegate tidegate = open()) {
            EventShop.trade(tidegate, 1, 500);
            started(tidegate.subscribe(tidegate.events().oldest(), all));
            EventShop.trade(tidegate, 2, 500);
            middle.add(tidegate.events().newest());
            started(tidegate.subscribe(middle.get(0), later));
            EventShop.trade(tidegate, 3, 500);
        }
        assertThat(all.end().get(120, TimeUnit.SECONDS)).isEqualTo(End.CLOSED);
        assertThat(later.end().get(120, TimeUnit.SECONDS)).isEqualTo(End.CLOSED);

        final List<Event> expected = EventShop.replayed(folder);
        assertThat(all.events()).isEqualTo(expected);
        assertThat(all.resumeFrom()).isEqualTo(new EventCursor(1, expected.size()));
        assertThat(later.events())
                .isEqualTo(expected.subList((int) middle.get(0).sequence(), expected.size()));
    }

    @Test
    void shouldFollowWhileAnEngineWritesAndGoOnFromWhereItWasCutOff() throws Exception {
        final List<Event> taken = new ArrayList<>();
        try (Tidegate tidegate = open()) {
            EventShop.trade(tidegate, 4, 200);
            EventCursor from = tidegate.events().oldest();
            for (int round = 0; round < 5; round++) {
                final Collector some = new Collector();
                final EventSubscription subscription = started(tidegate.subscribe(from, some));
                EventShop.trade(tidegate, 10 + round, 200);
                final EventCursor newest = tidegate.events().newest();
                await().until(() -> taken.size() + some.count() >= newest.sequence());
                subscription.close();
                taken.addAll(some.events());
                from = new EventCursor(1, taken.size());
            }
        }
        assertThat(taken).isEqualTo(EventShop.replayed(folder).subList(0, taken.size()));
        assertThat(taken).hasSizeGreaterThan(1_000);
    }

    /** Takes no event until it may go on. */
    private static final class Waiting implements CursorListener {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        private final CursorListener behind;

        Waiting(final CursorListener behind) {
            this.behind = behind;
        }

        @Override
        public void event(
                final long epoch,
                final long event,
                final long sequence,
                final long timeMillis,
                final HeapBuffer buffer,
                final int offset,
                final int length) {
            begun.countDown();
            try {
                assertThat(goOn.await(120, TimeUnit.SECONDS)).isTrue();
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
            behind.event(epoch, event, sequence, timeMillis, buffer, offset, length);
        }

        @Override
        public void ended(final EventCursor resumeFrom, final End why) {
            behind.ended(resumeFrom, why);
        }
    }

    @Test
    void shouldCutOffASlowListenerWithTheCursorToGoOnFrom() throws Exception {
        final Collector slow = new Collector();
        final Waiting waiting = new Waiting(slow);
        try (Tidegate tidegate = open()) {
            EventShop.trade(tidegate, 5, 100);
            final EventCursor from = tidegate.events().newest();
            started(tidegate.events().subscribe(from, 50, waiting));
            EventShop.trade(tidegate, 6, 1_000);
            // A listener that reads as fast as the log is written falls behind nothing.
            EventShop.awaitLogged(tidegate, folder);
            waiting.goOn.countDown();

            assertThat(slow.end().get(120, TimeUnit.SECONDS)).isEqualTo(End.TOO_SLOW);
            assertThat(slow.resumeFrom()).isEqualTo(new EventCursor(1, from.sequence() + slow.count()));
            assertThat(slow.count()).isLessThan(200);

            final Collector rest = new Collector();
            started(tidegate.subscribe(slow.resumeFrom(), rest));
            final long newest = tidegate.events().newest().sequence();
            await().until(() -> rest.count() >= newest - slow.resumeFrom().sequence());
        }
    }

    @Test
    void shouldCutOffAListenerThatRetentionOvertakes() throws Exception {
        final Collector slow = new Collector();
        final Waiting waiting = new Waiting(slow);
        try (Tidegate tidegate =
                EventShop.open(folder, EventShop.small().withRetention(1 << 20, 500, Long.MAX_VALUE))) {
            EventShop.trade(tidegate, 7, 100);
            started(tidegate.subscribe(tidegate.events().oldest(), waiting));
            assertThat(waiting.begun.await(120, TimeUnit.SECONDS)).isTrue();
            EventShop.trade(tidegate, 8, 4_000);
            // What is still being written lets go of older events, too.
            EventShop.awaitLogged(tidegate, folder);
            waiting.goOn.countDown();
            assertThat(slow.end().get(120, TimeUnit.SECONDS)).isEqualTo(End.TOO_SLOW);

            final EventLog log = tidegate.events();
            final SubscribeAnswer answer = tidegate.subscribe(slow.resumeFrom(), new Collector());
            assertThat(answer).isInstanceOf(SubscribeAnswer.Resync.class);
            final SubscribeAnswer.Resync resync = (SubscribeAnswer.Resync) answer;
            assertThat(resync.resumeFrom()).isEqualTo(log.oldest());
            final Event oldest = EventShop.logged(folder).get(0);
            assertThat(resync.resumeFrom().sequence()).isEqualTo(oldest.number() - 1);
            assertThat(resync.sequence()).isEqualTo(oldest.sequence());
        }
    }

    @Test
    void shouldEndAListenerThatThrowsAndNobodyElse() throws Exception {
        final Collector well = new Collector();
        final Collector failed = new Collector();
        try (Tidegate tidegate = open()) {
            final CursorListener throwing = new CursorListener() {
                @Override
                public void event(
                        final long epoch,
                        final long event,
                        final long sequence,
                        final long timeMillis,
                        final HeapBuffer buffer,
                        final int offset,
                        final int length) {
                    if (event == 10) {
                        throw new IllegalStateException("on purpose");
                    }
                }

                @Override
                public void ended(final EventCursor resumeFrom, final End why) {
                    failed.ended(resumeFrom, why);
                }
            };
            started(tidegate.subscribe(new EventCursor(1, 0), throwing));
            started(tidegate.subscribe(new EventCursor(1, 0), well));
            EventShop.trade(tidegate, 9, 100);
            assertThat(failed.end().get(120, TimeUnit.SECONDS)).isEqualTo(End.LISTENER_FAILED);
            assertThat(failed.resumeFrom()).isEqualTo(new EventCursor(1, 9));
        }
        assertThat(well.end().get(120, TimeUnit.SECONDS)).isEqualTo(End.CLOSED);
        assertThat(well.events()).isEqualTo(EventShop.replayed(folder));
    }

    @Test
    void shouldRefuseMoreSubscriptionsThanItServes() {
        try (Tidegate tidegate = open()) {
            for (int i = 0; i < EventLog.MAX_SUBSCRIPTIONS; i++) {
                started(tidegate.subscribe(new EventCursor(1, 0), new Collector()));
            }
            assertThat(tidegate.subscribe(new EventCursor(1, 0), new Collector()))
                    .isInstanceOf(SubscribeAnswer.Unavailable.class);
        }
    }
}
