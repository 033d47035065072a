package dev.tidegate.journal.event;

import dev.tidegate.pipeline.EventLog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Whoever sees that an event log has failed finds out why. */
@JCStressTest
@Outcome(id = "0, [01]", expect = Expect.ACCEPTABLE, desc = "not failed yet")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "failed, and why")
@Outcome(expect = Expect.FORBIDDEN, desc = "failed without a reason")
@State
public class StatusTold {
    private static final IllegalStateException CAUSE = new IllegalStateException("cause");

    private final LogStatus status = new LogStatus();

    @Actor
    public void log() {
        status.failed(CAUSE);
    }

    @Actor
    public void anybody(final II_Result r) {
        r.r1 = status.state() == EventLog.State.FAILED ? 1 : 0;
        r.r2 = status.reason().isEmpty() ? 0 : 1;
    }
}
