package dev.tidegate.stock;

import dev.tidegate.table.CodeBook;
import dev.tidegate.table.Digest;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;
import java.util.Arrays;
import org.eclipse.collections.api.map.primitive.MutableLongIntMap;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;

/** The campaigns, their items (a SKU on a campaign's terms) and their allotments (units ring-fenced at a warehouse). */
public final class Campaigns {
    private static final int FLAGS = 0;
    private static final int CODE_HASH = 1;
    private static final int START = 2;
    private static final int END = 3;
    private static final int POLICY = 4;
    private static final int COVERED = 5;
    private static final int STRIDE = 6;
    private static final long EXISTS = 1;
    private static final long ENDED = 2;

    private static final int ITEM_KEY = 0;
    private static final int ITEM_LIMIT = 1;
    private static final int ITEM_CAP = 2;
    private static final int ITEM_USED = 3;
    private static final int ITEM_ALLOTMENTS = 4;
    private static final int ITEM_COVERED = 5;
    private static final int ITEM_STRIDE = 6;

    private static final int ALLOTMENT_KEY = 0;
    private static final int ALLOTMENT_LEFT = 1;
    private static final int ALLOTMENT_NEXT = 2;
    private static final int ALLOTMENT_COVERED = 2;
    private static final int ALLOTMENT_STRIDE = 4;

    private final Stocks stocks;
    private final CodeBook codes = new CodeBook();
    private final Slab slab;
    private final Slab items;
    private final Slab allotments;
    private final MutableLongIntMap itemOf = new LongIntHashMap();
    private long firstEnd = Long.MAX_VALUE;

    public Campaigns(final Digest digest, final Stocks stocks) {
        this.stocks = stocks;
        slab = new Slab(digest, 7, STRIDE, COVERED, 16);
        items = new Slab(digest, 8, ITEM_STRIDE, ITEM_COVERED, 64);
        allotments = new Slab(digest, 9, ALLOTMENT_STRIDE, ALLOTMENT_COVERED, 64);
    }

    public CodeBook codes() {
        return codes;
    }

    public Slab slab() {
        return slab;
    }

    public Slab items() {
        return items;
    }

    public Slab allotments() {
        return allotments;
    }

    public boolean exists(final int campaign) {
        return campaign >= 1 && campaign <= slab.used();
    }

    /** Makes a campaign; its number is the answer. */
    public int add(final String code, final long start, final long end) {
        codes.add(code);
        final int campaign = slab.take();
        slab.set(campaign, FLAGS, EXISTS);
        slab.set(campaign, CODE_HASH, CodeBook.hash(code));
        slab.set(campaign, START, start);
        slab.set(campaign, END, end);
        slab.changed(campaign);
        findFirstEnd();
        return campaign;
    }

    public void window(final int campaign, final long start, final long end) {
        slab.opening(campaign);
        slab.set(campaign, START, start);
        slab.set(campaign, END, end);
        slab.changed(campaign);
        findFirstEnd();
    }

    public long start(final int campaign) {
        return slab.get(campaign, START);
    }

    public long end(final int campaign) {
        return slab.get(campaign, END);
    }

    /** Its hold policy, 0 for none of its own. */
    public int policy(final int campaign) {
        return (int) slab.get(campaign, POLICY);
    }

    public void policy(final int campaign, final int policy) {
        slab.opening(campaign);
        slab.set(campaign, POLICY, policy);
        slab.changed(campaign);
    }

    /** Whether what was left of its allotments has gone back. */
    public boolean swept(final int campaign) {
        return (slab.get(campaign, FLAGS) & ENDED) != 0;
    }

    public void sweep(final int campaign) {
        slab.opening(campaign);
        slab.set(campaign, FLAGS, slab.get(campaign, FLAGS) | ENDED);
        slab.changed(campaign);
        findFirstEnd();
    }

