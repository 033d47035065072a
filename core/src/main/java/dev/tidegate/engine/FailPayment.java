package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.FailPaymentDecoder;
import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderState;
import dev.tidegate.order.Trigger;

/** The payment failed: the hold goes at once, or stays to its deadline, as the order's policy says. */
final class FailPayment extends OrderHandler {
    private final FailPaymentDecoder decoder = new FailPaymentDecoder();

    FailPayment(final State state, final Expiry expiry) {
        super(state, expiry);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, FailPaymentDecoder.BLOCK_LENGTH, VERSION);
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
        } else if (state.orders.has(order, OrderBook.FLAG_SHIPPED)) {
            refuseOrder(outcome, OutcomeCode.ALREADY_SHIPPED);
        } else if (state.policies.keepOnFailure(state.orders.policy(order))) {
            final int before = state.orders.state(order);
            expiry.change(order, Trigger.FAIL_PAYMENT, OrderState.CREATED, 0, 0, 0);
            expiry.told(order, Trigger.FAIL_PAYMENT, before, 0);
        } else {
            expiry.releaseAll(order, 0);
            expiry.close(order, Closing.PAYMENT_FAILED, Trigger.FAIL_PAYMENT);
        }
    }
}
