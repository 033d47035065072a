package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.ShipOrderDecoder;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderState;
import dev.tidegate.order.Trigger;

/** Live units of an order leave the house, all or by line. */
final class ShipOrder extends OrderHandler {
    private final ShipOrderDecoder decoder = new ShipOrderDecoder();
    private final Holding holding;
    private final LineList named = new LineList();

    ShipOrder(final State state, final Holding holding, final Expiry expiry) {
        super(state, expiry);
        this.holding = holding;
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, ShipOrderDecoder.BLOCK_LENGTH, VERSION);
        orderId = decoder.orderId();
        named.clear();
        for (final ShipOrderDecoder.LinesDecoder lines = decoder.lines(); lines.hasNext(); ) {
            lines.next();
            named.add(lines.line(), lines.quantity(), 0);
        }
        return named.check(outcome, 0);
    }

    @Override
    void applyToOrder(final Outcome outcome) {
        if (!open(outcome)) {
            return;
        }
        final boolean paid = state.orders.has(order, OrderBook.FLAG_PAID);
        if (!paid
                && (!state.channels.shipUnpaid(state.orders.channel(order))
                        || state.orders.has(order, OrderBook.FLAG_NOTHING_HELD))) {
            refuseOrder(outcome, OutcomeCode.NOT_PAID);
        } else if (!anyLive()) {
            refuseOrder(outcome, OutcomeCode.ALREADY_SHIPPED);
        } else {
            if (named.count() == 0) {
                named.addAllLive(state, order);
            }
            if (shippable(outcome)) {
                ship();
            }
        }
    }

    private boolean shippable(final Outcome outcome) {
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
            final long missing = state.lines.shortUnits(line);
            if (missing > 0) {
                return refuseOrder(outcome, OutcomeCode.LINE_SHORT, named.number(i), units, live - missing);
            }
        }
        return true;
    }

    private void ship() {
        for (int i = 0; i < named.count(); i++) {
            final int line = named.record(i);
            holding.ship(order, line, named.units(i, state.lines.live(line)));
        }
        final int before = state.orders.state(order);
        expiry.change(
                order,
                Trigger.SHIP,
                anyLive() ? before : OrderState.OUTBOUND,
                0,
                OrderBook.FLAG_SHIPPED,
                0,
                state.now,
                state.orders.mark(order));
        expiry.told(order, Trigger.SHIP, before, 0);
        expiry.completeIfDone(order);
    }
}
