package dev.tidegate.gateway.feed;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.SubscribeAnswer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The tail of the event log, which two threads seal: a follower sees whole batches only, one behind the other, and in the
 * end each event is in it once.
 */
@JCStressTest
@Outcome(id = "[012], 2", expect = Expect.ACCEPTABLE, desc = "a beginning of the events, and in the end both")
@Outcome(expect = Expect.FORBIDDEN, desc = "a torn batch or a gap (-1), or an event lost or twice")
@org.openjdk.jcstress.annotations.State
public class TailFollowed {
    private static final HeapBuffer[] EVENTS = {event(1), event(2)};
    private static final int LENGTH = 8;

    private final Tail tail = Tail.follow(new Empty(), 1 << 20, () -> {});

    private static HeapBuffer event(final long number) {
        final HeapBuffer event = HeapBuffer.ofSize(Long.BYTES);
        event.putLong(0, ~number);
        return event;
    }

    private void add(final int number) {
        tail.event(1, number, number * 3L, number * 5L, EVENTS[number - 1], 0, LENGTH);
    }

    @Actor
    public void log() {
        add(1);
        tail.seal();
        add(2);
    }

    @Actor
    public void follower(final II_Result r) {
        tail.seal();
        r.r1 = count();
    }

    @Arbiter
    public void all(final II_Result r) {
        tail.seal();
        r.r2 = count();
    }

    /** Events from the first on, batch by batch; -1 when one is not what it should be. */
    private int count() {
        int events = 0;
        for (@Nullable EventBatch batch = tail.find(1); batch != null; batch = batch.next) {
            for (int i = 0; i < batch.count(); i++) {
                events++;
                final HeapBuffer bytes = batch.buffer();
                final int at = batch.entryOffset(i);
                final boolean whole = batch.event(i) == events
                        && bytes.getLong(at) == events
                        && bytes.getLong(at + 8) == events * 3L
                        && bytes.getLong(at + 16) == events * 5L
                        && bytes.getLong(batch.messageOffset(i)) == ~(long) events;
                if (!whole) {
                    return -1;
                }
            }
        }
        return events;
    }

    /** A log of which the test is the writer. */
    private static final class Empty implements EventLog {
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
}
