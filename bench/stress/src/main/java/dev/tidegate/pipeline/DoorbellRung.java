package dev.tidegate.pipeline;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Whoever arms the doorbell and then sees no change will be rung: no wake-up is lost. */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it goes to sleep, and was rung")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "it has seen the change; nobody rang")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it has seen the change, and was rung for nothing")
@Outcome(expect = Expect.FORBIDDEN, desc = "it goes to sleep, and nobody rings")
@State
public class DoorbellRung {
    private final Doorbell bell = new Doorbell();
    private final AtomicInteger changed = new AtomicInteger();

    @Actor
    public void ringer() {
        // No stronger than what it is used with: a release store, as Disruptor's sequences make.
        changed.lazySet(1);
        bell.ring();
    }

    @Actor
    public void sleeper(final II_Result r) {
        bell.arm();
        r.r1 = changed.getOpaque();
    }

    /** Whoever rings disarms. */
    @Arbiter
    public void rung(final II_Result r) {
        r.r2 = bell.isArmed() ? 0 : 1;
    }
}
