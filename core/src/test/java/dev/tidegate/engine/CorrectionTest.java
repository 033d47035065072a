package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody counted, and there is less than was promised. */
class CorrectionTest {
    private final Store store = new Store();
    private long first;
    private long second;
    private long third;

    @BeforeEach
    void promiseAllThereIs() {
        store.receive(30);
        first = store.placed(10);
        second = store.placed(10);
        third = store.placed(10);
    }

    private Outcome count(final long units) {
        return store.ask(new AdjustStock(store.tea, store.house, AdjustMode.TO, units, 1, 0));
    }

    private long shortOf(final long order) {
        return store.line(order).shortUnits();
    }

    @Test
    void shouldMakeTheLatestOrderShort() {
        assertThat(count(24).code()).isEqualTo(OutcomeCode.ACCEPTED);

        assertThat(shortOf(first)).isZero();
        assertThat(shortOf(second)).isZero();
        assertThat(shortOf(third)).isEqualTo(6);
        assertThat(store.stock().held()).isEqualTo(24);
        assertThat(store.stock().shortUnits()).isEqualTo(6);
    }

    @Test
    void shouldTakeFromPaidOrdersLast() {
        store.pay(third);
        count(12);

        assertThat(shortOf(third)).isZero();
        assertThat(shortOf(second)).isEqualTo(10);
        assertThat(shortOf(first)).isEqualTo(8);
    }

    @Test
    void shouldFillTheOldestFirstFromTheNextReceipt() {
        count(15);
        assertThat(shortOf(second)).isEqualTo(5);
        assertThat(shortOf(third)).isEqualTo(10);

        store.receive(7);

        assertThat(shortOf(second)).isZero();
        assertThat(shortOf(third)).isEqualTo(8);
        assertThat(store.stock().sellable()).isZero();
    }

    @Test
    void shouldFillAShortOrderFromACancelledOneBeforeAnybodyElseGetsIt() {
        count(24);
        store.cancel(first);

        assertThat(shortOf(third)).isZero();
        assertThat(store.stock().sellable()).isEqualTo(4);
        assertThat(store.place(5).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
    }

    @Test
    void shouldNeitherSellNorShipAShortLine() {
        store.pay(third);
        count(5);

        final Outcome sold = store.pay(second);
        assertThat(sold.code()).isEqualTo(OutcomeCode.LINE_SHORT);
        assertThat(sold.asked()).isEqualTo(10);
        assertThat(sold.available()).isZero();
        final Outcome shipped = store.ask(Orders.ship(third));
        assertThat(shipped.code()).isEqualTo(OutcomeCode.LINE_SHORT);
        assertThat(shipped.available()).isEqualTo(5);
    }

    @Test
    void shouldNotTakeMoreThanIsInTheHouse() {
        final Outcome refused = store.ask(new AdjustStock(store.tea, store.house, AdjustMode.BY, -31, 1, 0));

        assertThat(refused.code()).isEqualTo(OutcomeCode.BELOW_ZERO);
        assertThat(refused.asked()).isEqualTo(31);
        assertThat(refused.available()).isEqualTo(30);
        assertThat(store.stock().held()).isEqualTo(30);
    }
}
