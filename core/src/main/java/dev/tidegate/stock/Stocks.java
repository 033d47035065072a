package dev.tidegate.stock;

import dev.tidegate.table.Digest;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;
import java.util.Arrays;

/**
 * The ledger: per SKU and warehouse one cache line of buckets, and beside them the claims without units. Every movement
 * is between two buckets, or in, or out; no bucket goes below zero.
 */
public final class Stocks {
    private static final int PAIR = 0;
    private static final int SHORT = 7;
    private static final int STRIDE = 8;

    /** The most units of one SKU and warehouse, in all buckets. */
    public static final long MOST_UNITS = 1_000_000_000_000L;

    private final Skus skus;
    private final LedgerEvents events;
    private final Slab slab;
    private final StockTotals totals;
    private final ChangedSkus changed = new ChangedSkus();
    private int[] nextOfSku = new int[64];
    private int[] firstAllotment = new int[64];
    private int[] firstShortLine = new int[64];
    private long unitsIn;
    private long unitsOut;

    public Stocks(final Digest digest, final Skus skus, final LedgerEvents events) {
        this.skus = skus;
        this.events = events;
        slab = new Slab(digest, 5, STRIDE, STRIDE, 64);
        totals = new StockTotals(digest);
    }

    public Slab slab() {
        return slab;
    }

    /** The pair of SKU and warehouse, 0 when there is none yet. */
    public int find(final int sku, final int warehouse) {
        int stock = skus.firstStock(sku);
        while (stock != 0 && warehouse(stock) != warehouse) {
            stock = nextOfSku[stock];
        }
        return stock;
    }

    /** The pair of SKU and warehouse, made if there is none yet. */
    public int findOrAdd(final int sku, final int warehouse) {
        final int found = find(sku, warehouse);
        if (found != 0) {
            return found;
        }
        final int stock = slab.take();
        if (stock >= nextOfSku.length) {
            lengthenChains(2 * stock);
        }
        set(stock, PAIR, (long) sku << 32 | warehouse);
        slab.changed(stock);
        totals.add(stock, (long) sku << 32 | warehouse);
        nextOfSku[stock] = skus.firstStock(sku);
        skus.firstStock(sku, stock);
        return stock;
    }

    private void lengthenChains(final int length) {
        nextOfSku = Arrays.copyOf(nextOfSku, length);
        firstAllotment = Arrays.copyOf(firstAllotment, length);
        firstShortLine = Arrays.copyOf(firstShortLine, length);
    }

    /** Makes room for that many pairs. */
    public void reserve(final int pairs) {
        slab.reserve(pairs);
        totals.slab().reserve(pairs);
        if (pairs >= nextOfSku.length) {
            lengthenChains(pairs + 1);
        }
    }

    /** The first pair of a SKU, 0 for none; {@link #nextOf} gives the others. */
    public int firstOf(final int sku) {
        return skus.firstStock(sku);
    }

    public int nextOf(final int stock) {
        return nextOfSku[stock];
    }

    public int sku(final int stock) {
        return (int) (get(stock, PAIR) >>> 32);
    }

    public int warehouse(final int stock) {
        return (int) get(stock, PAIR);
    }

    /** Units in a bucket from {@link Bucket}, but not {@code OUTSIDE}. */
    public long units(final int stock, final int bucket) {
        return get(stock, bucket);
    }

    /** Claims of order lines without units. */
    public long shortUnits(final int stock) {
        return get(stock, SHORT);
    }

    /** Units in the house that are for sale or spoken for. */
    public long unitsInHouse(final int stock) {
        return get(stock, Bucket.SELLABLE)
                + get(stock, Bucket.ALLOTTED)
                + get(stock, Bucket.HELD)
                + get(stock, Bucket.SOLD);
    }

    /** Units in all buckets. */
    public long unitsInAll(final int stock) {
        return unitsInHouse(stock) + get(stock, Bucket.SHIPPED) + get(stock, Bucket.QUARANTINE);
    }

