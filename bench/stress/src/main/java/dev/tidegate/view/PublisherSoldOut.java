package dev.tidegate.view;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.stress.Shop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * An engine sells its last units, gets one more and sells it, and publishes after every command: whoever has got one is
 * never answered by the shield, whenever he asks again.
 */
@JCStressTest
@Outcome(id = "0, [01]", expect = Expect.ACCEPTABLE, desc = "accepted orders go their usual way")
@Outcome(expect = Expect.FORBIDDEN, desc = "an order that was accepted is answered SOLD_OUT_NOW")
@State
public class PublisherSoldOut {
    private static final int ORDERS = 20;
    private static final CommandHeader STRANGER = Shop.id(1_000);

    private final Shop shop = new Shop();
    private final StockPublisher publisher = new StockPublisher(shop.engine());
    private volatile boolean over;

    @Actor
    public void engine() {
        for (int number = 1; number <= ORDERS; number++) {
            shop.receive(1);
            publisher.publish();
            final long order = shop.apply(Shop.id(number), Shop.order(number));
            shop.apply(new Command.ConfirmPayment(order, 100));
            publisher.publish();
        }
        over = true;
    }

    @Actor
    public void asker(final II_Result r) {
        boolean last;
        do {
            last = over;
            for (int number = 1; number <= ORDERS; number++) {
                // Nobody asks again for what he has not asked for: ids that were not accepted yet do not count.
                if (publisher.view().sequence() >= placedAt(number)
                        && publisher.shield().covers(Shop.id(number), Shop.ORDER)) {
                    r.r1 = 1;
                }
            }
            r.r2 |= publisher.shield().covers(STRANGER, Shop.ORDER) ? 1 : 0;
        } while (!last);
    }

    /** Three commands make the shop, and three each round. */
    private static long placedAt(final int number) {
        return 3L * number + 2;
    }
}
