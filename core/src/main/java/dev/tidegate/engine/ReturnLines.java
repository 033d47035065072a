package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.Grade;
import dev.tidegate.message.sbe.ReturnLinesDecoder;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderState;
import dev.tidegate.order.Trigger;
import dev.tidegate.stock.Bucket;
import dev.tidegate.stock.PendingUnits;

/** Shipped units of an order came back. */
final class ReturnLines extends OrderHandler {
    static final int GRADES = 3;

    private final ReturnLinesDecoder decoder = new ReturnLinesDecoder();
    private final Returns returns;
    private final LineList named = new LineList();
    private final PendingUnits pending = new PendingUnits();
    private int reason;

    ReturnLines(final State state, final Expiry expiry, final Returns returns) {
        super(state, expiry);
        this.returns = returns;
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, ReturnLinesDecoder.BLOCK_LENGTH, VERSION);
        orderId = decoder.orderId();
        reason = decoder.reason();
        named.clear();
        for (final ReturnLinesDecoder.LinesDecoder lines = decoder.lines(); lines.hasNext(); ) {
            lines.next();
            named.add(lines.line(), lines.quantity(), lines.gradeRaw());
        }
        return (reason != 0 || refuse(outcome, OutcomeCode.REASON_REQUIRED))
                && (named.count() > 0 || refuse(outcome, OutcomeCode.NO_LINES))
                && named.check(outcome, GRADES);
    }

    @Override
    void applyToOrder(final Outcome outcome) {
        if (!state.orders.has(order, OrderBook.FLAG_SHIPPED)) {
            refuseOrder(outcome, OutcomeCode.NOT_SHIPPED);
        } else if (windowOver()) {
            refuseOrder(outcome, OutcomeCode.RETURN_WINDOW_OVER);
        } else if (returnable(outcome)) {
            takeBack();
        }
    }

    /** Who readmitted an order has decided that it takes goods back. */
    private boolean windowOver() {
        return state.orders.state(order) == OrderState.CLOSED
                ? !state.orders.has(order, OrderBook.FLAG_READMITTED)
                : state.now > state.orders.when(order) + state.limits.get(Limits.RETURN_WINDOW_MILLIS);
    }

    private boolean returnable(final Outcome outcome) {
        pending.clear();
        for (int i = 0; i < named.count(); i++) {
            final int line = named.find(state, order, i);
            if (line == 0) {
                return refuseOrder(outcome, OutcomeCode.UNKNOWN_LINE, named.number(i), 0, 0);
            }
            final long left = state.lines.shipped(line) - state.lines.returned(line);
            final long units = named.units(i, left);
            if (units > left || units == 0) {
                return refuseOrder(outcome, OutcomeCode.MORE_THAN_LEFT, named.number(i), units, left);
            }
            final int stock = state.lines.stock(line);
            final long there = state.stocks.units(stock, Bucket.SHIPPED) - pending.get(stock);
            if (units > there) {
                return refuseOrder(outcome, OutcomeCode.NOT_IN_BUCKET, named.number(i), units, there);
            }
            pending.add(stock, units);
        }
        return true;
    }

    private void takeBack() {
        final boolean doneBefore = state.isDone(order);
        for (int i = 0; i < named.count(); i++) {
            final int line = named.record(i);
            final long units = named.units(i, state.lines.shipped(line) - state.lines.returned(line));
            state.lines.takeBack(line, units);
            state.events.about(orderId, named.number(i), state.campaignOf(line), reason);
            returns.move(state.lines.stock(line), Bucket.SHIPPED, Grade.get((short) named.grade(i)), units);
        }
        final int now = state.orders.state(order);
        expiry.told(order, Trigger.RETURN, now, 0);
        if (!doneBefore) {
            expiry.completeIfDone(order);
        }
    }
}