    /** Moves units, above zero, from one bucket to another, and tells the ledger's listener. */
    public void move(final int stock, final int from, final int to, final long units) {
        slab.opening(stock);
        final long fromAfter = from == Bucket.OUTSIDE ? 0 : get(stock, from) - units;
        if (units <= 0 || fromAfter < 0) {
            throw new IllegalStateException("ledger: " + units + " units from bucket " + from + " of stock " + stock
                    + " would leave " + fromAfter);
        }
        if (from == Bucket.OUTSIDE) {
            unitsIn += units;
            totals.in(stock, units);
        } else {
            set(stock, from, fromAfter);
        }
        if (to == Bucket.OUTSIDE) {
            unitsOut += units;
            totals.out(stock, units);
        } else {
            set(stock, to, get(stock, to) + units);
        }
        slab.changed(stock);
        final int sku = sku(stock);
        changed.mark(sku);
        events.moved(sku, warehouse(stock), from, to, units, fromAfter, to == Bucket.OUTSIDE ? 0 : units(stock, to));
    }

    /** Changes the claims without units. */
    public void changeShort(final int stock, final long change) {
        final long after = get(stock, SHORT) + change;
        if (after < 0) {
            throw new IllegalStateException("ledger: short of stock " + stock + " would be " + after);
        }
        slab.opening(stock);
        set(stock, SHORT, after);
        slab.changed(stock);
        changed.mark(sku(stock));
    }

    /** Units that ever came in from outside. */
    public long unitsIn() {
        return unitsIn;
    }

    /** Units that ever left to outside. */
    public long unitsOut() {
        return unitsOut;
    }

    int firstAllotment(final int stock) {
        return firstAllotment[stock];
    }

    void firstAllotment(final int stock, final int allotment) {
        firstAllotment[stock] = allotment;
    }

    /** The oldest order line with claims without units, 0 for none; kept by the order book. */
    public int firstShortLine(final int stock) {
        return firstShortLine[stock];
    }

    public void firstShortLine(final int stock, final int line) {
        firstShortLine[stock] = line;
    }

    /** Writes the ledger. */
    public void write(final StateWriter target) {
        slab.write(target);
        totals.slab().write(target);
        target.put(unitsIn);
        target.put(unitsOut);
    }

    /** Reads it back. */
    public void read(final StateReader source) {
        slab.read(source);
        totals.slab().read(source);
        unitsIn = source.next();
        unitsOut = source.next();
    }

    /** Checks what was read, and chains the pairs of each SKU as they were made. */
    public void link(final Warehouses warehouses) {
        StateReader.require(slab.live() == slab.used(), "stocks");
        totals.link(slab);
        nextOfSku = new int[slab.used() + 64];
        firstAllotment = new int[slab.used() + 64];
        firstShortLine = new int[slab.used() + 64];
        for (int stock = 1; stock <= slab.used(); stock++) {
            StateReader.require(
                    skus.exists(sku(stock)) && warehouses.exists(warehouse(stock)), "the SKU and warehouse of a stock");
            nextOfSku[stock] = skus.firstStock(sku(stock));
            skus.firstStock(sku(stock), stock);
        }
    }

    /** The records of what ever came in and left, numbered as the stocks are. */
    public Slab totals() {
        return totals.slab();
    }

    /** Says that units which came in (above zero) or left (below) did so by a correction. */
    public void corrected(final int stock, final long change) {
        totals.corrected(stock, change);
    }

    /** Units that ever came in by receipts. */
    public long received(final int stock) {
        return totals.received(stock);
    }

    /** Units that ever came in by corrections. */
    public long adjustedUp(final int stock) {
        return totals.adjustedUp(stock);
    }

    /** Units that ever left by corrections. */
    public long adjustedDown(final int stock) {
        return totals.adjustedDown(stock);
    }

    /** Units that ever left as scrap. */
    public long scrapped(final int stock) {
        return totals.scrapped(stock);
    }

    /** Units that ever came in and did not leave. */
    public long balance(final int stock) {
        return totals.balance(stock);
    }

    /** The SKUs whose stock changed, and those that were marked because what may be sold of them did. */
    public ChangedSkus changed() {
        return changed;
    }

    private long get(final int record, final int word) {
        return slab.words()[record * STRIDE + word];
    }

    private void set(final int record, final int word, final long value) {
        slab.words()[record * STRIDE + word] = value;
    }
}
