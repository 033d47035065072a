package dev.tidegate.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import dev.tidegate.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJI_Result;

/** The answerer, spinning or asleep, is let through to what the consumer has released, and sees what that wrote. */
@JCStressTest
@Outcome(id = "0, 5, 0", expect = Expect.ACCEPTABLE, desc = "let through, and the outcome is there")
@Outcome(expect = Expect.FORBIDDEN, desc = "without the outcome, or nobody woke it (..., 1)")
@State
public class AnswerBarrierWakes {
    private static final int MOST_SPINS = 400;
    private static final long SEQUENCE = 5;

    private final Meeting meeting = new Meeting();
    private final AnswerBarrier barrier = new AnswerBarrier();
    private final Sequence progress = new Sequence();
    private final Outlet outlet = new Outlet.Apart(barrier);
    private final Slot slot = new Slot();

    public AnswerBarrierWakes() {
        barrier.follow(progress);
    }

    @Actor
    public void consumer(final JJI_Result r) {
        meeting.await(MOST_SPINS);
        slot.outcome.begin(SEQUENCE, 1);
        outlet.release(progress, 0);
        r.r3 = meeting.awaitEnd(barrier::alert);
    }

    @Actor
    public void answerer(final JJI_Result r) {
        meeting.begin();
        try {
            r.r1 = barrier.waitFor(0);
        } catch (final AlertException early) {
            r.r1 = -1;
        }
        meeting.end();
        r.r2 = slot.outcome.sequence();
    }
}
