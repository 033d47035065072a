package dev.tidegate.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import dev.tidegate.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJI_Result;

/** The consumer, spinning or asleep, wakes for the entry that it waits for. */
@JCStressTest
@Outcome(id = "0, 7, 0", expect = Expect.ACCEPTABLE, desc = "it has the entry")
@Outcome(expect = Expect.FORBIDDEN, desc = "another entry, or nobody woke it (..., 1)")
@State
public class ConsumerWakes {
    private static final int MOST_SPINS = 1_200;
    private static final Callback NOBODY = (correlation, outcome) -> {};

    private final Meeting meeting = new Meeting();
    private final ConsumerWait waiting = new ConsumerWait(Waiting.BLOCKING);
    private final Ring ring = new Ring(2, waiting);
    private final SequenceBarrier barrier = ring.sequencer().newBarrier();

    public ConsumerWakes() {
        waiting.attach(ring.sequencer(), new Lifecycle(ring.sequencer()::getCursor), () -> ConsumerWait.NEVER);
    }

    @Actor
    public void producer(final JJI_Result r) {
        meeting.await(MOST_SPINS);
        final long first = ring.claim(1);
        ring.get(first).command(1, 1, 1, 1, 7, NOBODY);
        ring.publish(first, 1);
        r.r3 = meeting.awaitEnd(waiting::wake);
    }

    @Actor
    public void consumer(final JJI_Result r) {
        meeting.begin();
        try {
            r.r1 = barrier.waitFor(0);
        } catch (final AlertException | TimeoutException | InterruptedException nothing) {
            r.r1 = -1;
        }
        meeting.end();
        r.r2 = ring.get(0).correlation;
    }
}
