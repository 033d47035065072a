package dev.tidegate.view;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.stress.Shop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two SKUs that are never sold out at once: no order of both is answered, though each is seen as sold out. */
@JCStressTest
@Outcome(id = "0, [01]", expect = Expect.ACCEPTABLE, desc = "the order of both goes its usual way")
@Outcome(expect = Expect.FORBIDDEN, desc = "the order of both is answered SOLD_OUT_NOW")
@State
public class ShieldOneMoment {
    private static final Command.PlaceOrder BOTH = Orders.place(1, "external", "TEST", Urgency.NORMAL)
            .line(1, 1, 100)
            .line(2, 1, 100)
            .build();

    private final StockView view = new StockView();
    private final SoldOutShield shield = new SoldOutShield(view, new IdFilter(8, 7));

    public ShieldOneMoment() {
        shield.idsFrom(0);
        shield.openChannels(new long[] {-1});
        view.write(1, 0, 0, false, true, 1);
        view.write(2, 5, 0, false, false, 1);
    }

    /** As the publisher does: what leaves is inside of a change, what enters need not be. */
    @Actor
    public void engine() {
        shield.beginChange();
        view.write(1, 5, 0, false, false, 2);
        shield.endChange();
        view.write(2, 0, 0, false, true, 3);
    }

    @Actor
    public void asker(final II_Result r) {
        r.r1 = shield.covers(Shop.id(1), BOTH) ? 1 : 0;
        r.r2 = shield.covers(Shop.id(1), Shop.ORDER) ? 1 : 0;
    }
}
