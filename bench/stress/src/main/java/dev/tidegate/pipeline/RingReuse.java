package dev.tidegate.pipeline;

import com.lmax.disruptor.Sequence;
import java.util.concurrent.CountDownLatch;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The only slot of a ring is given to the next command after the one in it has been answered, not before. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "answered; the next one found the ring full")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "answered; the next one is in")
@Outcome(expect = Expect.FORBIDDEN, desc = "the answer went to the next command")
@State
public class RingReuse {
    private final Ring ring = new Ring(1, new ConsumerWait(Waiting.BUSY_SPIN));
    private final Outlet outlet = new Outlet.Inline(ring, new Answerer(new CountDownLatch(0)));
    private final Sequence progress = new Sequence();
    private long answered;

    public RingReuse() {
        ring.sequencer().addGatingSequences(progress);
        put(1, (correlation, outcome) -> answered = correlation);
    }

    private int put(final long correlation, final Callback callback) {
        final long first = ring.claim(1);
        if (first == Ring.FULL) {
            return 0;
        }
        ring.get(first).command(1, 1, 1, 1, correlation, callback);
        ring.publish(first, 1);
        return 1;
    }

    @Actor
    public void consumer(final II_Result r) {
        outlet.release(progress, 0);
        r.r1 = (int) answered;
    }

    @Actor
    public void producer(final II_Result r) {
        r.r2 = put(2, (correlation, outcome) -> {});
    }
}
