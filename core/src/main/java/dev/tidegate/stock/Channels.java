package dev.tidegate.stock;

import dev.tidegate.table.CodeBook;
import dev.tidegate.table.Digest;
import dev.tidegate.table.Mix;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;
import java.util.Arrays;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.mutable.FastList;

/** The channels, each with the warehouses it sells from. Channel 0 stands for the defaults. */
public final class Channels {
    /** Hold timing: not set, at the order, at the payment. */
    public static final int TIMING_UNSET = 0;

    public static final int AT_ORDER = 1;
    public static final int AT_PAYMENT = 2;

    private static final int MOST_WAREHOUSES = 32;
    private static final int FLAGS = 0;
    private static final int CODE_HASH = 1;
    private static final int LIST_HASH = 2;
    private static final int POLICY = 3;
    private static final int TIMING = 4;
    private static final int OPEN_ORDERS = 5;
    private static final int QUOTAS = 6;
    private static final int COVERED = 5;
    private static final int STRIDE = 8;
    private static final long EXISTS = 1;
    private static final long RETIRED = 2;
    private static final long SHIP_UNPAID = 4;

    private final CodeBook codes = new CodeBook();
    private final MutableList<int[]> lists = FastList.newList();
    private final Slab slab;
    private int defaultTiming = AT_ORDER;
    private long changes;

    public Channels(final Digest digest) {
        slab = new Slab(digest, 3, STRIDE, COVERED, 16);
    }

    public CodeBook codes() {
        return codes;
    }

    public Slab slab() {
        return slab;
    }

    public boolean exists(final int channel) {
        return channel >= 1 && channel <= slab.used();
    }

    /** Makes a channel; its number is the answer. */
    public int add(final String code, final boolean shipUnpaid, final int[] warehouses) {
        changes++;
        codes.add(code);
        lists.add(warehouses);
        final int channel = slab.take();
        slab.set(channel, FLAGS, EXISTS | (shipUnpaid ? SHIP_UNPAID : 0));
        slab.set(channel, CODE_HASH, CodeBook.hash(code));
        slab.set(channel, LIST_HASH, hash(warehouses));
        slab.changed(channel);
        return channel;
    }

    public void change(final int channel, final boolean shipUnpaid, final int[] warehouses) {
        lists.set(channel - 1, warehouses);
        slab.opening(channel);
        final long flags = slab.get(channel, FLAGS) & ~SHIP_UNPAID;
        slab.set(channel, FLAGS, shipUnpaid ? flags | SHIP_UNPAID : flags);
        slab.set(channel, LIST_HASH, hash(warehouses));
        slab.changed(channel);
    }

    private static long hash(final int[] warehouses) {
        long hash = warehouses.length;
        for (final int warehouse : warehouses) {
            hash = Mix.chain(hash, warehouse);
        }
        return hash;
    }

    /** Where the channel sells from, first choice first. Not to be changed. */
    public int[] warehouses(final int channel) {
        return lists.get(channel - 1);
    }

    public boolean hasWarehouses(final int channel, final int[] warehouses) {
        return Arrays.equals(lists.get(channel - 1), warehouses);
    }

    public boolean sellsFrom(final int channel, final int warehouse) {
        for (final int listed : lists.get(channel - 1)) {
            if (listed == warehouse) {
                return true;
            }
        }
        return false;
    }

    public boolean retired(final int channel) {
        return (slab.get(channel, FLAGS) & RETIRED) != 0;
    }

    public void retire(final int channel) {
        changes++;
        slab.opening(channel);
        slab.set(channel, FLAGS, slab.get(channel, FLAGS) | RETIRED);
        slab.changed(channel);
    }

    /** Whether an unpaid order may ship. */
    public boolean shipUnpaid(final int channel) {
        return (slab.get(channel, FLAGS) & SHIP_UNPAID) != 0;
    }

    /** Its hold policy, 0 for none of its own. */
    public int policy(final int channel) {
        return (int) slab.get(channel, POLICY);
    }

    public void policy(final int channel, final int policy) {
        slab.opening(channel);
        slab.set(channel, POLICY, policy);
        slab.changed(channel);
    }

    /** {@link #AT_ORDER} or {@link #AT_PAYMENT}: its own, else the default. */
    public int timing(final int channel) {
        final int own = (int) slab.get(channel, TIMING);
        return own == TIMING_UNSET ? defaultTiming : own;
    }

    /** Sets the timing of a channel, or the default with channel 0. */
    public void timing(final int channel, final int timing) {
        changes++;
        if (channel == 0) {
            defaultTiming = timing;
        } else {
            slab.opening(channel);
            slab.set(channel, TIMING, timing);
            slab.changed(channel);
        }
    }

    /** Its own timing, {@link #TIMING_UNSET} for none. */
    public int ownTiming(final int channel) {
        return (int) slab.get(channel, TIMING);
    }

    public int defaultTiming() {
        return defaultTiming;
    }

    /** Orders of the channel that are not closed. */
    public long openOrders(final int channel) {
        return slab.get(channel, OPEN_ORDERS);
    }

    public void countOpenOrder(final int channel, final int change) {
        slab.set(channel, OPEN_ORDERS, slab.get(channel, OPEN_ORDERS) + change);
    }

    /** SKUs on which the channel has a quota. */
    public long quotas(final int channel) {
        return slab.get(channel, QUOTAS);
    }

    void countQuota(final int channel, final int change) {
        slab.set(channel, QUOTAS, slab.get(channel, QUOTAS) + change);
    }

    /** Writes the channels with their codes and lists. */
    public void write(final StateWriter target) {
        slab.write(target);
        codes.write(target);
        for (int i = 0; i < lists.size(); i++) {
            final int[] list = lists.get(i);
            target.put(list.length);
            for (final int warehouse : list) {
                target.put(warehouse);
            }
        }
        target.put(defaultTiming);
    }

    /** Reads them back; {@link #openOrders} and {@link #quotas} are counted anew by {@link #link} and the caller. */
    public void read(final StateReader source, final Warehouses warehouses) {
        slab.read(source);
        codes.read(source);
        lists.clear();
        for (int channel = 1; channel <= slab.used(); channel++) {
            final int[] list = new int[(int) source.next("warehouses of a channel", 0, MOST_WAREHOUSES)];
            for (int i = 0; i < list.length; i++) {
                list[i] = (int) source.next(
                        "a channel's warehouse", 1, warehouses.slab().used());
            }
            lists.add(list);
        }
        defaultTiming = (int) source.next("default hold timing", AT_ORDER, AT_PAYMENT);
    }

    /** Checks what was read. */
    public void link(final HoldPolicies policies) {
        StateReader.require(slab.live() == slab.used() && codes.size() == slab.used(), "channels");
        for (int channel = 1; channel <= slab.used(); channel++) {
            StateReader.require(
                    slab.get(channel, CODE_HASH) == CodeBook.hash(codes.code(channel))
                            && slab.get(channel, LIST_HASH) == hash(lists.get(channel - 1)),
                    "a channel and its code or warehouses");
            policies.require(slab.get(channel, POLICY), true);
        }
    }

    /** Counts channels made or retired and timings set, since this object was made; no part of the state. */
    public long changes() {
        return changes;
    }
}
