package dev.tidegate.pipeline;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two producers in a ring with room for both, or for one: they never get the same slots, and what they got is published. */
@JCStressTest
@Outcome(
        id = {"0, 2, 4", "2, 0, 4"},
        expect = Expect.ACCEPTABLE,
        desc = "one behind the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "slots that two have, that nobody has, or that are not published")
@State
public class RingTwoProducers {
    private static final Callback NOBODY = (correlation, outcome) -> {};

    private final Ring ring = new Ring(4, new ConsumerWait(Waiting.BUSY_SPIN));

    private int put(final long correlation) {
        final long first = ring.claim(2);
        if (first != Ring.FULL) {
            ring.get(first).command(2, 1, 1, 1, correlation, NOBODY);
            ring.publish(first, 2);
        }
        return (int) first;
    }

    @Actor
    public void one(final III_Result r) {
        r.r1 = put(1);
    }

    @Actor
    public void other(final III_Result r) {
        r.r2 = put(2);
    }

    @Arbiter
    public void consumer(final III_Result r) {
        final long last =
                ring.sequencer().getHighestPublishedSequence(0, ring.sequencer().getCursor());
        final boolean apart = ring.get(r.r1).correlation == 1 && ring.get(r.r2).correlation == 2;
        r.r3 = apart ? (int) (last + 1) : -1;
    }
}
