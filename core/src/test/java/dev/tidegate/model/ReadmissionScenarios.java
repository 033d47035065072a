package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.RetireChannel;
import dev.tidegate.message.Command.RetireSku;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.ReturnToStock;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.ReferenceOutcome.Missing;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that have left memory are brought back with their records. */
abstract class ReadmissionScenarios extends Scenario {
    private static final long RETENTION = 10;
    private static final long WINDOW = 100;

    @BeforeEach
    void setTheTimes() {
        limit(Limit.CLOSED_RETENTION_MILLIS, RETENTION);
        limit(Limit.RETURN_WINDOW_MILLIS, WINDOW);
    }

    /** Lets everything leave that is closed. */
    private void leave() {
        time += RETENTION;
        tick();
    }

    private long shippedAndLeft(final long units) {
        receive(units);
        final long order = place(units);
        paid(order);
        ship(order);
        time += WINDOW + 1;
        tick();
        leave();
        assertThat(order(order)).isNull();
        return order;
    }

    private long expiredAndLeft(final long units) {
        receive(units);
        final long order = place(units);
        time += HALF_HOUR;
        tick();
        leave();
        assertThat(order(order)).isNull();
        return order;
    }

    private void readmitted(final long order) {
        final ReferenceOutcome outcome = readmit(order);
        assertThat(outcome.code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(outcome.entityId()).isEqualTo(order);
        assertThat(outcome.deadlineMillis()).isZero();
    }

    @Test
    void shouldBringAnOrderBackAsItLeft() {
        receive(5);
        final long order = place(order(line(2), line(house, 0, 1)));
        paid(order);
        cancel(order, new LineQuantity(1, 1));
        ship(order);
        takeBack(order, 1);
        time += WINDOW + 1;
        tick();
        final Ledger.Order before = order(order);
        leave();
        final Ledger.Stock stock = stock();
        readmitted(order);

        assertThat(order(order)).isEqualTo(before);
        assertThat(before.closing()).isEqualTo(Books.COMPLETED);
        assertThat(stock()).isEqualTo(stock);
        assertThat(counts().orders()).isEqualTo(1);
        assertThat(counts().orderLines()).isEqualTo(2);
        assertThat(counts().openOrders()).isZero();
        assertThat(nextDeadline()).isEqualTo(time + RETENTION);
        accepted(new RetireChannel(shop));
    }

    @Test
    void shouldLetItLeaveAgainWithTheSameRecord() {
        final long order = shippedAndLeft(1);
        final byte[] record = record(order);
        readmitted(order);
        assertRefused(readmit(order), OutcomeCode.ORDER_IN_MEMORY, 0, 0, 0);
        assertThat(readmit(order).entityId()).isEqualTo(order);
        time += RETENTION - 1;
        tick();
        assertThat(order(order)).isNotNull();
        time++;
        tick();
        assertThat(order(order)).isNull();

        assertThat(record(order)).isEqualTo(record);
        readmitted(order);
    }

    @Test
    void shouldTakeGoodsBackLongBehindTheWindow() {
        final long order = shippedAndLeft(2);
        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.ORDER_ARCHIVED);
        time += 1_000 * WINDOW;
        readmitted(order);
        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertRefused(takeBack(order, 2), OutcomeCode.MORE_THAN_LEFT, 1, 2, 1);

        assertThat(stock()).isEqualTo(new Ledger.Stock(1, 0, 0, 0, 1, 0, 0));
        assertThat(order(order).state()).isEqualTo(Books.CLOSED);
        assertThat(order(order).closing()).isEqualTo(Books.COMPLETED);
        assertThat(nextDeadline()).isEqualTo(time + RETENTION);
    }

    @Test
    void shouldRefuseTheRecordOfBeforeOnceGoodsCameBack() {
        final long order = shippedAndLeft(2);
        final byte[] before = record(order);
        readmitted(order);
        takeBack(order, 1);
        leave();

        final ReferenceOutcome outcome = readmit(order, before);
        assertRefused(outcome, OutcomeCode.RECORD_MISMATCH, 0, 0, 0);
        assertThat(outcome.entityId()).isZero();
        readmitted(order);
        assertRefused(takeBack(order, 2), OutcomeCode.MORE_THAN_LEFT, 1, 2, 1);
    }

    @Test
    void shouldTakeBackOnlyWhatStandsInShipped() {
        final long order = shippedAndLeft(2);
        accepted(new ReturnToStock(sku, house, ReturnFrom.SHIPPED, Grade.SCRAP, 1, 1, 0));
        readmitted(order);

        assertRefused(takeBack(order, 2), OutcomeCode.NOT_IN_BUCKET, 1, 2, 1);
    }

