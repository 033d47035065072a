package dev.tidegate.pipeline;

import com.lmax.disruptor.Sequence;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A command of three slots, whose bytes wrap at the end of the ring, becomes visible all at once and whole. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not published yet")
@Outcome(id = "3, 1", expect = Expect.ACCEPTABLE, desc = "three slots, and their bytes and fields")
@Outcome(expect = Expect.FORBIDDEN, desc = "a part of its slots, or not what was written")
@State
public class RingCommandWhole {
    private static final int SLOTS = 3;
    private static final byte[] COMMAND = new byte[SLOTS * Ring.SLOT_BYTES - 10];
    private static final Callback NOBODY = (correlation, outcome) -> {};
    private static final long CORRELATION = 7;

    static {
        Arrays.fill(COMMAND, (byte) 1);
    }

    private final Ring ring = new Ring(4, new ConsumerWait(Waiting.BUSY_SPIN));
    private final byte[] read = new byte[COMMAND.length];

    public RingCommandWhole() {
        final Sequence taken = new Sequence();
        ring.sequencer().addGatingSequences(taken);
        ring.publish(ring.claim(2), 2);
        taken.set(1);
    }

    @Actor
    public void producer() {
        final long first = ring.claim(SLOTS);
        ring.write(first, COMMAND, 0, COMMAND.length);
        ring.get(first).command(SLOTS, COMMAND.length, 1, 1, CORRELATION, NOBODY);
        ring.publish(first, SLOTS);
    }

    @Actor
    public void consumer(final II_Result r) {
        final long first = 2;
        final long last = ring.sequencer()
                .getHighestPublishedSequence(first, ring.sequencer().getCursor());
        r.r1 = (int) (last - first + 1);
        if (r.r1 > 0) {
            r.r2 = isWhole(ring.get(first), first) ? 1 : -1;
        }
    }

    private boolean isWhole(final Slot slot, final long sequence) {
        ring.read(sequence, read, 0, read.length);
        return Arrays.equals(read, COMMAND)
                && slot.kind == Slot.Kind.COMMAND
                && slot.slotCount == SLOTS
                && slot.length == COMMAND.length
                && slot.correlation == CORRELATION
                && slot.callback == NOBODY;
    }
}
