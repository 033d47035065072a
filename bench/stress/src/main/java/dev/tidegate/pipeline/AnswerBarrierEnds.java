package dev.tidegate.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import dev.tidegate.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The consumer moves on and then tells the end: the answerer comes to the last entry before it hears of that. */
@JCStressTest
@Outcome(id = "0, 5", expect = Expect.ACCEPTABLE, desc = "let through, and the outcome is there")
@Outcome(expect = Expect.FORBIDDEN, desc = "ended before the last entry, or without its outcome")
@State
public class AnswerBarrierEnds {
    private static final int MOST_SPINS = 400;
    private static final long SEQUENCE = 5;

    private final Meeting meeting = new Meeting();
    private final AnswerBarrier barrier = new AnswerBarrier();
    private final Sequence progress = new Sequence();
    private final Outlet outlet = new Outlet.Apart(barrier);
    private final Slot slot = new Slot();

    public AnswerBarrierEnds() {
        barrier.follow(progress);
    }

    @Actor
    public void consumer() {
        meeting.await(MOST_SPINS);
        slot.outcome.begin(SEQUENCE, 1);
        outlet.release(progress, 0);
        barrier.alert();
    }

    @Actor
    public void answerer(final JJ_Result r) {
        meeting.begin();
        try {
            r.r1 = barrier.waitFor(0);
        } catch (final AlertException early) {
            r.r1 = -1;
        }
        r.r2 = slot.outcome.sequence();
    }
}
