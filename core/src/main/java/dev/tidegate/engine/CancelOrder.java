package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.CancelOrderDecoder;
import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderState;
import dev.tidegate.order.Trigger;

/** Releases live units of an order, all or by line. */
final class CancelOrder extends OrderHandler {
    private final CancelOrderDecoder decoder = new CancelOrderDecoder();
    private final Holding holding;
    private final LineList named = new LineList();
    private int reason;

    CancelOrder(final State state, final Holding holding, final Expiry expiry) {
        super(state, expiry);
        this.holding = holding;
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, CancelOrderDecoder.BLOCK_LENGTH, VERSION);
        orderId = decoder.orderId();
        reason = decoder.reason();
        named.clear();
        for (final CancelOrderDecoder.LinesDecoder lines = decoder.lines(); lines.hasNext(); ) {
            lines.next();
            named.add(lines.line(), lines.quantity(), 0);
        }
        return (reason != 0 || refuse(outcome, OutcomeCode.REASON_REQUIRED)) && named.check(outcome, 0);
    }

    @Override
    void applyToOrder(final Outcome outcome) {
        if (!open(outcome)) {
            return;
        }
        if (!anyLive()) {
            refuseOrder(outcome, OutcomeCode.ALREADY_SHIPPED);
            return;
        }
        if (named.count() == 0) {
            named.addAllLive(state, order);
        } else if (!enoughLeft(outcome)) {
            return;
        }
        cancel();
    }

    private boolean enoughLeft(final Outcome outcome) {
        for (int i = 0; i < named.count(); i++) {
            final int line = named.find(state, order, i);
            if (line == 0) {
                return refuseOrder(outcome, OutcomeCode.UNKNOWN_LINE, named.number(i), 0, 0);
            }
            final long live = state.lines.live(line);
            final long units = named.units(i, live);
            if (units > live || units == 0) {
                return refuseOrder(outcome, OutcomeCode.MORE_THAN_LEFT, named.number(i), units, live);
            }
        }
        return true;
    }

    private void cancel() {
        for (int i = 0; i < named.count(); i++) {
            final int line = named.record(i);
            final long units = named.units(i, state.lines.live(line));
            holding.release(order, line, units, reason);
            state.lines.cancel(line, units);
        }
        final int before = state.orders.state(order);
        final boolean over = !anyLive();
        final boolean shipped = state.orders.has(order, OrderBook.FLAG_SHIPPED);
        if (over && !shipped) {
            expiry.close(order, Closing.CANCELLED, Trigger.CANCEL);
        } else {
            final int cut = state.orders.has(order, OrderBook.FLAG_PAID) ? 0 : OrderBook.FLAG_CUT;
            expiry.change(order, Trigger.CANCEL, over ? OrderState.OUTBOUND : before, 0, cut, 0);
            expiry.told(order, Trigger.CANCEL, before, 0);
            expiry.completeIfDone(order);
        }
    }
}
