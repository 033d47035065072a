package dev.tidegate.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.SubscribeAnswer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tail of the event log, followed from batch to batch while it grows and drops. As long as {@code tidegate.stress.millis} says. */
@Timeout(600)
class TailStressTest {
    private static final long MILLIS = Long.getLong("tidegate.stress.millis", 200);
    /** Batches, however busy the machine is. */
    private static final long LEAST = 20;

    private static final int TAIL_BYTES = 256 * 1024;
    private static final int MESSAGE_BYTES = 120;

    private final AtomicLong given = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean over;

    /** A log of which the test is the writer. */
    private static final class Given implements EventLog {
        @Override
        public SubscribeAnswer subscribe(final EventCursor from, final long mostBehind, final CursorListener listener) {
            return new SubscribeAnswer.Started(() -> {});
        }

        @Override
        public EventCursor oldest() {
            return newest();
        }

        @Override
        public EventCursor newest() {
            return new EventCursor(1, 0);
        }

        @Override
        public State state() {
            return State.RUNNING;
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public EventLogReport report() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void shouldBeFollowedWithoutAGapWhileItGrows() throws Exception {
        final Tail tail = Tail.follow(new Given(), TAIL_BYTES, () -> {});
        final Thread writer = new Thread(() -> write(tail), "writer");
        writer.start();
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
        long followed = 0;
        long jumps = 0;
        long next = 1;
        EventBatch at = null;
        while ((System.nanoTime() < end || followed <= LEAST) && failure.get() == null) {
            final EventBatch behind = at == null ? tail.find(next) : at.next;
            if (behind == null) {
                final long first = tail.first();
                if (first > next) {
                    // Too slow: it goes on with what is still there.
                    next = first;
                    at = null;
                    jumps++;
                } else {
                    tail.seal();
                }
                continue;
            }
            next = check(behind, next);
            followed++;
            at = behind;
        }
        over = true;
        writer.join(TimeUnit.SECONDS.toMillis(120));
        assertThat(failure.get()).isNull();
        assertThat(followed)
                .as("batches, with %d jumps over %d events", jumps, given.get())
                .isGreaterThan(LEAST);
    }

    /** Checks a batch, entry by entry, and gives the event behind it. */
    private static long check(final EventBatch batch, final long next) {
        assertThat(batch.firstEvent()).isLessThanOrEqualTo(next);
        assertThat(batch.lastEvent()).isGreaterThanOrEqualTo(next);
        for (int i = 0; i < batch.count(); i++) {
            final long event = batch.event(i);
            final int entry = batch.entryOffset(i);
            assertThat(batch.buffer().getLong(entry)).isEqualTo(event);
            assertThat(batch.buffer().getLong(entry + Long.BYTES)).isEqualTo(event * 3);
            assertThat(batch.buffer().getLong(batch.messageOffset(i))).isEqualTo(~event);
        }
        return batch.lastEvent() + 1;
    }

    private void write(final Tail tail) {
        try {
            final HeapBuffer message = HeapBuffer.ofSize(MESSAGE_BYTES);
            while (!over) {
                final long event = given.incrementAndGet();
                message.putLong(0, ~event);
                tail.event(1, event, event * 3, event, message, 0, MESSAGE_BYTES);
            }
        } catch (final Throwable wrong) {
            failure.set(wrong);
        }
    }
}