    /** When the first campaign that has not been swept ends, {@link Long#MAX_VALUE} when there is none. */
    public long firstEnd() {
        return firstEnd;
    }

    /** The campaign to sweep first of those that have ended by now, by (end, number); 0 when there is none. */
    public int firstEnded(final long now) {
        return now < firstEnd ? 0 : firstToEnd();
    }

    private int firstToEnd() {
        int first = 0;
        for (int campaign = 1; campaign <= slab.used(); campaign++) {
            if (!swept(campaign) && (first == 0 || end(campaign) < end(first))) {
                first = campaign;
            }
        }
        return first;
    }

    private void findFirstEnd() {
        final int first = firstToEnd();
        firstEnd = first == 0 ? Long.MAX_VALUE : end(first);
    }

    /** The item of a campaign and SKU, 0 when the campaign does not have it. */
    public int item(final int campaign, final int sku) {
        return itemOf.getIfAbsent((long) campaign << 32 | sku, 0);
    }

    /** Sets an item's terms; makes it if there is none. */
    public void setItem(final int campaign, final int sku, final int limitPerBuyer, final long capUnits) {
        int item = item(campaign, sku);
        if (item == 0) {
            item = items.take();
            items.set(item, ITEM_KEY, (long) campaign << 32 | sku);
            itemOf.put((long) campaign << 32 | sku, item);
        } else {
            items.opening(item);
        }
        items.set(item, ITEM_LIMIT, limitPerBuyer);
        items.set(item, ITEM_CAP, capUnits);
        items.changed(item);
    }

    public int itemCampaign(final int item) {
        return (int) (items.get(item, ITEM_KEY) >>> 32);
    }

    /** Units a buyer may hold and buy; 0 for no limit. */
    public long limitPerBuyer(final int item) {
        return items.get(item, ITEM_LIMIT);
    }

    public boolean hasCap(final int item) {
        return items.get(item, ITEM_CAP) >= 0;
    }

    /** Units left under the cap, below zero when it was lowered; call only with a cap. */
    public long capLeft(final int item) {
        return items.get(item, ITEM_CAP) - items.get(item, ITEM_USED);
    }

    public void countUsed(final int item, final long change) {
        items.opening(item);
        items.set(item, ITEM_USED, items.get(item, ITEM_USED) + change);
        items.changed(item);
    }

    /** Whether the item takes from allotments of its own. */
    public boolean hasAllotments(final int item) {
        return items.get(item, ITEM_ALLOTMENTS) > 0;
    }

    /** The allotment of a campaign at a pair of SKU and warehouse, 0 for none. */
    public int allotment(final int campaign, final int stock) {
        int allotment = stock == 0 ? 0 : stocks.firstAllotment(stock);
        while (allotment != 0 && allotmentCampaign(allotment) != campaign) {
            allotment = nextAllotment(allotment);
        }
        return allotment;
    }

    /** Makes an allotment of 0 units. */
    public int addAllotment(final int campaign, final int stock) {
        final int allotment = allotments.take();
        allotments.set(allotment, ALLOTMENT_KEY, (long) campaign << 32 | stock);
        allotments.set(allotment, ALLOTMENT_NEXT, stocks.firstAllotment(stock));
        allotments.changed(allotment);
        stocks.firstAllotment(stock, allotment);
        final int item = item(campaign, stocks.sku(stock));
        items.opening(item);
        items.set(item, ITEM_ALLOTMENTS, items.get(item, ITEM_ALLOTMENTS) + 1);
        items.changed(item);
        return allotment;
    }

    /** The first allotment at a pair of SKU and warehouse, 0 for none; {@link #nextAllotment} gives the others. */
    public int firstAllotment(final int stock) {
        return stocks.firstAllotment(stock);
    }

    public int nextAllotment(final int allotment) {
        return (int) allotments.get(allotment, ALLOTMENT_NEXT);
    }

    public int allotmentCampaign(final int allotment) {
        return (int) (allotments.get(allotment, ALLOTMENT_KEY) >>> 32);
    }

