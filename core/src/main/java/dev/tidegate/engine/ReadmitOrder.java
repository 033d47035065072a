package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.message.sbe.ReadmitOrderDecoder;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderLines;
import dev.tidegate.order.OrderState;
import dev.tidegate.order.Trigger;

/** An order that has left memory comes back, closed, as its record says. */
final class ReadmitOrder extends Handler {
    private static final int RECORD_LENGTH_BYTES = ReadmitOrderDecoder.recordHeaderLength();

    private final ReadmitOrderDecoder decoder = new ReadmitOrderDecoder();
    private final LeftRecord left = new LeftRecord();
    private final RecordMac mac;
    private final Deadlines deadlines;
    private long orderId;
    private int reason;

    ReadmitOrder(final State state, final Deadlines deadlines) {
        super(state);
        this.deadlines = deadlines;
        mac = new RecordMac(state.recordKey);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, ReadmitOrderDecoder.BLOCK_LENGTH, VERSION);
        orderId = decoder.orderId();
        reason = decoder.reason();
        final int record = offset + HEADER + ReadmitOrderDecoder.BLOCK_LENGTH + RECORD_LENGTH_BYTES;
        left.wrap(buffer, record, offset + length - record);
        return (reason != 0 || refuse(outcome, OutcomeCode.REASON_REQUIRED))
                && (left.isWhole(orderId) || refuse(outcome, OutcomeCode.RECORD_INVALID));
    }

    @Override
    void apply(final Outcome outcome) {
        final int there = state.orders.record(orderId);
        if (there == 0) {
            refuse(outcome, OutcomeCode.UNKNOWN_ORDER);
            return;
        }
        if (state.orders.holds(there, orderId)) {
            outcome.set(OutcomeCode.ORDER_IN_MEMORY, orderId, 0, 0, 0);
            return;
        }
        final int number = state.numbers.find(
                left.fields().channel(), left.buffer(), left.externalOffset(), left.externalLength(), orderId);
        if (genuine(outcome, number) && roomLeft(outcome)) {
            state.numbers.take(number);
            readmit();
            outcome.set(OutcomeCode.ACCEPTED, orderId, 0, 0, 0);
        }
    }

    private boolean genuine(final Outcome outcome, final int number) {
        if (number == 0) {
            return refuse(outcome, OutcomeCode.ORDER_FORGOTTEN);
        }
        return state.numbers.order(number) == orderId
                        && state.numbers.leftWith(number, mac.of(left.buffer(), left.start(), left.length()))
                || refuse(outcome, OutcomeCode.RECORD_MISMATCH);
    }

    private boolean roomLeft(final Outcome outcome) {
        if (state.orders.slab().live() >= state.limits.get(Limits.ORDERS)) {
            return refuse(outcome, OutcomeCode.ORDERS_FULL);
        }
        final long room =
                state.limits.get(Limits.ORDER_LINES) - state.lines.slab().live();
        return left.lineCount() <= room || refuse(outcome, OutcomeCode.ORDER_LINES_FULL, 0, left.lineCount(), room);
    }

    private void readmit() {
        if (!state.lifeCycle.allows(Trigger.READMIT, OrderState.NONE, OrderState.CLOSED)) {
            throw new IllegalStateException("life cycle: no way back");
        }
        final OrderLeftDecoder fields = left.fields();
        final int order = state.orders.readmit(
                orderId,
                fields.closing(),
                flags(fields),
                ++state.closings,
                fields.channel(),
                left.buffer(),
                left.externalOffset(),
                left.externalLength());
        final int firstLine = addLines(order, fields.lines());
        state.orders.placed(
                order,
                fields.placedSequence(),
                fields.placedTimeMillis(),
                state.now + state.limits.get(Limits.CLOSED_RETENTION_MILLIS),
                fields.totalAmount(),
                left.currency(),
                state.policies.standard(),
                fields.urgencyRaw(),
                left.source(),
                fields.buyerHigh(),
                fields.buyerLow(),
                firstLine,
                left.lineCount());
        deadlines.close(order);
        state.events.orderReadmitted(state.orders, order, reason);
    }

    private static int flags(final OrderLeftDecoder fields) {
        return (fields.paid() == 1 ? OrderBook.FLAG_PAID : 0)
                | (fields.refundRequested() == 1 ? OrderBook.FLAG_REFUND_REQUESTED : 0)
                | (fields.shipped() == 1 ? OrderBook.FLAG_SHIPPED : 0)
                | (fields.cut() == 1 ? OrderBook.FLAG_CUT : 0);
    }

    /** The lines as they were; no buyer and no campaign counts them any more. */
    private int addLines(final int order, final OrderLeftDecoder.LinesDecoder lines) {
        int first = 0;
        int before = 0;
        for (int number = 1; lines.hasNext(); number++) {
            lines.next();
            final int sku = lines.sku();
            final int warehouse = lines.warehouse();
            final int line = state.lines.add(
                    order,
                    number,
                    sku,
                    lines.campaign() == 0 ? 0 : state.campaigns.item(lines.campaign(), sku),
                    warehouse,
                    lines.warehouseNamed() == 1 ? OrderLines.FLAG_WAREHOUSE_NAMED : 0,
                    warehouse == 0 ? 0 : state.stocks.find(sku, warehouse),
                    lines.asked(),
                    lines.granted(),
                    lines.netAmount());
            state.lines.moved(line, lines.cancelled(), lines.shipped(), lines.returned());
            if (before == 0) {
                first = line;
            } else {
                state.lines.next(before, line);
            }
            before = line;
        }
        return first;
    }
}
