package dev.tidegate.view;

import dev.tidegate.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;

/** Whoever waits for the next command is woken by it. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "woken, or never asleep")
@Outcome(expect = Expect.FORBIDDEN, desc = "nobody woke it (..., 1)")
@State
public class StockViewAwait {
    private static final int MOST_SPINS = 100;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final Meeting meeting = new Meeting();
    private final StockView view = new StockView();

    @Actor
    public void engine(final JI_Result r) {
        meeting.await(MOST_SPINS);
        view.published(1);
        r.r2 = meeting.awaitEnd(() -> view.published(2));
    }

    @Actor
    public void waiter(final JI_Result r) {
        meeting.begin();
        r.r1 = view.awaitBehind(0, HOUR_NANOS);
        meeting.end();
    }
}
