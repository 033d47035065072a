package dev.tidegate.view;

import dev.tidegate.stress.Shop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Each command brings a unit: what is left of the SKU is as of its sequence, and that never lies behind what is said to be published. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "as of a command, and never behind")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "units of another command (0, ...), or older ones than those published (..., 0)")
@State
public class PublisherInOrder {
    private static final int COMMANDS = 100;

    private final Shop shop = new Shop();
    private final long begun = shop.engine().sequence();
    private final StockPublisher publisher = new StockPublisher(shop.engine());
    private volatile boolean over;

    @Actor
    public void engine() {
        for (int i = 0; i < COMMANDS; i++) {
            shop.receive(1);
            publisher.publish();
        }
        over = true;
    }

    @Actor
    public void reader(final II_Result r) {
        final StockView view = publisher.view();
        boolean whole = true;
        boolean inOrder = true;
        long before = begun;
        boolean last;
        do {
            last = over;
            final long published = view.sequence();
            final UnitsLeft left = view.get(1);
            if (left == null) {
                whole = false;
                break;
            }
            whole &= left.units() == left.sequence() - begun;
            inOrder &= published >= before && left.sequence() >= published;
            before = published;
        } while (!last);
        r.r1 = whole ? 1 : 0;
        r.r2 = inOrder && before == begun + COMMANDS ? 1 : 0;
    }
}
