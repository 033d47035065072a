package dev.tidegate.stock;

import dev.tidegate.table.Digest;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;

/**
 * What a channel may have of a SKU: its safety stock and quota, and how much of it is used. A pair exists from the first
 * hold or policy on it.
 */
public final class Offers {
    public static final int QUOTA_NONE = 1;
    public static final int QUOTA_UNITS = 2;
    public static final int QUOTA_SHARE = 3;

    private static final int PAIR = 0;
    private static final int HELD = 1;
    private static final int USED = 2;
    private static final int BASE = 3;
    private static final int QUOTA = 4;
    private static final int SAFETY = 5;
    private static final int SET_SEQUENCE = 6;
    private static final int NEXT = 7;
    private static final int COVERED = 7;
    private static final int STRIDE = 8;
    private static final int MODE_SHIFT = 56;
    private static final long VALUE_MASK = (1L << MODE_SHIFT) - 1;
    private static final long BASIS_POINTS = 10_000;

    private final Skus skus;
    private final Channels channels;
    private final Slab slab;

    public Offers(final Digest digest, final Skus skus, final Channels channels) {
        this.skus = skus;
        this.channels = channels;
        slab = new Slab(digest, 6, STRIDE, COVERED, 64);
    }

    public Slab slab() {
        return slab;
    }

    /** The pair of SKU and channel, 0 when there is none yet. */
    public int find(final int sku, final int channel) {
        int offer = skus.firstOffer(sku);
        while (offer != 0 && channel(offer) != channel) {
            offer = (int) get(offer, NEXT);
        }
        return offer;
    }

    public int findOrAdd(final int sku, final int channel) {
        final int found = find(sku, channel);
        if (found != 0) {
            return found;
        }
        final int offer = slab.take();
        set(offer, PAIR, (long) sku << 32 | channel);
        set(offer, QUOTA, (long) QUOTA_NONE << MODE_SHIFT);
        set(offer, NEXT, skus.firstOffer(sku));
        slab.changed(offer);
        skus.firstOffer(sku, offer);
        return offer;
    }

    private int channel(final int offer) {
        return (int) get(offer, PAIR);
    }

    /** Safety stock of the channel on this SKU; 0 for offer 0. */
    public long safetyStock(final int offer) {
        return offer == 0 ? 0 : get(offer, SAFETY);
    }

    public void safetyStock(final int offer, final long units) {
        slab.opening(offer);
        set(offer, SAFETY, units);
        slab.changed(offer);
    }

    /** Whether a quota is set; false for offer 0. */
    public boolean hasQuota(final int offer) {
        return offer != 0 && get(offer, QUOTA) >>> MODE_SHIFT != QUOTA_NONE;
    }

    /** Units the channel may still hold under its quota, below zero when it has more; call only with a quota. */
    public long quotaLeft(final int offer) {
        final long quota = get(offer, QUOTA);
        final long value = quota & VALUE_MASK;
        final long allowed =
                quota >>> MODE_SHIFT == QUOTA_UNITS ? value : Math.max(0, get(offer, BASE)) * value / BASIS_POINTS;
        return allowed - get(offer, USED);
    }

    /** Sets the quota anew: what the channel holds now counts as used. */
    public void setQuota(final int offer, final int mode, final long value, final long base, final long sequence) {
        final int before = hasQuota(offer) ? 1 : 0;
        slab.opening(offer);
        set(offer, QUOTA, (long) mode << MODE_SHIFT | value);
        set(offer, BASE, base);
        set(offer, USED, get(offer, HELD));
        set(offer, SET_SEQUENCE, sequence);
        slab.changed(offer);
        channels.countQuota(channel(offer), (hasQuota(offer) ? 1 : 0) - before);
    }

    /** Units of live unpaid holds and units used under the quota change by these. */
    public void count(final int offer, final long heldChange, final long usedChange) {
        slab.opening(offer);
        set(offer, HELD, get(offer, HELD) + heldChange);
        set(offer, USED, get(offer, USED) + usedChange);
        slab.changed(offer);
    }

    /** Sequence at which the quota was set, 0 when it never was. */
    public long setSequence(final int offer) {
        return get(offer, SET_SEQUENCE);
    }

    /** What is offered of a SKU at a warehouse changed: every quota that counts it follows. */
    public void changeBase(final int sku, final int warehouse, final long change) {
        for (int offer = skus.firstOffer(sku); offer != 0; offer = (int) get(offer, NEXT)) {
            if (hasQuota(offer) && channels.sellsFrom(channel(offer), warehouse)) {
                slab.opening(offer);
                set(offer, BASE, get(offer, BASE) + change);
                slab.changed(offer);
            }
        }
    }

    /** Checks what was read, chains the offers of each SKU as they were made, and counts the channels' quotas. */
    public void link() {
        StateReader.require(slab.live() == slab.used(), "offers");
        for (int offer = 1; offer <= slab.used(); offer++) {
            final int sku = (int) (get(offer, PAIR) >>> 32);
            StateReader.require(skus.exists(sku) && channels.exists(channel(offer)), "the SKU and channel of an offer");
            set(offer, NEXT, skus.firstOffer(sku));
            skus.firstOffer(sku, offer);
            if (hasQuota(offer)) {
                channels.countQuota(channel(offer), 1);
            }
        }
    }

    private long get(final int record, final int word) {
        return slab.words()[record * STRIDE + word];
    }

    private void set(final int record, final int word, final long value) {
        slab.words()[record * STRIDE + word] = value;
    }

    /** The first pair of a SKU, 0 when there is none; {@link #nextOf} gives the others. */
    public int firstOf(final int sku) {
        return skus.firstOffer(sku);
    }

    public int nextOf(final int offer) {
        return (int) get(offer, NEXT);
    }

    public int channelOf(final int offer) {
        return channel(offer);
    }

    /** {@link #QUOTA_NONE}, {@link #QUOTA_UNITS} or {@link #QUOTA_SHARE}. */
    public int quotaMode(final int offer) {
        return (int) (get(offer, QUOTA) >>> MODE_SHIFT);
    }

    /** Units or basis points, as the mode says; 0 without a quota. */
    public long quotaValue(final int offer) {
        return get(offer, QUOTA) & VALUE_MASK;
    }
}
