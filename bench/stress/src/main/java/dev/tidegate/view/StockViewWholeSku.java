package dev.tidegate.view;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A SKU is read whole while it is written: units, flags and sequence of one command, and never of an older one later. */
@JCStressTest
@Outcome(
        id = {"1, 1", "1, 2", "1, 3", "2, 2", "2, 3", "3, 3"},
        expect = Expect.ACCEPTABLE,
        desc = "each read is of one command, the second of the same or a later one")
@Outcome(expect = Expect.FORBIDDEN, desc = "a torn SKU (-1), or one that went back")
@State
public class StockViewWholeSku implements StockView.Reader {
    private static final long TORN = -1;

    private final StockView view = new StockView();
    private long seen;

    public StockViewWholeSku() {
        write(1);
    }

    private void write(final long sequence) {
        view.write(1, sequence * 3, ~sequence, sequence == 2, sequence == 3, sequence);
    }

    @Actor
    public void writer() {
        write(2);
        write(3);
    }

    @Actor
    public void reader(final JJ_Result r) {
        view.read(1, this);
        r.r1 = seen;
        view.read(1, this);
        r.r2 = seen;
    }

    @Override
    public void sku(
            final int sku,
            final long units,
            final long allotted,
            final boolean frozen,
            final boolean soldOut,
            final long sequence) {
        final boolean whole = units == sequence * 3
                && allotted == ~sequence
                && frozen == (sequence == 2)
                && soldOut == (sequence == 3);
        seen = whole ? sequence : TORN;
    }
}
