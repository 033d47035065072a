package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.RetireChannel;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.OutcomeCode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that are done, and close by themselves. */
abstract class CompletionScenarios extends Scenario {
    private static final long WINDOW = 100;

    @BeforeEach
    void setTheWindow() {
        limit(Limit.RETURN_WINDOW_MILLIS, WINDOW);
    }

    private long shippedAndPaid(final long units) {
        receive(units);
        final long order = place(units);
        paid(order);
        assertThat(ship(order).code()).isEqualTo(OutcomeCode.ACCEPTED);
        return order;
    }

    private void shipUnpaid() {
        shop = number(new DefineChannel("on delivery", true, List.of(house)));
    }

    @Test
    void shouldCompleteAMillisecondBehindTheTimeForReturns() {
        final long order = shippedAndPaid(2);
        assertThat(nextDeadline()).isEqualTo(NOON + WINDOW + 1);
        time = NOON + WINDOW;
        tick();
        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(order(order).state()).isEqualTo(Books.OUTBOUND);
        time++;
        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.RETURN_WINDOW_OVER);
        assertThat(order(order).state()).isEqualTo(Books.OUTBOUND);
        tick();

        assertThat(order(order).state()).isEqualTo(Books.CLOSED);
        assertThat(order(order).closing()).isEqualTo(Books.COMPLETED);
        assertThat(order(order).paid()).isTrue();
        assertThat(stock()).isEqualTo(new Ledger.Stock(1, 0, 0, 0, 1, 0, 0));
        assertThat(counts().openOrders()).isZero();
    }

    @Test
    void shouldAnswerAboutACompletedOrderAsBefore() {
        final long order = shippedAndPaid(1);
        time = NOON + WINDOW + 1;
        tick();

        assertThat(apply(new StartPayment(order)).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
        assertThat(apply(new FailPayment(order)).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
        assertThat(pay(order).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
        assertThat(cancel(order).code()).isEqualTo(OutcomeCode.ALREADY_SHIPPED);
        assertThat(ship(order).code()).isEqualTo(OutcomeCode.ALREADY_SHIPPED);
        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.RETURN_WINDOW_OVER);
        assertThat(apply(new CancelOrder(order, 1, List.of())).entityId()).isEqualTo(order);
    }

    @Test
    void shouldKeepTheTimeOfCompletionWhateverBecomesOfTheLimit() {
        final long order = shippedAndPaid(2);
        limit(Limit.RETURN_WINDOW_MILLIS, 10 * WINDOW);
        assertThat(nextDeadline()).isEqualTo(NOON + WINDOW + 1);
        time = NOON + WINDOW + 1;
        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(nextDeadline()).isEqualTo(NOON + WINDOW + 1);
        tick();

        assertThat(order(order).closing()).isEqualTo(Books.COMPLETED);
        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.RETURN_WINDOW_OVER);
    }

    @Test
    void shouldNotCompleteWhileUnitsAreLeftToShip() {
        receive(2);
        final long order = place(2);
        paid(order);
        ship(order, new LineQuantity(1, 1));
        assertThat(nextDeadline()).isEqualTo(Long.MAX_VALUE);
        time = NOON + WINDOW / 2;
        ship(order);

        assertThat(nextDeadline()).isEqualTo(NOON + WINDOW / 2 + WINDOW + 1);
    }

    @Test
    void shouldCompleteFromTheLastShipmentWhenTheRestIsCancelled() {
        receive(2);
        final long order = place(2);
        paid(order);
        ship(order, new LineQuantity(1, 1));
        time = NOON + WINDOW / 2;
        cancel(order);

        assertThat(order(order).state()).isEqualTo(Books.OUTBOUND);
        assertThat(nextDeadline()).isEqualTo(NOON + WINDOW + 1);
    }

    @Test
    void shouldCompleteAtOnceWhenMoneyComesLongBehindTheShipment() {
        shipUnpaid();
        receive(1);
        final long order = place(1);
        ship(order);
        assertThat(nextDeadline()).isEqualTo(Long.MAX_VALUE);
        time = NOON + 5 * WINDOW;
        paid(order);
        assertThat(nextDeadline()).isEqualTo(time + 1);
        tick();
        assertThat(order(order).state()).isEqualTo(Books.OUTBOUND);
        time++;
        tick();

        assertThat(order(order).closing()).isEqualTo(Books.COMPLETED);
    }

    @Test
    void shouldCloseAsCancelledWhatCameBackUnpaid() {
        shipUnpaid();
        receive(2);
        final long order = place(2);
        ship(order);
        time = NOON + 10;
        takeBack(order, 1);
        assertThat(nextDeadline()).isEqualTo(Long.MAX_VALUE);
        takeBack(order, 1);
        assertThat(nextDeadline()).isEqualTo(NOON + WINDOW + 1);
        assertThat(order(order).state()).isEqualTo(Books.OUTBOUND);
        time = NOON + WINDOW + 1;
        tick();

        assertThat(order(order).closing()).isEqualTo(Books.CANCELLED);
        assertThat(order(order).paid()).isFalse();
        assertThat(pay(order).code()).isEqualTo(OutcomeCode.PAYMENT_AFTER_CANCEL);
        assertThat(ship(order).code()).isEqualTo(OutcomeCode.ORDER_CANCELLED);
        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.RETURN_WINDOW_OVER);
    }

    @Test
    void shouldSetTheTimeAnewWhenMoneyComesForWhatCameBack() {
        shipUnpaid();
        receive(1);
        final long order = place(1);
        ship(order);
        takeBack(order, 1);
        limit(Limit.RETURN_WINDOW_MILLIS, 3 * WINDOW);
        time = NOON + WINDOW + 1;
        paid(order);
        assertThat(nextDeadline()).isEqualTo(NOON + 3 * WINDOW + 1);
        tick();
        assertThat(order(order).state()).isEqualTo(Books.OUTBOUND);
        time = NOON + 3 * WINDOW + 1;
        tick();

        assertThat(order(order).closing()).isEqualTo(Books.COMPLETED);
    }

    @Test
    void shouldCompleteWhenTheRestOfWhatCameBackUnpaidIsCancelled() {
        shipUnpaid();
        receive(2);
        final long order = place(2);
        ship(order, new LineQuantity(1, 1));
        takeBack(order, 1);
        assertThat(nextDeadline()).isEqualTo(Long.MAX_VALUE);
        cancel(order);

        assertThat(order(order).state()).isEqualTo(Books.OUTBOUND);
        assertThat(nextDeadline()).isEqualTo(NOON + WINDOW + 1);
    }

    @Test
    void shouldLetAChannelGoOnlyWhenItsOrdersAreClosed() {
        shippedAndPaid(1);
        time = NOON + WINDOW + 1;
        assertRefused(apply(new RetireChannel(shop)), OutcomeCode.CHANNEL_IN_USE, 0, 0, 1);
        tick();

        accepted(new RetireChannel(shop));
    }

    @Test
    void shouldExpireBeforeItCompletesAndCompleteBeforeItLetsLeave() {
        limit(Limit.WORK_PER_TICK, 1);
        limit(Limit.CLOSED_RETENTION_MILLIS, 1);
        receive(3);
        final long left = place(1);
        cancel(left);
        shippedAndPaid(1);
        final long held = place(1);
        time = NOON + HALF_HOUR;
        tick();
        assertThat(order(held).closing()).isEqualTo(Books.EXPIRED);
        assertThat(counts().openOrders()).isEqualTo(1);
        tick();
        assertThat(counts().openOrders()).isZero();
        assertThat(counts().orders()).isEqualTo(3);
        tick();
        assertThat(order(left)).isNull();
        assertThat(counts().orders()).isEqualTo(2);
    }

    @Test
    void shouldCompleteTheOlderOrderFirst() {
        limit(Limit.WORK_PER_TICK, 1);
        receive(2);
        final long older = place(1);
        final long younger = place(1);
        paid(younger);
        ship(younger);
        paid(older);
        ship(older);
        time = NOON + WINDOW + 1;
        tick();

        assertThat(order(older).closing()).isEqualTo(Books.COMPLETED);
        assertThat(order(younger).state()).isEqualTo(Books.OUTBOUND);
    }

    @Test
    void shouldNotReturnWhatWasNeverShippedHoweverItClosed() {
        receive(1);
        final long order = place(1);
        cancel(order);

        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.NOT_SHIPPED);
    }
}
