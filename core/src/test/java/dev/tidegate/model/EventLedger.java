package dev.tidegate.model;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.message.sbe.HoldsExtendedDecoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.OrderChangedDecoder;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.message.sbe.OrderPlacedDecoder;
import dev.tidegate.message.sbe.OrderReadmittedDecoder;
import dev.tidegate.message.sbe.RefundRequestedDecoder;
import dev.tidegate.message.sbe.ShortChangedDecoder;
import dev.tidegate.message.sbe.StockMovedDecoder;
import dev.tidegate.model.Books.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What somebody knows who sees the events only: it must be what the engine knows. */
final class EventLedger {
    private static final int BUCKETS = 7;
    private static final int SHORT = 0;
    private static final int SHIPPED = 5;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final StockMovedDecoder moved = new StockMovedDecoder();
    private final ShortChangedDecoder shortChanged = new ShortChangedDecoder();
    private final OrderPlacedDecoder orderPlaced = new OrderPlacedDecoder();
    private final OrderChangedDecoder orderChanged = new OrderChangedDecoder();
    private final OrderLeftDecoder orderLeft = new OrderLeftDecoder();
    private final OrderReadmittedDecoder orderReadmitted = new OrderReadmittedDecoder();
    private final HoldsExtendedDecoder holdsExtended = new HoldsExtendedDecoder();
    private final RefundRequestedDecoder refundRequested = new RefundRequestedDecoder();
    /** By bucket; in place of the outside, the claims without units. */
    private final Map<Place, long[]> stock = new HashMap<>();

    private final Map<Long, OrderByEvents> orders = new HashMap<>();

    void take(final EventBuffer events) {
        int offset = 0;
        while (offset < events.length()) {
            final int length = events.buffer().getInt(offset);
            take(events, offset + Integer.BYTES, length);
            offset += Integer.BYTES + length;
        }
    }

    private void take(final EventBuffer events, final int offset, final int length) {
        switch (header.wrap(events.buffer(), offset).templateId()) {
            case StockMovedDecoder.TEMPLATE_ID -> move(moved.wrapAndApplyHeader(events.buffer(), offset, header));
            case ShortChangedDecoder.TEMPLATE_ID -> {
                shortChanged.wrapAndApplyHeader(events.buffer(), offset, header);
                at(shortChanged.sku(), shortChanged.warehouse())[SHORT] += shortChanged.change();
            }
            case OrderPlacedDecoder.TEMPLATE_ID -> {
                orderPlaced.wrapAndApplyHeader(events.buffer(), offset, header);
                orders.put(orderPlaced.orderId(), new OrderByEvents(orderPlaced));
            }
            case OrderChangedDecoder.TEMPLATE_ID -> {
                orderChanged.wrapAndApplyHeader(events.buffer(), offset, header);
                orders.get(orderChanged.orderId()).change(orderChanged);
            }
            case RefundRequestedDecoder.TEMPLATE_ID -> {
                refundRequested.wrapAndApplyHeader(events.buffer(), offset, header);
                orders.get(refundRequested.orderId()).requestRefund();
            }
            case OrderLeftDecoder.TEMPLATE_ID -> {
                final byte[] record = new byte[length];
                events.buffer().getBytes(offset, record);
                orderLeft.wrapAndApplyHeader(events.buffer(), offset, header);
                orders.get(orderLeft.orderId()).leave(orderLeft.orderId(), record);
            }
            case OrderReadmittedDecoder.TEMPLATE_ID -> {
                orderReadmitted.wrapAndApplyHeader(events.buffer(), offset, header);
                orders.get(orderReadmitted.orderId()).comeBack(orderReadmitted);
            }
            case HoldsExtendedDecoder.TEMPLATE_ID ->
                putOff(holdsExtended.wrapAndApplyHeader(events.buffer(), offset, header));
            default -> {}
        }
    }

    private void putOff(final HoldsExtendedDecoder event) {
        final long holds = orders.values().stream()
                .filter(order -> order.putOff(event.beforeMillis(), event.untilMillis()))
                .count();
        if (holds != event.holds()) {
            throw new AssertionError(holds + " holds were put off by the events: " + event);
        }
    }

    private void move(final StockMovedDecoder event) {
        final long[] buckets = at(event.sku(), event.warehouse());
        if (event.quantity() <= 0 || event.fromBucket() == event.toBucket()) {
            throw new AssertionError("no move: " + event);
        }
        add(buckets, event.fromBucket(), -event.quantity(), event.fromAfter(), event);
        add(buckets, event.toBucket(), event.quantity(), event.toAfter(), event);
        if (event.orderId() != 0 && event.toBucket() == SHIPPED) {
            orders.get(event.orderId()).ship(event.line(), event.quantity());
        } else if (event.orderId() != 0 && event.fromBucket() == SHIPPED) {
            orders.get(event.orderId()).takeBack(event.line(), event.quantity());
        }
    }

    private static void add(
            final long[] buckets, final int bucket, final long units, final long after, final StockMovedDecoder event) {
        if (bucket != 0) {
            buckets[bucket] += units;
            if (buckets[bucket] != after || after < 0) {
                throw new AssertionError("bucket " + bucket + " has " + buckets[bucket] + " by the events: " + event);
            }
        }
    }

    private long[] at(final int sku, final int warehouse) {
        return stock.computeIfAbsent(new Place(sku, warehouse), place -> new long[BUCKETS]);
    }

    /** Every record with which an order has left. */
    List<byte[]> records(final long id) {
        final OrderByEvents order = orders.get(id);
        return order == null ? List.of() : order.records();
    }

    void compare(final int sku, final int warehouse, final Ledger.Stock engine) {
        final long[] units = at(sku, warehouse);
        final Ledger.Stock known =
                new Ledger.Stock(units[1], units[2], units[3], units[4], units[5], units[6], units[SHORT]);
        if (!known.equals(engine)) {
            throw new AssertionError("by the events " + known + ", by the engine " + engine);
        }
    }

    void compare(final long id, final Ledger.Order engine) {
        orders.get(id).compare(engine);
    }
}
