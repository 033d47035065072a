package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.RetireSku;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.SetFreeze;
import dev.tidegate.message.Command.SetHoldPolicy;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.OutcomeCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deadlines and payments. */
abstract class HoldScenarios extends Scenario {

    private void policy(final long extended, final long maximum, final HoldAnchor anchor, final OnPaymentFailure fail) {
        accepted(new SetHoldPolicy(HoldScope.DEFAULT, 0, 15 * MINUTE, extended, maximum, anchor, fail));
    }

    @Test
    void shouldLetPaymentWinUpToTheLastMillisecond() {
        receive(1);
        final long order = place(1);
        time = NOON + HALF_HOUR - 1;

        assertThat(pay(order).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(order(order).state()).isEqualTo(Books.PAID);
        assertThat(order(order).deadline()).isZero();
        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void shouldSellAgainWhenPaymentComesAtTheDeadline() {
        receive(1);
        final long order = place(1);
        time = NOON + HALF_HOUR;

        assertThat(pay(order).code()).isEqualTo(OutcomeCode.PAID_LATE);
        assertThat(order(order).state()).isEqualTo(Books.PAID);
        assertThat(order(order).closing()).isZero();
        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void shouldTakeThePolicyOfTheFirstOfTheLinesWithTheShortestHold() {
        final int rice = number(new DefineSku("rice", 1));
        accepted(new ReceiveStock(rice, house, 2, 1, 0, 0, 0));
        receive(2);
        accepted(new SetHoldPolicy(
                HoldScope.SKU, sku, MINUTE, 0, HALF_HOUR, HoldAnchor.ORDER, OnPaymentFailure.RELEASE));
        accepted(new SetHoldPolicy(HoldScope.SKU, rice, MINUTE, 0, HALF_HOUR, HoldAnchor.ORDER, OnPaymentFailure.KEEP));
        final OrderLine ofRice = new OrderLine(rice, 0, 0, 1, 100, 0, 0);
        final long released = place(order(line(1), ofRice));
        final long kept = place(order(ofRice, line(1)));
        accepted(new FailPayment(released));
        accepted(new FailPayment(kept));

        assertThat(order(released).closing()).isEqualTo(Books.PAYMENT_FAILED);
        assertThat(order(kept).closing()).isZero();
    }

    /** A line that was cancelled is not looked at any more, whatever became of its SKU. */
    @Test
    void shouldSellAgainTheLinesThatStillHadUnits() {
        final int rice = number(new DefineSku("rice", 1));
        accepted(new ReceiveStock(rice, house, 1, 1, 0, 0, 0));
        receive(1);
        final long late = place(order(new OrderLine(rice, 0, 0, 1, 100, 0, 0), line(1)));
        cancel(late, new LineQuantity(1, 1));
        accepted(new SetFreeze(rice, true, 1));
        time = NOON + HALF_HOUR;

        assertThat(pay(late).code()).isEqualTo(OutcomeCode.PAID_LATE);
        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 0, 1, 0, 0, 0));
        assertThat(ship(late).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(order(late).lines().get(0).shipped()).isZero();
        assertThat(order(late).lines().get(1).shipped()).isEqualTo(1);
    }

    @Test
    void shouldSellAgainFromSellableAtTheVeryEndOfTheCampaign() {
        receive(2);
        final int sale = campaign(NOON, NOON + HALF_HOUR);
        allot(sale, 2);
        final long late = place(order(line(0, sale, 2)));
        time = NOON + HALF_HOUR;

        assertThat(pay(late).code()).isEqualTo(OutcomeCode.PAID_LATE);
        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 0, 2, 0, 0, 0));
    }

