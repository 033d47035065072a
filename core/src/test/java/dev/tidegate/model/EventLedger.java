package dev.tidegate.model;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.OrderChangedDecoder;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.message.sbe.OrderPlacedDecoder;
import dev.tidegate.message.sbe.ShortChangedDecoder;
import dev.tidegate.message.sbe.StockMovedDecoder;
import dev.tidegate.model.Books.Place;
import java.util.HashMap;
import java.util.Map;

/** What somebody knows who sees the events only: it must be what the engine knows. */
final class EventLedger {
    private static final int BUCKETS = 7;
    private static final int SHORT = 0;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final StockMovedDecoder moved = new StockMovedDecoder();
    private final ShortChangedDecoder shortChanged = new ShortChangedDecoder();
    private final OrderPlacedDecoder orderPlaced = new OrderPlacedDecoder();
    private final OrderChangedDecoder orderChanged = new OrderChangedDecoder();
    private final OrderLeftDecoder orderLeft = new OrderLeftDecoder();
    /** By bucket; in place of the outside, the claims without units. */
    private final Map<Place, long[]> stock = new HashMap<>();

    private final Map<Long, Standing> orders = new HashMap<>();

    private record Standing(int state, int closing, long deadline) {}

    void take(final EventBuffer events) {
        int offset = 0;
        while (offset < events.length()) {
            final int length = events.buffer().getInt(offset);
            take(events, offset + Integer.BYTES);
            offset += Integer.BYTES + length;
        }
    }

    private void take(final EventBuffer events, final int offset) {
        switch (header.wrap(events.buffer(), offset).templateId()) {
            case StockMovedDecoder.TEMPLATE_ID -> move(moved.wrapAndApplyHeader(events.buffer(), offset, header));
            case ShortChangedDecoder.TEMPLATE_ID -> {
                shortChanged.wrapAndApplyHeader(events.buffer(), offset, header);
                at(shortChanged.sku(), shortChanged.warehouse())[SHORT] += shortChanged.change();
            }
            case OrderPlacedDecoder.TEMPLATE_ID -> {
                orderPlaced.wrapAndApplyHeader(events.buffer(), offset, header);
                orders.put(orderPlaced.orderId(), new Standing(Books.CREATED, 0, orderPlaced.deadlineMillis()));
            }
            case OrderChangedDecoder.TEMPLATE_ID ->
                change(orderChanged.wrapAndApplyHeader(events.buffer(), offset, header));
            case OrderLeftDecoder.TEMPLATE_ID ->
                orders.remove(orderLeft
                        .wrapAndApplyHeader(events.buffer(), offset, header)
                        .orderId());
            default -> {}
        }
    }

    private void move(final StockMovedDecoder event) {
        final long[] buckets = at(event.sku(), event.warehouse());
        if (event.quantity() <= 0 || event.fromBucket() == event.toBucket()) {
            throw new AssertionError("no move: " + event);
        }
        add(buckets, event.fromBucket(), -event.quantity(), event.fromAfter(), event);
        add(buckets, event.toBucket(), event.quantity(), event.toAfter(), event);
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

    private void change(final OrderChangedDecoder event) {
        final Standing before = orders.get(event.orderId());
        if (before.state != event.stateBefore()) {
            throw new AssertionError("the state was " + before + " by the events: " + event);
        }
        orders.put(event.orderId(), new Standing(event.stateAfter(), event.closing(), event.deadlineMillis()));
    }

    private long[] at(final int sku, final int warehouse) {
        return stock.computeIfAbsent(new Place(sku, warehouse), place -> new long[BUCKETS]);
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
        final Standing known = orders.get(id);
        if (!new Standing(engine.state(), engine.closing(), engine.deadline()).equals(known)) {
            throw new AssertionError("order " + id + " by the events " + known + ", by the engine " + engine);
        }
    }
}
