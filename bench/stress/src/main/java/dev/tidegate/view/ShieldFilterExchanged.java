package dev.tidegate.view;

import dev.tidegate.message.CommandHeader;
import dev.tidegate.stress.Shop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** An accepted id is in the old filter and in the new one; while they are exchanged and the old one is emptied it is never denied. */
@JCStressTest
@Outcome(id = "0, [01]", expect = Expect.ACCEPTABLE, desc = "the accepted id goes its usual way")
@Outcome(expect = Expect.FORBIDDEN, desc = "an order that was accepted is answered SOLD_OUT_NOW")
@State
public class ShieldFilterExchanged {
    private static final CommandHeader ACCEPTED = Shop.id(1);
    private static final CommandHeader STRANGER = Shop.id(2);

    private final StockView view = new StockView();
    private final IdFilter old = filter();
    private final IdFilter other = filter();
    private final SoldOutShield shield = new SoldOutShield(view, old);

    public ShieldFilterExchanged() {
        shield.idsFrom(0);
        shield.openChannels(new long[] {-1});
        view.write(1, 0, 0, false, true, 1);
    }

    private static IdFilter filter() {
        final IdFilter made = new IdFilter(8, 7);
        made.add(ACCEPTED.principal(), ACCEPTED.idHigh(), ACCEPTED.idLow());
        return made;
    }

    /** As the publisher does. */
    @Actor
    public void engine() {
        shield.beginChange();
        shield.filter(other);
        shield.endChange();
        old.beginEmptying();
        old.empty(old.capacity());
    }

    @Actor
    public void asker(final II_Result r) {
        r.r1 = shield.covers(ACCEPTED, Shop.ORDER) ? 1 : 0;
        r.r2 = shield.covers(STRANGER, Shop.ORDER) ? 1 : 0;
    }
}
