package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.ConfirmPaymentDecoder;
import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderLines;
import dev.tidegate.order.OrderState;
import dev.tidegate.order.Trigger;
import dev.tidegate.stock.Bucket;

/** The money is there: held units become sold. When the hold has gone, they are held and sold again in one step, or not. */
final class ConfirmPayment extends OrderHandler {
    private final ConfirmPaymentDecoder decoder = new ConfirmPaymentDecoder();
    private final Reservation reservation;
    private final Holding holding;
    private final Settling settling;
    private final Basket basket = new Basket();
    private long amount;

    ConfirmPayment(
            final State state,
            final Reservation reservation,
            final Holding holding,
            final Expiry expiry,
            final Settling settling) {
        super(state, expiry);
        this.reservation = reservation;
        this.holding = holding;
        this.settling = settling;
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, ConfirmPaymentDecoder.BLOCK_LENGTH, VERSION);
        orderId = decoder.orderId();
        amount = decoder.amount();
        return true;
    }

    @Override
    void applyToOrder(final Outcome outcome) {
        final boolean closed = state.orders.state(order) == OrderState.CLOSED;
        final boolean due = state.orders.due(order, state.now);
        if (!payable(outcome, closed, due)) {
            return;
        }
        if (due) {
            expiry.expire(order);
        }
        if (due || closed) {
            payLate(outcome);
        } else if (state.orders.has(order, OrderBook.FLAG_NOTHING_HELD)) {
            payAndHold(outcome);
        } else {
            pay();
        }
    }

    private boolean payable(final Outcome outcome, final boolean closed, final boolean due) {
        if (closed && state.orders.closing(order) == Closing.CANCELLED) {
            return refuseOrder(outcome, OutcomeCode.PAYMENT_AFTER_CANCEL);
        }
        if (state.orders.has(order, OrderBook.FLAG_PAID | OrderBook.FLAG_REFUND_REQUESTED)) {
            return refuseOrder(outcome, OutcomeCode.ALREADY_PAID);
        }
        final long total = state.orders.total(order);
        final boolean right =
                state.orders.has(order, OrderBook.FLAG_CUT) ? amount >= 0 && amount <= total : amount == total;
        if (!right) {
            return refuseOrder(outcome, OutcomeCode.PAYMENT_MISMATCH, 0, amount, total);
        }
        return closed || due || noneShort(outcome);
    }

    private boolean noneShort(final Outcome outcome) {
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            final long missing = state.lines.shortUnits(line);
            if (missing > 0) {
                final long live = state.lines.live(line);
                return refuseOrder(outcome, OutcomeCode.LINE_SHORT, state.lines.number(line), live, live - missing);
            }
        }
        return true;
    }

    private void pay() {
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            holding.sell(order, line);
        }
        final int before = state.orders.state(order);
        final int after = before == OrderState.OUTBOUND ? OrderState.OUTBOUND : OrderState.PAID;
        paid(Trigger.CONFIRM_PAYMENT, before, after);
    }

    private void paid(final int trigger, final int before, final int after) {
        final long when = state.orders.has(order, OrderBook.FLAG_SHIPPED) ? state.orders.when(order) : OrderBook.NEVER;
        final int cleared = OrderBook.FLAG_NOTHING_HELD | OrderBook.FLAG_READMITTED;
        expiry.change(order, trigger, after, 0, OrderBook.FLAG_PAID, cleared, when, state.sequence);
        expiry.told(order, trigger, before, amount);
        expiry.completeIfDone(order);
    }

    private void payAndHold(final Outcome outcome) {
        final int before = state.orders.state(order);
        if (acquire()) {
            sellAcquired();
            paid(Trigger.CONFIRM_PAYMENT, before, OrderState.PAID);
        } else {
            expiry.releaseAll(order, 0);
            requestRefund(outcome);
            expiry.close(order, Closing.SHORT, Trigger.CONFIRM_PAYMENT);
        }
    }

    private void payLate(final Outcome outcome) {
        if (acquire()) {
            state.openOrders++;
            state.channels.countOpenOrder(state.orders.channel(order), 1);
            sellAcquired();
            paid(Trigger.PAY_LATE, OrderState.CLOSED, OrderState.PAID);
            outcome.set(OutcomeCode.PAID_LATE, orderId, 0, 0, 0);
        } else {
            requestRefund(outcome);
            expiry.told(order, Trigger.PAY_LATE, OrderState.CLOSED, amount);
        }
    }

    private void requestRefund(final Outcome outcome) {
        outcome.set(
                OutcomeCode.PAID_LATE_SHORT, orderId, basket.failedLine, basket.failedAsked, basket.failedAvailable);
        state.orders.state(
                order, state.orders.state(order), state.orders.closing(order), OrderBook.FLAG_REFUND_REQUESTED, 0);
        state.events.refundRequested(orderId, amount, outcome.line(), basket.failedAsked, basket.failedAvailable);
    }

    /** Tries to find units for every line that had some; settles what is due on its SKUs if that is wanting. */
    private boolean acquire() {
        fillBasket();
        return reservation.check(basket, Reservation.Kind.AT_PAYMENT, false)
                || settling.settle(basket) && reservation.check(basket, Reservation.Kind.AT_PAYMENT, false);
    }

    private void fillBasket() {
        basket.clear();
        basket.channel = state.orders.channel(order);
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            if (state.lines.live(line) > 0) {
                final BasketLine wanted = basket.add();
                wanted.number = state.lines.number(line);
                final int item = state.lines.item(line);
                wanted.sku = state.lines.sku(line);
                wanted.item = item;
                wanted.campaign = state.campaignOf(line);
                wanted.asked = state.lines.live(line);
                wanted.namedWarehouse =
                        state.lines.has(line, OrderLines.FLAG_WAREHOUSE_NAMED) ? state.lines.warehouse(line) : 0;
            }
        }
    }

    private void sellAcquired() {
        int i = 0;
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            if (state.lines.live(line) > 0) {
                final BasketLine found = basket.line(i++);
                state.lines.takenFrom(line, found.stock, found.warehouse, found.fromAllotment);
                holding.take(orderId, basket.channel, found, Bucket.SOLD);
            }
        }
    }
}
