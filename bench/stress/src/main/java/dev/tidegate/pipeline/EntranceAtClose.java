package dev.tidegate.pipeline;

import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.stress.Shop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A command that is taken while the pipeline is closed lies before the end of the ring, or nobody would answer it. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "taken, and it counts")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "refused; its slot counts and is empty")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken, and the ring ends before it")
@State
public class EntranceAtClose {
    private static final HeapBuffer MESSAGE = HeapBuffer.ofSize(1024);
    private static final int LENGTH = new CommandEncoder().encode(Shop.id(1), Shop.ORDER, MESSAGE, 0);
    private static final TimeSource TIME = new GivenTime(Shop.NOON);
    private static final Callback NOBODY = (correlation, outcome) -> {};

    private final Ring ring = new Ring(4, new ConsumerWait(Waiting.BUSY_SPIN));
    private final Lifecycle lifecycle = new Lifecycle(ring.sequencer()::getCursor);
    private final Entrance entrance = new Entrance(ring, lifecycle, TIME, 1_000);

    @Actor
    public void caller(final II_Result r) {
        r.r1 = entrance.message(MESSAGE, 0, LENGTH, 1, NOBODY) == Intake.TAKEN ? 1 : 0;
    }

    @Actor
    public void owner() {
        lifecycle.beginClose();
    }

    @Arbiter
    public void consumer(final II_Result r) {
        r.r2 = lifecycle.endsBefore(0) ? 0 : 1;
    }
}