    public int allotmentStock(final int allotment) {
        return (int) allotments.get(allotment, ALLOTMENT_KEY);
    }

    /** Units left in an allotment. */
    public long left(final int allotment) {
        return allotments.get(allotment, ALLOTMENT_LEFT);
    }

    public void changeLeft(final int allotment, final long change) {
        allotments.opening(allotment);
        allotments.set(allotment, ALLOTMENT_LEFT, left(allotment) + change);
        allotments.changed(allotment);
    }

    /** The allotments of a campaign in the order of (SKU, warehouse). Allocates; for the end of a campaign. */
    public int[] allotmentsOf(final int campaign) {
        final int[] found = new int[allotments.used()];
        int count = 0;
        for (int allotment = 1; allotment <= allotments.used(); allotment++) {
            if (allotmentCampaign(allotment) == campaign) {
                found[count++] = allotment;
            }
        }
        final long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            final int stock = allotmentStock(found[i]);
            keys[i] = (long) stocks.sku(stock) << 32 | (long) stocks.warehouse(stock) << 16;
        }
        return sortedBy(keys, Arrays.copyOf(found, count));
    }

    /** Few and rarely: an insertion sort, which keeps no comparator. */
    private static int[] sortedBy(final long[] keys, final int[] values) {
        for (int i = 1; i < values.length; i++) {
            for (int j = i; j > 0 && keys[j] < keys[j - 1]; j--) {
                final long key = keys[j];
                keys[j] = keys[j - 1];
                keys[j - 1] = key;
                final int value = values[j];
                values[j] = values[j - 1];
                values[j - 1] = value;
            }
        }
        return values;
    }

    /** Writes the campaigns with their codes, items and allotments. */
    public void write(final StateWriter target) {
        slab.write(target);
        codes.write(target);
        items.write(target);
        allotments.write(target);
    }

    /** Reads them back. */
    public void read(final StateReader source) {
        slab.read(source);
        codes.read(source);
        items.read(source);
        allotments.read(source);
    }

    /** Checks what was read, and finds and chains everything as it was made. */
    public void link(final Skus skus, final HoldPolicies policies) {
        StateReader.require(slab.live() == slab.used() && codes.size() == slab.used(), "campaigns");
        StateReader.require(items.live() == items.used() && allotments.live() == allotments.used(), "allotments");
        for (int campaign = 1; campaign <= slab.used(); campaign++) {
            StateReader.require(
                    slab.get(campaign, CODE_HASH) == CodeBook.hash(codes.code(campaign)), "a campaign and its code");
            policies.require(slab.get(campaign, POLICY), true);
        }
        itemOf.clear();
        for (int item = 1; item <= items.used(); item++) {
            final int sku = (int) items.get(item, ITEM_KEY);
            StateReader.require(
                    exists(itemCampaign(item)) && skus.exists(sku) && item(itemCampaign(item), sku) == 0,
                    "the campaign and SKU of an item");
            itemOf.put(items.get(item, ITEM_KEY), item);
        }
        for (int allotment = 1; allotment <= allotments.used(); allotment++) {
            linkAllotment(allotment);
        }
        findFirstEnd();
    }

    private void linkAllotment(final int allotment) {
        final int stock = allotmentStock(allotment);
        StateReader.require(
                exists(allotmentCampaign(allotment))
                        && stock >= 1
                        && stock <= stocks.slab().used(),
                "the campaign and stock of an allotment");
        allotments.set(allotment, ALLOTMENT_NEXT, stocks.firstAllotment(stock));
        stocks.firstAllotment(stock, allotment);
    }

    public int itemSku(final int item) {
        return (int) items.get(item, ITEM_KEY);
    }

    /** Units that the campaign may hold and sell of the item in all, -1 for no cap. */
    public long capUnits(final int item) {
        return items.get(item, ITEM_CAP);
    }
}
