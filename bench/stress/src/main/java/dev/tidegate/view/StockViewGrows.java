package dev.tidegate.view;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A SKU in a new piece of the view is not there at all, or whole; and it is there once its sequence is published. */
@JCStressTest
@Outcome(
        id = {"1, 0", "1, 2", "2, 2"},
        expect = Expect.ACCEPTABLE,
        desc = "no SKU yet, or all of it")
@Outcome(expect = Expect.FORBIDDEN, desc = "published and not there, or torn (-1)")
@State
public class StockViewGrows {
    private static final int SKU = 1_030;
    private static final long TORN = -1;
    private static final int MOST_LOOKS = 2_000;

    private final StockView view = new StockView();

    public StockViewGrows() {
        view.published(1);
    }

    @Actor
    public void engine() {
        view.write(SKU, 20, 30, true, true, 2);
        view.published(2);
    }

    @Actor
    public void reader(final JJ_Result r) {
        // Looks until there is something, for the piece takes longer to make than to read.
        for (int looks = 0; looks < MOST_LOOKS && r.r2 == 0; looks++) {
            r.r1 = view.sequence();
            view.read(SKU, (sku, units, allotted, frozen, soldOut, sequence) -> {
                final boolean whole = units == 20 && allotted == 30 && frozen && soldOut;
                r.r2 = whole || sequence == 0 ? sequence : TORN;
            });
            if (r.r1 == 2) {
                return;
            }
        }
    }
}
