package dev.tidegate.engine;

import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderState;

/** A command about one order that was placed before. */
abstract class OrderHandler extends Handler {
    final Expiry expiry;
    long orderId;
    int order;

    OrderHandler(final State state, final Expiry expiry) {
        super(state);
        this.expiry = expiry;
    }

    @Override
    final void apply(final Outcome outcome) {
        order = state.orders.record(orderId);
        if (order == 0) {
            refuse(outcome, OutcomeCode.UNKNOWN_ORDER);
        } else if (!state.orders.holds(order, orderId)) {
            refuse(outcome, OutcomeCode.ORDER_ARCHIVED);
        } else {
            outcome.set(OutcomeCode.ACCEPTED, orderId, 0, 0, 0);
            applyToOrder(outcome);
        }
    }

    /** Checks the rest, then changes the order. */
    abstract void applyToOrder(Outcome outcome);

    /** Refuses with the order named. */
    final boolean refuseOrder(final Outcome outcome, final OutcomeCode code) {
        return refuseOrder(outcome, code, 0, 0, 0);
    }

    final boolean refuseOrder(
            final Outcome outcome, final OutcomeCode code, final int line, final long asked, final long available) {
        outcome.set(code, orderId, line, asked, available);
        return false;
    }

    /**
     * Whether the order is neither closed nor expired, swept or not. One that completed passes: it is paid and has nothing
     * live, and the checks behind answer that.
     */
    final boolean open(final Outcome outcome) {
        if (state.orders.state(order) == OrderState.CLOSED && state.orders.closing(order) != Closing.COMPLETED) {
            return refuseOrder(
                    outcome,
                    state.orders.closing(order) == Closing.CANCELLED
                            ? OutcomeCode.ORDER_CANCELLED
                            : OutcomeCode.ORDER_EXPIRED);
        }
        return !state.orders.due(order, state.now) || refuseOrder(outcome, OutcomeCode.ORDER_EXPIRED);
    }

    final boolean anyLive() {
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            if (state.lines.live(line) > 0) {
                return true;
            }
        }
        return false;
    }
}
