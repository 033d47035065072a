package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import org.junit.jupiter.api.Test;

/** An order that takes what there is. */
class PartialOrderTest {
    private static final long DAY = 86_400_000;

    private final Store store = new Store();

    private Orders.Place partial() {
        return store.order().partial();
    }

    private long partly(final Orders.Place order) {
        final Outcome outcome = store.ask(order.build());
        assertThat(outcome.code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
        return outcome.entityId();
    }

    @Test
    void shouldTakeFromTheFirstOfTheWarehousesThatHaveTheMost() {
        store.receive(store.tea, store.house, 3);
        store.receive(store.tea, store.annex, 3);

        final long order = partly(partial().line(store.tea, 5, Store.PRICE));

        assertThat(store.line(order).granted()).isEqualTo(3);
        assertThat(store.line(order).warehouse()).isEqualTo(store.house);
        assertThat(store.stock().held()).isEqualTo(3);
    }

    @Test
    void shouldChooseNoWarehouseForALineOfWhichTheLimitLeavesNothing() {
        store.receive(9);
        store.receive(store.rice, store.house, 9);
        store.accepted(new SetPurchaseLimit(store.tea, 1, DAY));
        store.accepted(store.order().buyer(7, 8).line(store.tea, 1, Store.PRICE).build());

        final long order =
                partly(partial().buyer(7, 8).line(store.tea, 1, Store.PRICE).line(store.rice, 1, Store.PRICE));

        assertThat(store.line(order).granted()).isZero();
        assertThat(store.line(order).warehouse()).isZero();
        assertThat(store.order(order).lines().get(1).warehouse()).isEqualTo(store.house);
    }

    @Test
    void shouldCountNothingForALineThatGetsNothing() {
        store.receive(store.rice, store.house, 9);
        store.limit(Limit.PURCHASE_COUNTERS, 1);
        store.accepted(new SetPurchaseLimit(store.tea, 5, DAY));
        store.accepted(new SetPurchaseLimit(store.rice, 5, DAY));

        final long order =
                partly(partial().buyer(7, 8).line(store.tea, 1, Store.PRICE).line(store.rice, 2, Store.PRICE));

        assertThat(store.order(order).lines().get(1).granted()).isEqualTo(2);
        assertThat(store.counts().purchaseCounters()).isEqualTo(1);
    }
}
