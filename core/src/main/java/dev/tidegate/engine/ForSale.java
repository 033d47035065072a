package dev.tidegate.engine;

import dev.tidegate.stock.Bucket;
import dev.tidegate.stock.ChangedSkus;
import dev.tidegate.stock.Channels;

/**
 * What is left for sale, as whoever publishes it wants to know it: the SKUs that changed, the channels whose orders
 * hold at once, and the accepted ids. Asked on the engine's thread; allocates nothing.
 */
public final class ForSale {
    /** Is given SKUs. */
    @FunctionalInterface
    public interface SkuSink {
        /**
         * A SKU as it stands now.
         *
         * @param units sum over its warehouses of what is sellable beyond the SKU's safety stock; 0 once it is retired
         * @param allotted units ring-fenced for campaigns
         * @param frozen whether new holds are refused
         * @param soldOut whether no order that holds at once can get a unit of it until a command brings one: nothing
         *     left, nothing allotted, nothing held and no claim without units; never once it is retired
         */
        void sku(int sku, long units, long allotted, boolean frozen, boolean soldOut);
    }

    /** Is given ids of accepted commands. */
    @FunctionalInterface
    public interface IdSink {
        void id(int principal, long high, long low);
    }

    private final State state;
    private final ChangedSkus changed;

    ForSale(final State state) {
        this.state = state;
        changed = state.stocks.changed();
    }

    /** Gives each SKU that changed since the last call, and forgets that it did. */
    public void takeChanged(final SkuSink sink) {
        for (int i = 0; i < changed.count(); i++) {
            give(changed.sku(i), sink);
        }
        changed.clear();
    }

    /** Gives every SKU there is; nothing counts as changed afterwards. */
    public void takeAll(final SkuSink sink) {
        changed.clear();
        for (int sku = 1; sku <= state.skus.slab().used(); sku++) {
            give(sku, sink);
        }
    }

    private void give(final int sku, final SkuSink sink) {
        final long safety = state.skus.safetyStock(sku);
        long units = 0;
        long allotted = 0;
        long claimed = 0;
        for (int stock = state.stocks.firstOf(sku); stock != 0; stock = state.stocks.nextOf(stock)) {
            units += Math.max(0, state.stocks.units(stock, Bucket.SELLABLE) - safety);
            allotted += state.stocks.units(stock, Bucket.ALLOTTED);
            claimed += state.stocks.units(stock, Bucket.HELD) + state.stocks.shortUnits(stock);
        }
        final boolean retired = state.skus.retired(sku);
        final boolean soldOut = !retired && (units | allotted | claimed) == 0;
        sink.sku(sku, retired ? 0 : units, allotted, state.skus.frozen(sku), soldOut);
    }

    /** Changes whenever a channel is made or changed in a way that {@link #holdsAtOrder} may tell. */
    public long channelChanges() {
        return state.channels.changes();
    }

    /** The greatest number of a channel. */
    public int channels() {
        return state.channels.slab().used();
    }

    /** Whether an order of that channel must get its stock at once. */
    public boolean holdsAtOrder(final int channel) {
        return state.channels.exists(channel)
                && !state.channels.retired(channel)
                && state.channels.timing(channel) == Channels.AT_ORDER;
    }

    /** Every accepted id made at this time or later is remembered, in UTC epoch milliseconds. */
    public long idsRememberedFrom() {
        return Math.max(state.now - state.limits.get(Limits.ID_HORIZON_MILLIS), state.idFloor);
    }

    /** Accepted ids that are remembered. */
    public int acceptedIds() {
        return state.accepted.count();
    }

    /**
     * Gives remembered ids of commands accepted behind that sequence, in the order of their sequences.
     *
     * @param most how many at most
     * @return the sequence up to which all have been given, that of the engine when none is left
     */
    public long acceptedAfter(final long sequence, final int most, final IdSink sink) {
        return state.accepted.giveAfter(sequence, most, sink, state.sequence);
    }
}
