package dev.tidegate.engine;

import dev.tidegate.order.LifeCycle;
import dev.tidegate.order.NumberPrint;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderLines;
import dev.tidegate.order.OrderState;
import dev.tidegate.stock.Campaigns;
import dev.tidegate.stock.Channels;
import dev.tidegate.stock.HoldPolicies;
import dev.tidegate.stock.Offers;
import dev.tidegate.stock.PurchaseCounters;
import dev.tidegate.stock.Skus;
import dev.tidegate.stock.Stocks;
import dev.tidegate.stock.Warehouses;
import dev.tidegate.table.Digest;
import dev.tidegate.table.Mix;
import dev.tidegate.table.Slab;

/** Everything the engine knows, and where it stands in the journal. */
final class State {
    final Digest digest = new Digest();
    final Events events = new Events();
    final LifeCycle lifeCycle = LifeCycle.standard();
    final Limits limits = new Limits(digest);
    final Skus skus = new Skus(digest);
    final Warehouses warehouses = new Warehouses(digest);
    final Channels channels = new Channels(digest);
    final HoldPolicies policies = new HoldPolicies(digest);
    final Stocks stocks = new Stocks(digest, skus, events);
    final Offers offers = new Offers(digest, skus, channels);
    final Campaigns campaigns = new Campaigns(digest, stocks);
    final PurchaseCounters counters;
    /** Of the number that was looked for last. */
    final NumberPrint numberPrint;

    final OrderBook orders;
    final OrderLines lines;
    final IdIndex ids;
    final RememberedIds accepted;
    final RememberedIds refused;
    final RememberedNumbers numbers;
    final RecordKey recordKey = new RecordKey();
    final TableRoom room;
    private final Slab[] slabs;

    long sequence;
    long now;
    /** The time of the command applied before this one; follows from the journal, is no part of what is kept. */
    long timeBefore;

    long idFloor;
    long closings;
    long openOrders;

    State(final EngineSettings settings) {
        final long key = Mix.spread(settings.keyHigh() ^ Long.rotateLeft(settings.keyLow(), 17));
        counters = new PurchaseCounters(digest, campaigns, key, Math.max(16, settings.expectedOrders() / 4));
        numberPrint = new NumberPrint(settings.keyHigh(), settings.keyLow());
        orders = new OrderBook(digest, numberPrint, settings.expectedOrders());
        lines = new OrderLines(digest, settings.expectedOrders());
        ids = new IdIndex(digest, settings);
        accepted = ids.accepted();
        refused = ids.refused();
        numbers = new RememberedNumbers(digest, numberPrint, settings);
        room = new TableRoom(this, settings.mostTableBytes());
        slabs = new Slab[] {
            limits.slab(),
            skus.slab(),
            warehouses.slab(),
            channels.slab(),
            policies.slab(),
            stocks.slab(),
            stocks.totals(),
            offers.slab(),
            campaigns.slab(),
            campaigns.items(),
            campaigns.allotments(),
            counters.slab(),
            orders.slab(),
            lines.slab(),
            orders.readmitted().slab()
        };
    }

    /** Every table of records that are given back and taken again. */
    Slab[] slabs() {
        return slabs;
    }

    /** The digest with every record as it stands now in its sum. */
    Digest settledDigest() {
        for (final Slab slab : slabs) {
            slab.settle();
        }
        return digest;
    }

    /** The campaign that an order line names, 0 for none. */
    int campaignOf(final int line) {
        final int item = lines.item(line);
        return item == 0 ? 0 : campaigns.itemCampaign(item);
    }

    /** Whether an order is done: all of it has left the house, and it is paid or what had left has come back. */
    boolean isDone(final int order) {
        return orders.state(order) == OrderState.OUTBOUND
                && (orders.has(order, OrderBook.FLAG_PAID) || allReturned(order));
    }

    private boolean allReturned(final int order) {
        for (int line = orders.firstLine(order); line != 0; line = lines.next(line)) {
            if (lines.returned(line) < lines.shipped(line)) {
                return false;
            }
        }
        return true;
    }

    /** The sum over every record, anew. */
    Digest recomputed() {
        final Digest sum = new Digest();
        for (final Slab slab : slabs) {
            slab.sumInto(sum);
        }
        accepted.sumInto(sum);
        refused.sumInto(sum);
        numbers.sumInto(sum);
        return sum;
    }

    /** What stands outside of any record, for the digest. */
    long loose() {
        long value = Mix.chain(sequence, now);
        value = Mix.chain(value, idFloor);
        value = Mix.chain(value, closings);
        value = Mix.chain(value, numbers.floor());
        value = Mix.chain(value, recordKey.high());
        value = Mix.chain(value, recordKey.low());
        value = Mix.chain(value, channels.defaultTiming());
        value = Mix.chain(value, policies.standard());
        value = Mix.chain(value, stocks.unitsIn());
        return Mix.chain(value, stocks.unitsOut());
    }

    /** Memory of the tables and their indexes, which is nearly all there is. */
    long bytes() {
        long bytes = counters.indexBytes()
                + orders.indexBytes()
                + orders.readmitted().indexBytes()
                + ids.indexBytes()
                + accepted.bytes()
                + refused.bytes()
                + numbers.indexBytes()
                + numbers.bytes();
        for (final Slab slab : slabs) {
            bytes += slab.bytes();
        }
        return bytes;
    }
}
