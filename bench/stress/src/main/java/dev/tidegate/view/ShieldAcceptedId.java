package dev.tidegate.view;

import dev.tidegate.message.CommandHeader;
import dev.tidegate.stress.Shop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Whoever sees a SKU as sold out finds the ids that were put into the filter before, and is not told that he is too late. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not sold out yet")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "a stranger is answered, the one who has got it is not")
@Outcome(expect = Expect.FORBIDDEN, desc = "an order that was accepted is answered SOLD_OUT_NOW")
@State
public class ShieldAcceptedId {
    private static final CommandHeader ACCEPTED = Shop.id(1);
    private static final CommandHeader STRANGER = Shop.id(2);

    private final StockView view = new StockView();
    private final IdFilter filter = new IdFilter(8, 7);
    private final SoldOutShield shield = new SoldOutShield(view, filter);

    public ShieldAcceptedId() {
        shield.idsFrom(0);
        shield.openChannels(new long[] {-1});
        view.write(1, 0, 0, false, false, 1);
    }

    /** As the publisher does. */
    @Actor
    public void engine() {
        filter.add(ACCEPTED.principal(), ACCEPTED.idHigh(), ACCEPTED.idLow());
        view.soldOut(1, true);
    }

    @Actor
    public void asker(final II_Result r) {
        r.r1 = shield.covers(ACCEPTED, Shop.ORDER) ? 1 : 0;
        r.r2 = shield.covers(STRANGER, Shop.ORDER) ? 1 : 0;
    }
}
