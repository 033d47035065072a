package dev.tidegate.engine;

import dev.tidegate.order.OrderLines;
import dev.tidegate.table.DueQueue;

/**
 * Reads ahead what the next entries of a queue of orders stand for, as {@link ReadAhead} does for commands: one kind of
 * record in a loop of its own, so that the misses overlap. A hint, which changes no answer.
 */
final class DueAhead {
    private static final int MOST = 64;

    private final State state;
    private final DueQueue queue;
    private final boolean leaving;
    private final int[] order = new int[MOST];
    private final int[] hash = new int[MOST];
    private int taken = MOST;
    /** Takes what was loaded, so that the compiler does not drop the loads. */
    long sink;

    /** {@code leaving} is for orders that leave memory, else their holds expire. */
    DueAhead(final State state, final DueQueue queue, final boolean leaving) {
        this.state = state;
        this.queue = queue;
        this.leaving = leaving;
    }

    /** An entry is about to be looked at, for good. */
    void next() {
        if (++taken >= MOST) {
            taken = 0;
            final int count = queue.upcoming(order);
            long loaded = touchOrders(count);
            loaded += leaving ? touchExternal(count) : touchCounters(count);
            sink += loaded;
        }
    }

    private long touchOrders(final int count) {
        long loaded = 0;
        for (int i = 0; i < count; i++) {
            loaded += state.orders.firstLine(order[i]);
        }
        for (int i = 0; i < count; i++) {
            loaded += state.orders.mark(order[i]);
        }
        for (int i = 0; i < count; i++) {
            loaded += state.lines.amount(state.orders.firstLine(order[i]));
        }
        return loaded;
    }

    private long touchExternal(final int count) {
        for (int i = 0; i < count; i++) {
            hash[i] = state.orders.externalHash(order[i]);
        }
        long loaded = 0;
        for (int i = 0; i < count; i++) {
            loaded += state.orders.touch(hash[i]);
        }
        for (int i = 0; i < count; i++) {
            loaded += state.numbers.touch(hash[i]);
        }
        return loaded;
    }

    private long touchCounters(final int count) {
        int counted = 0;
        for (int i = 0; i < count; i++) {
            final int line = state.orders.firstLine(order[i]);
            if (state.lines.has(line, OrderLines.FLAG_COUNTED) && state.orders.unpaidWithDeadline(order[i])) {
                hash[counted++] = counterHash(state, order[i], line);
            }
        }
        return touchCounters(state, hash, counted);
    }

    /** The hash under which the purchase counter of an order's line is found. */
    static int counterHash(final State state, final int order, final int line) {
        final int item = state.lines.item(line);
        return state.counters.hash(
                state.orders.buyerHigh(order),
                state.orders.buyerLow(order),
                state.lines.sku(line),
                item == 0 ? 0 : state.campaigns.itemCampaign(item));
    }

    /** Reads ahead purchase counters: their places in the index, then what stands there. */
    static long touchCounters(final State state, final int[] hashes, final int count) {
        long loaded = 0;
        for (int i = 0; i < count; i++) {
            loaded += state.counters.touch(hashes[i]);
        }
        for (int i = 0; i < count; i++) {
            loaded += state.counters.touchRecord(hashes[i]);
        }
        return loaded;
    }
}
