package dev.tidegate.pipeline;

import dev.tidegate.stress.Shop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What a pipeline measures of itself, read while batches go on: no figure goes back, none is there that never was. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "levels and counts rise, one batch after the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "a figure has gone back, or never was")
@State
public class FiguresRead {
    private static final int BATCHES = 20;
    private static final int COMMANDS = 3;

    private final Shop shop = new Shop();
    private final long begun = shop.engine().sequence();
    private final PipelineFigures figures = new PipelineFigures();
    private volatile boolean over;

    public FiguresRead() {
        figures.publish(shop.engine());
    }

    @Actor
    public void engine() {
        for (int batch = 0; batch < BATCHES; batch++) {
            final long nanos = figures.begin(COMMANDS);
            shop.receive(1);
            figures.applied(nanos, shop.engine());
        }
        over = true;
    }

    @Actor
    public void monitor(final II_Result r) {
        boolean levels = true;
        boolean counts = true;
        long sequence = begun;
        long sum = 0;
        long counted = 0;
        boolean last;
        do {
            last = over;
            final long sequenceNow = figures.sequence();
            levels &= sequenceNow >= sequence && sequenceNow <= begun + BATCHES;
            sequence = sequenceNow;
            final long sumNow = figures.commands().sum();
            // Three commands are in the bucket of 3 and 4.
            final long countedNow = figures.commands().count(2);
            counts &= sumNow >= sum && sumNow % COMMANDS == 0 && countedNow >= counted && countedNow <= BATCHES;
            sum = sumNow;
            counted = countedNow;
        } while (!last);
        r.r1 = levels && sequence == begun + BATCHES ? 1 : 0;
        r.r2 = counts && sum == BATCHES * COMMANDS && counted == BATCHES ? 1 : 0;
    }
}
