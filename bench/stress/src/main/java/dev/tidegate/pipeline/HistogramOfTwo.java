package dev.tidegate.pipeline;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two threads record at once: no figure is lost in a bucket that both use, nor in the sum. */
@JCStressTest
@Outcome(id = "4, 14", expect = Expect.ACCEPTABLE, desc = "every figure is counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "a figure is lost")
@State
public class HistogramOfTwo {
    private final Histogram histogram = Histogram.ofCounts();

    @Actor
    public void one() {
        histogram.record(3);
        histogram.record(4);
    }

    @Actor
    public void other() {
        histogram.record(3);
        histogram.record(4);
    }

    @Arbiter
    public void all(final JJ_Result r) {
        r.r1 = histogram.count(2);
        r.r2 = histogram.sum();
    }
}
