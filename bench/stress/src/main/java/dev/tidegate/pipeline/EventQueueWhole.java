package dev.tidegate.pipeline;

import dev.tidegate.message.HeapBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Events come out of the queue whole and in order where it wraps, and one that was taken back never does. */
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 1", "1, 0", "1, 2"},
        expect = Expect.ACCEPTABLE,
        desc = "as far as it was published")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn (-1), out of order, or one that was taken back")
@State
public class EventQueueWhole {
    private static final int LENGTH = 16;
    private static final HeapBuffer[] EVENTS = {event(0), event(1), event(2), event(3)};

    private final EventQueue queue = new EventQueue(128);
    private final EventListener taking = this::take;
    private long taken;

    public EventQueueWhole() {
        put(0);
        queue.publish();
        queue.readOne(taking);
    }

    private static HeapBuffer event(final long sequence) {
        final HeapBuffer event = HeapBuffer.ofSize(LENGTH);
        event.putLong(0, ~sequence);
        event.putLong(Long.BYTES, ~sequence);
        return event;
    }

    private void put(final int sequence) {
        queue.write(sequence, sequence * 3L, EVENTS[sequence], 0, LENGTH);
    }

    @Actor
    public void engine() {
        final long before = queue.written();
        put(3);
        queue.rewind(before);
        put(1);
        queue.publish();
        put(2);
        queue.publish();
    }

    @Actor
    public void reader(final JJ_Result r) {
        r.r1 = next();
        r.r2 = next();
    }

    private long next() {
        if (queue.isEmpty()) {
            return 0;
        }
        queue.readOne(taking);
        return taken;
    }

    private void take(
            final long sequence, final long timeMillis, final HeapBuffer buffer, final int offset, final int length) {
        final boolean whole = timeMillis == sequence * 3
                && length == LENGTH
                && buffer.getLong(offset) == ~sequence
                && buffer.getLong(offset + Long.BYTES) == ~sequence;
        taken = whole ? sequence : -1;
    }
}
