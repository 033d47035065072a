package dev.tidegate.model;

import dev.tidegate.message.sbe.OrderChangedDecoder;
import dev.tidegate.message.sbe.OrderPlacedDecoder;
import dev.tidegate.message.sbe.OrderReadmittedDecoder;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One order as its events tell it, from its placing through its leaving and coming back. */
final class OrderByEvents {
    private static final int CONFIRM_PAYMENT = 3;
    private static final int PAY_LATE = 6;

    /** What never changes. */
    private final Facts facts;

    private final Map<Integer, Long> shipped = new HashMap<>();
    private final Map<Integer, Long> returned = new HashMap<>();
    private final List<byte[]> records = new ArrayList<>();
    private Standing standing;
    private boolean paid;
    private boolean refundRequested;
    private boolean inMemory = true;

    private record Facts(
            int channel, int urgency, String source, String currency, long total, int lines, String number) {}

    private record Standing(int state, int closing, long deadline) {}

    OrderByEvents(final OrderPlacedDecoder event) {
        standing = new Standing(Books.CREATED, 0, event.deadlineMillis());
        facts = new Facts(
                event.channel(),
                event.urgency().value(),
                event.source(),
                event.currency(),
                event.totalAmount(),
                event.lineCount(),
                event.externalNumber());
    }

    void change(final OrderChangedDecoder event) {
        if (!inMemory || standing.state != event.stateBefore()) {
            throw new AssertionError("the state was " + standing + ", in memory " + inMemory + ": " + event);
        }
        standing = new Standing(event.stateAfter(), event.closing(), event.deadlineMillis());
        paid |= (event.trigger() == CONFIRM_PAYMENT || event.trigger() == PAY_LATE)
                && event.stateAfter() != Books.CLOSED;
    }

    /** Many holds were put off at once; answers whether this is one of them. */
    boolean putOff(final long before, final long until) {
        final boolean putOff = standing.deadline > before && standing.deadline < until;
        if (putOff) {
            standing = new Standing(standing.state, standing.closing, until);
        }
        return putOff;
    }

    void requestRefund() {
        refundRequested = true;
    }

    void ship(final int line, final long units) {
        shipped.merge(line, units, Long::sum);
    }

    void takeBack(final int line, final long units) {
        returned.merge(line, units, Long::sum);
    }

    void leave(final long id, final byte[] record) {
        if (!OrderRecord.isWhole(record, id)) {
            throw new AssertionError(OrderRecord.text(record, id));
        }
        final Order order = OrderRecord.order(record);
        final Facts told = new Facts(
                order.channel,
                order.urgency.ordinal() + 1,
                order.source,
                order.currency,
                order.total,
                order.lines.size(),
                order.externalNumber);
        require(told.equals(facts), facts, id, record);
        require(inMemory && standing.equals(new Standing(Books.CLOSED, order.closing, 0)), standing, id, record);
        require(order.paid == paid, "paid " + paid, id, record);
        require(order.refundRequested == refundRequested, "refund requested " + refundRequested, id, record);
        for (final Line line : order.lines) {
            require(line.shipped == shipped.getOrDefault(line.number, 0L), "shipped " + shipped, id, record);
            require(line.returned == returned.getOrDefault(line.number, 0L), "returned " + returned, id, record);
        }
        inMemory = false;
        records.add(record);
    }

    private static void require(final boolean holds, final Object events, final long id, final byte[] record) {
        if (!holds) {
            throw new AssertionError("by the events " + events + ", by the record" + OrderRecord.text(record, id));
        }
    }

    void comeBack(final OrderReadmittedDecoder event) {
        final boolean same = event.channel() == facts.channel
                && event.closing() == standing.closing
                && event.reason() != 0
                && event.externalNumber().equals(facts.number);
        if (inMemory || !same) {
            throw new AssertionError("by the events " + facts + ' ' + standing + ", in memory " + inMemory
                    + ", came back as channel " + event.channel() + ", closing " + event.closing());
        }
        inMemory = true;
    }

    List<byte[]> records() {
        return records;
    }

    void compare(final Ledger.Order engine) {
        if (!inMemory || !new Standing(engine.state(), engine.closing(), engine.deadline()).equals(standing)) {
            throw new AssertionError(
                    "by the events " + standing + ", in memory " + inMemory + ", by the engine " + engine);
        }
    }
}
