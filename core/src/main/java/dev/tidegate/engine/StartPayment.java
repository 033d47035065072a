package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.StartPaymentDecoder;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderState;
import dev.tidegate.order.Trigger;

/** The buyer has begun to pay: the hold is extended, once. */
final class StartPayment extends OrderHandler {
    private final StartPaymentDecoder decoder = new StartPaymentDecoder();

    StartPayment(final State state, final Expiry expiry) {
        super(state, expiry);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, StartPaymentDecoder.BLOCK_LENGTH, VERSION);
        orderId = decoder.orderId();
        return true;
    }

    @Override
    void applyToOrder(final Outcome outcome) {
        if (!open(outcome)) {
            return;
        }
        if (state.orders.has(order, OrderBook.FLAG_PAID)) {
            refuseOrder(outcome, OutcomeCode.ALREADY_PAID);
        } else if (state.orders.state(order) == OrderState.PAYING) {
            refuseOrder(outcome, OutcomeCode.PAYMENT_ALREADY_STARTED);
        } else if (!state.lifeCycle.allows(Trigger.START_PAYMENT, state.orders.state(order))) {
            refuseOrder(outcome, OutcomeCode.ALREADY_SHIPPED);
        } else {
            start(outcome);
        }
    }

    private void start(final Outcome outcome) {
        final boolean first = !state.orders.has(order, OrderBook.FLAG_EXTENDED);
        expiry.change(order, Trigger.START_PAYMENT, OrderState.PAYING, 0, OrderBook.FLAG_EXTENDED, 0);
        if (state.orders.unpaidWithDeadline(order)) {
            if (first) {
                extend();
            }
            outcome.deadline(state.orders.when(order));
        }
        expiry.told(order, Trigger.START_PAYMENT, OrderState.CREATED, 0);
    }

    private void extend() {
        final int policy = state.orders.policy(order);
        final long extended = state.policies.extendedMillis(policy);
        if (extended > 0) {
            final long placed = state.orders.placedTime(order);
            final long anchor = state.policies.anchorPayment(policy) ? state.now : placed;
            final long deadline = Math.min(anchor + extended, placed + state.policies.maximumMillis(policy));
            state.orders.when(order, Math.max(state.orders.when(order), deadline));
        }
    }
}