    @Test
    void shouldAnswerWithTheShortLineWhenUnitsOfALatePaymentAreGone() {
        receive(2);
        final long late = place(2);
        time = NOON + HALF_HOUR;
        place(1);

        final ReferenceOutcome outcome = pay(late);
        assertRefused(outcome, OutcomeCode.PAID_LATE_SHORT, 1, 2, 1);
        assertThat(outcome.entityId()).isEqualTo(late);
        assertThat(order(late).closing()).isEqualTo(Books.EXPIRED);
        assertThat(order(late).refundRequested()).isTrue();
        assertThat(order(late).paid()).isFalse();
        assertThat(pay(late).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
    }

    @Test
    void shouldRefuseADueOrderEvenBeforeTheSweep() {
        receive(1);
        final long order = place(1);
        time = NOON + HALF_HOUR;

        assertThat(apply(new StartPayment(order)).code()).isEqualTo(OutcomeCode.ORDER_EXPIRED);
        assertThat(apply(new FailPayment(order)).code()).isEqualTo(OutcomeCode.ORDER_EXPIRED);
        assertThat(cancel(order).code()).isEqualTo(OutcomeCode.ORDER_EXPIRED);
        assertThat(ship(order).code()).isEqualTo(OutcomeCode.ORDER_EXPIRED);
        assertThat(order(order).due()).isTrue();
        assertThat(stock().held()).isEqualTo(1);
        tick();
        assertThat(order(order).closing()).isEqualTo(Books.EXPIRED);
        assertThat(stock().sellable()).isEqualTo(1);
    }

    @Test
    void shouldSweepNothingAMillisecondTooEarly() {
        receive(1);
        final long order = place(1);
        assertThat(nextDeadline()).isEqualTo(NOON + HALF_HOUR);
        time = NOON + HALF_HOUR - 1;
        tick();

        assertThat(order(order).state()).isEqualTo(Books.CREATED);
    }

    @Test
    void shouldGiveADeadHoldToTheNextBuyerBeforeItIsSwept() {
        receive(1);
        final long dead = place(1);
        time = NOON + HALF_HOUR;

        final long next = place(1);
        assertThat(order(dead).closing()).isEqualTo(Books.EXPIRED);
        assertThat(order(next).state()).isEqualTo(Books.CREATED);
        assertThat(stock().held()).isEqualTo(1);
    }

    @Test
    void shouldSettleWhatIsDueEvenWhenTheOrderIsThenRefused() {
        receive(1);
        final long dead = place(1);
        time = NOON + HALF_HOUR;

        assertRefused(apply(order(line(2))), OutcomeCode.OUT_OF_STOCK, 1, 2, 1);
        assertThat(order(dead).closing()).isEqualTo(Books.EXPIRED);
        assertThat(stock().sellable()).isEqualTo(1);
    }

    /** Whose turn it is to leave depends on this order, and the digest with it. */
    @Test
    void shouldSettleHoldsOfOneDeadlineInTheOrderInWhichTheyWerePlaced() {
        limit(Limit.CLOSED_RETENTION_MILLIS, MINUTE);
        limit(Limit.WORK_PER_TICK, 1);
        policy(20 * MINUTE, HALF_HOUR, HoldAnchor.ORDER, OnPaymentFailure.KEEP);
        receive(2);
        final long first = place(1);
        time = NOON + 5 * MINUTE;
        final long second = place(1);
        // The first one's deadline is set anew, to the very millisecond of the second one's, and after it.
        accepted(new StartPayment(first));
        assertThat(order(first).deadline()).isEqualTo(order(second).deadline());
        assertThat(nextDeadline()).isEqualTo(order(first).deadline());
        time = NOON + 20 * MINUTE;
        place(2);
        assertThat(order(second).closing()).isEqualTo(Books.EXPIRED);

        // Who was closed first leaves first, here one with each tick.
        time += MINUTE;
        tick();
        assertThat(order(first)).isNull();
        assertThat(order(second)).isNotNull();
    }

    @Test
    void shouldLeaveADueHoldAloneWhileThereIsEnough() {
        receive(2);
        final long dead = place(1);
        time = NOON + HALF_HOUR;
        place(1);

        assertThat(order(dead).state()).isEqualTo(Books.CREATED);
    }

    @Test
    void shouldExtendOnceWhenPaymentStarts() {
        policy(45 * MINUTE, 60 * MINUTE, HoldAnchor.ORDER, OnPaymentFailure.KEEP);
        receive(1);
        final long order = place(1);
        time = NOON + 5 * MINUTE;

        assertThat(apply(new StartPayment(order)).deadlineMillis()).isEqualTo(NOON + 45 * MINUTE);
        assertThat(apply(new StartPayment(order)).code()).isEqualTo(OutcomeCode.PAYMENT_ALREADY_STARTED);
        accepted(new FailPayment(order));
        assertThat(order(order).state()).isEqualTo(Books.CREATED);
        time = NOON + 44 * MINUTE;
        assertThat(apply(new StartPayment(order)).deadlineMillis()).isEqualTo(NOON + 45 * MINUTE);
    }

    @Test
    void shouldExtendFromThePaymentUpToTheMaximum() {
        policy(45 * MINUTE, 50 * MINUTE, HoldAnchor.PAYMENT, OnPaymentFailure.KEEP);
        receive(1);
        final long order = place(1);
        time = NOON + 10 * MINUTE;

        assertThat(apply(new StartPayment(order)).deadlineMillis()).isEqualTo(NOON + 50 * MINUTE);
    }

    @Test
    void shouldReleaseAtOnceWhenPaymentFailsAndSellAgainWhenTheMoneyComesAfterAll() {
        receive(1);
        final long order = place(1);
        accepted(new FailPayment(order));
        assertThat(order(order).closing()).isEqualTo(Books.PAYMENT_FAILED);
        assertThat(stock().sellable()).isEqualTo(1);

        assertThat(apply(new FailPayment(order)).code()).isEqualTo(OutcomeCode.ORDER_EXPIRED);
        assertThat(pay(order).code()).isEqualTo(OutcomeCode.PAID_LATE);
        assertThat(stock().sold()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeMoneyForACancelledOrder() {
        receive(1);
        final long order = place(1);
        assertThat(cancel(order).code()).isEqualTo(OutcomeCode.ACCEPTED);

        assertThat(pay(order).code()).isEqualTo(OutcomeCode.PAYMENT_AFTER_CANCEL);
        assertThat(cancel(order).code()).isEqualTo(OutcomeCode.ORDER_CANCELLED);
    }

    @Test
    void shouldNameAnotherAmountBeforeItSaysLate() {
        receive(1);
        final long order = place(1);
        time = NOON + HALF_HOUR;

        assertRefused(apply(new ConfirmPayment(order, 99)), OutcomeCode.PAYMENT_MISMATCH, 0, 99, 100);
        assertThat(order(order).due()).isTrue();
    }

    @Test
    void shouldTakeLessMoneyOnceALineWasCancelledInPart() {
        receive(2);
        final long order = place(2);
        cancel(order, new LineQuantity(1, 1));

        assertRefused(apply(new ConfirmPayment(order, 101)), OutcomeCode.PAYMENT_MISMATCH, 0, 101, 100);
        assertThat(apply(new ConfirmPayment(order, 50)).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldTakeStockOnlyAtPaymentWhereTheChannelSaysSo() {
        holdAtPayment();
        final long first = place(1);
        final long second = place(1);
        receive(1);
        assertThat(stock().sellable()).isEqualTo(1);

        assertThat(pay(second).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertRefused(pay(first), OutcomeCode.PAID_LATE_SHORT, 1, 1, 0);
        assertThat(order(first).closing()).isEqualTo(Books.SHORT);
        assertThat(ship(first).code()).isEqualTo(OutcomeCode.ORDER_EXPIRED);
    }

    @Test
    void shouldNotSellAgainWhatIsFrozen() {
        receive(1);
        final long order = place(1);
        time = NOON + HALF_HOUR;
        accepted(new SetFreeze(sku, true, 1));

        assertRefused(pay(order), OutcomeCode.PAID_LATE_SHORT, 1, 1, 0);
        assertThat(stock().sellable()).isEqualTo(1);
    }

    @Test
    void shouldNotSellAgainWhatIsRetiredThoughUnitsCameBack() {
        receive(1);
        final long late = place(1);
        time = NOON + HALF_HOUR;
        final long shipped = place(1);
        paid(shipped);
        ship(shipped);
        accepted(new RetireSku(sku));
        accepted(new ReturnLines(shipped, 1, List.of(new ReturnedLine(1, 1, Grade.SELLABLE))));
        assertThat(stock().sellable()).isEqualTo(1);

        assertRefused(pay(late), OutcomeCode.PAID_LATE_SHORT, 1, 1, 0);
    }

    @Test
    void shouldShipUnpaidWhereTheChannelAllowsItAndThenNeverExpire() {
        shop = number(new DefineChannel("on delivery", true, List.of(house)));
        receive(2);
        final long order = place(2);
        assertThat(ship(order, new LineQuantity(1, 1)).code()).isEqualTo(OutcomeCode.ACCEPTED);
        time = NOON + 100 * HALF_HOUR;
        tick();

        assertThat(order(order).state()).isEqualTo(Books.CREATED);
        assertThat(apply(new FailPayment(order)).code()).isEqualTo(OutcomeCode.ALREADY_SHIPPED);
        assertThat(ship(order).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(order(order).state()).isEqualTo(Books.OUTBOUND);
        paid(order);
        assertThat(order(order).state()).isEqualTo(Books.OUTBOUND);
        assertThat(stock().shipped()).isEqualTo(2);
    }

    @Test
    void shouldTakeTheShortestHoldOfTheLinesAndNeverMoreThanItsMaximum() {
        accepted(new SetHoldPolicy(
                HoldScope.SKU, sku, MINUTE, 0, 2 * MINUTE, HoldAnchor.ORDER, OnPaymentFailure.RELEASE));
        receive(1);

        assertThat(apply(order(line(1))).deadlineMillis()).isEqualTo(NOON + MINUTE);
    }
}