    @Test
    void shouldTakeBackForARetiredSku() {
        final long order = shippedAndLeft(1);
        accepted(new RetireSku(sku));
        readmitted(order);

        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldAnswerAboutAReadmittedOrderAsAboutAClosedOne() {
        final long completed = shippedAndLeft(1);
        final long expired = expiredAndLeft(1);
        final long cancelled = place(1);
        cancel(cancelled);
        leave();
        readmitted(completed);
        readmitted(expired);
        readmitted(cancelled);

        assertThat(apply(new StartPayment(completed)).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
        assertThat(apply(new FailPayment(completed)).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
        assertThat(pay(completed).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
        assertThat(cancel(completed).code()).isEqualTo(OutcomeCode.ALREADY_SHIPPED);
        assertThat(ship(completed).code()).isEqualTo(OutcomeCode.ALREADY_SHIPPED);
        assertThat(apply(new StartPayment(expired)).code()).isEqualTo(OutcomeCode.ORDER_EXPIRED);
        assertThat(ship(expired).code()).isEqualTo(OutcomeCode.ORDER_EXPIRED);
        assertThat(takeBack(expired, 1).code()).isEqualTo(OutcomeCode.NOT_SHIPPED);
        assertThat(pay(cancelled).code()).isEqualTo(OutcomeCode.PAYMENT_AFTER_CANCEL);
        assertThat(cancel(cancelled).code()).isEqualTo(OutcomeCode.ORDER_CANCELLED);
    }

    @Test
    void shouldSellAgainWhenMoneyComesForAReadmittedOrder() {
        accepted(new SetPurchaseLimit(sku, 3, 1_000_000_000));
        receive(3);
        final long order = place(orderOf(7, line(2)));
        time += HALF_HOUR;
        tick();
        leave();
        readmitted(order);
        assertThat(counts().purchaseCounters()).isZero();
        assertThat(pay(order).code()).isEqualTo(OutcomeCode.PAID_LATE);

        assertThat(order(order).state()).isEqualTo(Books.PAID);
        assertThat(order(order).closing()).isZero();
        assertThat(stock()).isEqualTo(new Ledger.Stock(1, 0, 0, 2, 0, 0, 0));
        assertThat(counts().openOrders()).isEqualTo(1);
        assertThat(counts().purchaseCounters()).isZero();
        assertThat(nextDeadline()).isEqualTo(Long.MAX_VALUE);
        ship(order);
        final long shipment = time;
        assertThat(nextDeadline()).isEqualTo(shipment + WINDOW + 1);
        time = shipment + WINDOW + 1;
        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.RETURN_WINDOW_OVER);
        tick();
        assertThat(order(order).closing()).isEqualTo(Books.COMPLETED);
        assertThat(takeBack(order, 1).code()).isEqualTo(OutcomeCode.RETURN_WINDOW_OVER);
    }

    @Test
    void shouldCountNothingBackForAReadmittedOrderThatIsCancelled() {
        accepted(new SetPurchaseLimit(sku, 3, 1_000_000_000));
        accepted(new SetChannelQuota(sku, shop, QuotaMode.UNITS, 5));
        receive(9);
        final long order = place(orderOf(7, line(2)));
        time += HALF_HOUR;
        tick();
        leave();
        readmitted(order);
        place(orderOf(7, line(3)));
        assertThat(pay(order).code()).isEqualTo(OutcomeCode.PAID_LATE);
        assertRefused(apply(orderOf(8, line(1))), OutcomeCode.QUOTA_EXCEEDED, 1, 1, 0);
        cancel(order);

        assertRefused(apply(orderOf(7, line(1))), OutcomeCode.PURCHASE_LIMIT, 1, 1, 0);
        place(orderOf(8, line(2)));
    }

    @Test
    void shouldAskARefundForAReadmittedOrderWhoseUnitsAreGone() {
        final long order = expiredAndLeft(2);
        final byte[] before = record(order);
        place(1);
        readmitted(order);
        assertRefused(pay(order), OutcomeCode.PAID_LATE_SHORT, 1, 2, 1);
        assertThat(pay(order).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
        assertThat(order(order).closing()).isEqualTo(Books.EXPIRED);
        leave();

        assertThat(OrderRecord.text(record(order), order)).contains("closing 2 paid 0 refundRequested 1");
        assertThat(readmit(order, before).code()).isEqualTo(OutcomeCode.RECORD_MISMATCH);
        readmitted(order);
        assertThat(pay(order).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
    }

    @Test
    void shouldTakeFromTheWarehouseNamedAndElseChooseAnew() {
        receive(2);
        final long order = place(order(line(1), line(house, 0, 1)));
        time += HALF_HOUR;
        tick();
        leave();
        correctBy(-1);
        receive(annex, 5);
        readmitted(order);
        assertRefused(pay(order), OutcomeCode.PAID_LATE_SHORT, 2, 1, 0);
    }

    @Test
    void shouldTakeLessMoneyForAReadmittedOrderThatWasCut() {
        receive(2);
        final long cut = place(2);
        cancel(cut, new LineQuantity(1, 1));
        time += HALF_HOUR;
        tick();
        leave();
        readmitted(cut);

        assertRefused(apply(payment(cut, 101)), OutcomeCode.PAYMENT_MISMATCH, 0, 101, 100);
        assertThat(apply(payment(cut, 50)).code()).isEqualTo(OutcomeCode.PAID_LATE);
        assertThat(stock().sold()).isEqualTo(1);
    }

    private static Command payment(final long order, final long amount) {
        return new ConfirmPayment(order, amount);
    }

    @Test
    void shouldKeepItsPlaceAmongTheOrders() {
        final long older = expiredAndLeft(1);
        receive(1);
        final long younger = place(1);
        paid(younger);
        readmitted(older);
        assertThat(pay(older).code()).isEqualTo(OutcomeCode.PAID_LATE);
        correctBy(-1);

        assertThat(order(younger).lines().get(0).shortUnits()).isEqualTo(1);
        assertThat(order(older).lines().get(0).shortUnits()).isZero();
    }

    @Test
    void shouldKeepItsNumberFromAnotherOrder() {
        receive(1);
        final PlaceOrder command = order(line(1));
        final long order = place(command);
        cancel(order);
        leave();
        limit(Limit.EXTERNAL_MEMORY_MILLIS, 0);
        readmitted(order);
        time += RETENTION - 1;
        final ReferenceOutcome taken = apply(command);
        assertThat(taken.code()).isEqualTo(OutcomeCode.DUPLICATE_EXTERNAL);
        assertThat(taken.entityId()).isEqualTo(order);
        limit(Limit.EXTERNALS_REMEMBERED, 0);
    }

    @Test
    void shouldNotReadmitWhatIsForgotten() {
        final long order = shippedAndLeft(1);
        limit(Limit.EXTERNAL_MEMORY_MILLIS, 50);
        time += 50;
        final byte[] record = record(order);
        accepted(new SetChannelQuota(sku, shop, QuotaMode.NONE, 0));
        time++;

        final ReferenceOutcome outcome = readmit(order, record);
        assertRefused(outcome, OutcomeCode.ORDER_FORGOTTEN, 0, 0, 0);
        assertThat(outcome.entityId()).isZero();
    }

    @Test
    void shouldNotReadmitAnOrderWhoseNumberAnotherHas() {
        limit(Limit.EXTERNALS_REMEMBERED, 1);
        receive(1);
        final PlaceOrder command = order(line(1));
        final long first = place(command);
        cancel(first);
        leave();
        final long between = place(1);
        cancel(between);
        leave();
        final long second = place(command);
        assertThat(readmit(first).code()).isEqualTo(OutcomeCode.ORDER_FORGOTTEN);
        cancel(second);
        leave();

        assertThat(readmit(first).code()).isEqualTo(OutcomeCode.RECORD_MISMATCH);
        readmitted(second);
    }

    @Test
    void shouldRefuseInOrder() {
        limit(Limit.ORDER_LINES, 5);
        final long order = expiredAndLeft(1);
        final byte[] record = record(order);
        final long nobody = order + 1;
        assertThat(apply(new ReadmitOrder(order, 0, new byte[0])).code()).isEqualTo(OutcomeCode.REASON_REQUIRED);
        assertRefused(readmit(nobody, record), OutcomeCode.RECORD_INVALID, 0, 0, 0);
        final ReferenceOutcome unknown = readmit(nobody, named(record, nobody));
        assertRefused(unknown, OutcomeCode.UNKNOWN_ORDER, 0, 0, 0);
        assertThat(unknown.entityId()).isZero();
        assertThat(readmit(0, named(record, 0)).code()).isEqualTo(OutcomeCode.UNKNOWN_ORDER);
        assertThat(readmit(-1, named(record, -1)).code()).isEqualTo(OutcomeCode.UNKNOWN_ORDER);

        receive(9);
        place(order(line(1), line(1)));
        limit(Limit.ORDERS, 1);
        limit(Limit.ORDER_LINES, 2);
        assertRefused(readmit(order), OutcomeCode.ORDERS_FULL, 0, 0, 0);
        limit(Limit.ORDERS, 2);
        final ReferenceOutcome full = readmit(order);
        assertRefused(full, OutcomeCode.ORDER_LINES_FULL, 0, 1, 0);
        assertThat(full.entityId()).isZero();
        final byte[] forged = record.clone();
        forged[OrderRecord.TOTAL_AT]++;
        assertThat(readmit(order, forged).code()).isEqualTo(OutcomeCode.RECORD_MISMATCH);
        limit(Limit.ORDER_LINES, 3);
        readmitted(order);
    }

    private static byte[] named(final byte[] record, final long order) {
        final byte[] other = record.clone();
        for (int i = 0; i < Long.BYTES; i++) {
            other[OrderRecord.ID_AT + i] = (byte) (order >> Byte.SIZE * i);
        }
        return other;
    }

    @Test
    void shouldRefuseEveryRecordThatIsNotTheOneWithWhichItLeft() {
        final long order = shippedAndLeft(2);
        final byte[] record = record(order);
        for (int length = 0; length < record.length; length++) {
            assertRefused(readmit(order, Arrays.copyOf(record, length)), OutcomeCode.RECORD_INVALID, 0, 0, 0);
        }
        assertThat(readmit(order, Arrays.copyOf(record, record.length + 1)).code())
                .isEqualTo(OutcomeCode.RECORD_INVALID);
        for (int bit = 0; bit < Byte.SIZE * record.length; bit++) {
            final byte[] spoilt = record.clone();
            spoilt[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(readmit(order, spoilt).code()).as("bit %s", bit).isEqualTo(codeOf(bit / Byte.SIZE));
        }

        assertThat(counts().orders()).isZero();
        readmitted(order);
    }

    /** What a byte of a record with one line is spoilt for: its form, whose it is, or what it says. */
    private static OutcomeCode codeOf(final int at) {
        final int lines = 75;
        final int number = lines + 4 + 57;
        final boolean channel = at == OrderRecord.CHANNEL_AT || at == OrderRecord.CHANNEL_AT + 1;
        if (at < OrderRecord.CHANNEL_AT || at >= lines && at < lines + 4 || at == number || at == number + 1) {
            return OutcomeCode.RECORD_INVALID;
        }
        return channel || at > number ? OutcomeCode.ORDER_FORGOTTEN : OutcomeCode.RECORD_MISMATCH;
    }

    @Test
    void shouldAnswerAgainThatItWasReadmitted() {
        final long order = shippedAndLeft(1);
        final CommandHeader id = newId();
        final byte[] record = record(order);
        assertThat(apply(id, new ReadmitOrder(order, 9, record)).code()).isEqualTo(OutcomeCode.ACCEPTED);
        leave();
        final ReferenceOutcome again = apply(id, new ReadmitOrder(order, 9, record.clone()));

        assertThat(again.duplicate()).isTrue();
        assertThat(again.code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(again.entityId()).isEqualTo(order);
        assertThat(order(order)).isNull();
        assertThat(apply(id, new ReadmitOrder(order, 8, record)).code()).isEqualTo(OutcomeCode.ID_CONFLICT);
    }

    @Test
    void shouldNameTheMissingOnlyWhileTheOrderIsInMemory() {
        receive(1);
        final CommandHeader id = newId();
        final PlaceOrder command = partial(line(3));
        final long order = apply(id, command).entityId();
        apply(new CancelOrder(order, 1, List.of()));
        leave();
        assertThat(apply(id, command).missing()).isEmpty();
        readmitted(order);

        final ReferenceOutcome again = apply(id, command);
        assertThat(again.code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
        assertThat(again.missing()).containsExactly(new Missing(1, 2));
    }

    @Test
    void shouldLeaveAmongTheClosedByTheSequenceOfItsReadmission() {
        limit(Limit.WORK_PER_TICK, 1);
        receive(3);
        final long back = place(1);
        cancel(back);
        leave();
        final long first = place(1);
        final long last = place(1);
        cancel(last);
        readmitted(back);
        cancel(first);
        leave();
        assertThat(order(last)).isNull();
        assertThat(order(back)).isNotNull();
        tick();
        assertThat(order(back)).isNull();
        assertThat(order(first)).isNotNull();
        tick();
        assertThat(order(first)).isNull();
    }
}
