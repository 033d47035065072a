package dev.tidegate.engine;

import dev.tidegate.table.DueQueue;
import dev.tidegate.table.Slab;

/**
 * How large the tables are, and how large the logical limits let them become. No part of the state: an engine with other
 * tables gives the same answers.
 *
 * <p>Tables that are as large as their limits do not grow while orders come and go. Others double when they are full, which
 * holds up the command that fills them.
 */
final class TableRoom {
    /** Ids that SetLimits may take beyond the limit, when nothing else can. */
    private static final int SPARE_IDS = 1_000;

    private final State state;
    private final long mostBytes;
    private DueQueue[] byOrder = {};

    TableRoom(final State state, final long mostBytes) {
        this.state = state;
        this.mostBytes = mostBytes;
    }

    /** Queues in which any order may stand once. */
    void queues(final DueQueue... queues) {
        byOrder = queues;
    }

    private int limit(final int name) {
        return Math.toIntExact(state.limits.get(name));
    }

    private int ids() {
        return limit(Limits.IDS_REMEMBERED) + SPARE_IDS;
    }

    /** Makes every table as large as its limit, if all of them together take no more than they may. */
    void follow() {
        if (mostBytes > 0 && bytesAtLimits() <= mostBytes) {
            reserve();
        }
    }

    private void reserve() {
        final int orders = limit(Limits.ORDERS);
        final int refusals = limit(Limits.REFUSALS_REMEMBERED);
        state.orders.slab().reserve(orders);
        state.orders.reserve(orders);
        state.lines.slab().reserve(limit(Limits.ORDER_LINES));
        state.counters.slab().reserve(limit(Limits.PURCHASE_COUNTERS));
        state.counters.reserve(limit(Limits.PURCHASE_COUNTERS));
        state.counters.due().reserve(limit(Limits.PURCHASE_COUNTERS));
        state.ids.reserve(ids() + refusals);
        state.accepted.reserve(ids());
        state.refused.reserve(refusals);
        state.numbers.reserveAll(limit(Limits.EXTERNALS_REMEMBERED));
        state.skus.slab().reserve(limit(Limits.SKUS));
        state.warehouses.slab().reserve(limit(Limits.WAREHOUSES));
        state.channels.slab().reserve(limit(Limits.CHANNELS));
        state.campaigns.slab().reserve(limit(Limits.CAMPAIGNS));
        state.stocks.reserve(limit(Limits.STOCKS));
        for (final DueQueue queue : byOrder) {
            queue.reserve(orders);
        }
    }

    /** Memory of the tables and queues as they are. */
    long bytes() {
        long bytes = state.bytes() + state.counters.due().bytes();
        for (final DueQueue queue : byOrder) {
            bytes += queue.bytes();
        }
        return bytes;
    }

    /** What {@link #bytes} would be with every table as large as its limit. */
    long bytesAtLimits() {
        return bytesOfNumbers() + bytesOfRest();
    }

    /** The part of it that remembers the external numbers of orders that have left. */
    long bytesOfNumbers() {
        final int most = limit(Limits.EXTERNALS_REMEMBERED);
        return state.numbers.bytesFor(most) + state.numbers.indexBytesFor(most);
    }

    private long bytesOfRest() {
        final int orders = limit(Limits.ORDERS);
        final int counters = limit(Limits.PURCHASE_COUNTERS);
        final int refusals = limit(Limits.REFUSALS_REMEMBERED);
        long bytes = state.orders.slab().bytesFor(orders)
                + state.orders.indexBytesFor(orders)
                + state.orders.readmitted().slab().bytes()
                + state.orders.readmitted().indexBytes()
                + state.lines.slab().bytesFor(limit(Limits.ORDER_LINES))
                + state.counters.slab().bytesFor(counters)
                + state.counters.indexBytesFor(counters)
                + state.counters.due().bytesFor(counters)
                + state.ids.indexBytesFor(ids() + refusals)
                + state.accepted.bytesFor(ids())
                + state.refused.bytesFor(refusals);
        for (final DueQueue queue : byOrder) {
            bytes += queue.bytesFor(orders);
        }
        return bytes + bytesOfCatalogue();
    }

    private long bytesOfCatalogue() {
        final int stocks = limit(Limits.STOCKS);
        return state.skus.slab().bytesFor(limit(Limits.SKUS))
                + state.warehouses.slab().bytesFor(limit(Limits.WAREHOUSES))
                + state.channels.slab().bytesFor(limit(Limits.CHANNELS))
                + state.campaigns.slab().bytesFor(limit(Limits.CAMPAIGNS))
                + state.stocks.slab().bytesFor(stocks)
                + state.stocks.totals().bytesFor(stocks)
                + state.limits.slab().bytes()
                + state.policies.slab().bytes()
                + state.offers.slab().bytes()
                + state.campaigns.items().bytes()
                + state.campaigns.allotments().bytes();
    }

    /** Memory of the records that are in use or were: about what a snapshot takes. */
    long bytesUsed() {
        long bytes = state.accepted.bytesUsed() + state.refused.bytesUsed() + state.numbers.bytesUsed();
        for (final Slab slab : state.slabs()) {
            bytes += slab.bytesUsed();
        }
        return bytes;
    }

    /** How often a table or queue grew because it was full. */
    int growths() {
        int growths = state.orders.indexGrowths()
                + state.counters.indexGrowths()
                + state.counters.due().growths()
                + state.ids.indexGrowths()
                + state.accepted.growths()
                + state.refused.growths()
                + state.numbers.indexGrowths()
                + state.numbers.growths();
        for (final Slab slab : state.slabs()) {
            growths += slab.growths();
        }
        for (final DueQueue queue : byOrder) {
            growths += queue.growths();
        }
        return growths;
    }
}
