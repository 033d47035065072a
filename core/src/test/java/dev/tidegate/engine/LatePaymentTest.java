package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Money that comes when the hold has gone. */
class LatePaymentTest {
    private final Store store = new Store();
    private long order;

    @BeforeEach
    void placeAnOrderForAllThereIs() {
        store.receive(2);
        order = store.placed(2);
    }

    private void missTheDeadline() {
        store.pass(Store.HALF_HOUR);
        store.tick();
    }

    @Test
    void shouldSellAgainWhatIsStillThere() {
        missTheDeadline();

        assertThat(store.pay(order).code()).isEqualTo(OutcomeCode.PAID_LATE);
        assertThat(store.order(order).state()).isEqualTo(OrderState.PAID);
        assertThat(store.stock().sold()).isEqualTo(2);
        assertThat(store.pay(order).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
    }

    @Test
    void shouldSellAgainBeforeTheSweepToo() {
        store.pass(Store.HALF_HOUR);

        assertThat(store.pay(order).code()).isEqualTo(OutcomeCode.PAID_LATE);
        assertThat(store.stock().sold()).isEqualTo(2);
        assertThat(store.stock().held()).isZero();
    }

    @Test
    void shouldAskForARefundWhenTheUnitsAreGone() {
        missTheDeadline();
        store.placed(1);

        final Outcome late = store.pay(order);

        assertThat(late.code()).isEqualTo(OutcomeCode.PAID_LATE_SHORT);
        assertThat(late.line()).isEqualTo(1);
        assertThat(late.asked()).isEqualTo(2);
        assertThat(late.available()).isEqualTo(1);
        assertThat(store.order(order).closing()).isEqualTo(Closing.EXPIRED);
        assertThat(store.order(order).refundRequested()).isTrue();
        assertThat(store.stock().sellable()).isEqualTo(1);
        assertThat(store.pay(order).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
    }

    @Test
    void shouldSellAgainAfterAPaymentThatFailed() {
        store.accepted(new FailPayment(order));
        assertThat(store.stock().sellable()).isEqualTo(2);

        assertThat(store.pay(order).code()).isEqualTo(OutcomeCode.PAID_LATE);
        assertThat(store.stock().sold()).isEqualTo(2);
    }
}
