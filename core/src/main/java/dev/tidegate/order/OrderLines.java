package dev.tidegate.order;

import dev.tidegate.table.Digest;
import dev.tidegate.table.Slab;

/**
 * The lines of the orders in memory, one cache line each, chained per order. Live units of a line are granted -
 * cancelled - shipped; of these, {@code short} have no unit behind them.
 */
public final class OrderLines {
    /** Its units came from an allotment. */
    public static final int FLAG_FROM_ALLOTMENT = 1;
    /** A purchase counter counts it. */
    public static final int FLAG_COUNTED = 2;
    /** The cap of its campaign item counts it. */
    public static final int FLAG_CAP_COUNTED = 8;
    /** The order named the warehouse. */
    public static final int FLAG_WAREHOUSE_NAMED = 4;

    private static final int SKU_NEXT = 0;
    private static final int STOCK_ORDER = 1;
    private static final int TERMS = 2;
    private static final int ASKED_GRANTED = 3;
    private static final int CANCELLED_SHIPPED = 4;
    private static final int RETURNED_SHORT = 5;
    private static final int AMOUNT = 6;
    private static final int SHORT_LINKS = 7;
    private static final int COVERED = 7;
    private static final int STRIDE = 8;
    private static final long INT = 0xFFFFFFFFL;
    private static final int ITEM_SHIFT = 40;
    private static final int WAREHOUSE_SHIFT = 24;
    private static final int FLAGS_SHIFT = 16;

    private final Slab slab;

    public OrderLines(final Digest digest, final int expected) {
        slab = new Slab(digest, 12, STRIDE, COVERED, expected);
    }

    public Slab slab() {
        return slab;
    }

    /** Takes a record for a line; chain it with {@link #next}. */
    public int add(
            final int order,
            final int number,
            final int sku,
            final int item,
            final int warehouse,
            final int flags,
            final int stock,
            final long asked,
            final long granted,
            final long amount) {
        final int line = slab.take();
        set(line, SKU_NEXT, (long) sku << 32);
        set(line, STOCK_ORDER, (long) stock << 32 | order);
        set(
                line,
                TERMS,
                (long) item << ITEM_SHIFT | (long) warehouse << WAREHOUSE_SHIFT | (long) flags << FLAGS_SHIFT | number);
        set(line, ASKED_GRANTED, asked << 32 | granted);
        set(line, AMOUNT, amount);
        slab.changed(line);
        return line;
    }

    /** Chains the line that follows in the order. */
    public void next(final int line, final int next) {
        setLow(line, SKU_NEXT, next);
    }

    /** The line that follows in the order, 0 for none. */
    public int next(final int line) {
        return (int) get(line, SKU_NEXT);
    }

    /** Gives back the record of a line. */
    public void leave(final int line) {
        slab.opening(line);
        slab.clear(line);
        slab.give(line);
    }

    private void setLow(final int line, final int word, final long low) {
        slab.opening(line);
        set(line, word, (get(line, word) & ~INT) | low);
        slab.changed(line);
    }

    private void setHigh(final int line, final int word, final long high) {
        slab.opening(line);
        set(line, word, (get(line, word) & INT) | high << 32);
        slab.changed(line);
    }

    private long low(final int line, final int word) {
        return get(line, word) & INT;
    }

    private long high(final int line, final int word) {
        return get(line, word) >>> 32;
    }

    public int sku(final int line) {
        return (int) high(line, SKU_NEXT);
    }

    /** The pair of SKU and warehouse its units come from, 0 while nothing was taken. */
    public int stock(final int line) {
        return (int) high(line, STOCK_ORDER);
    }

    /** Its units come from there now. */
    public void takenFrom(final int line, final int stock, final int warehouse, final boolean fromAllotment) {
        slab.opening(line);
        set(line, STOCK_ORDER, (long) stock << 32 | order(line));
        final long kept =
                get(line, TERMS) & ~(0xFFFFL << WAREHOUSE_SHIFT) & ~((long) FLAG_FROM_ALLOTMENT << FLAGS_SHIFT);
        final long flag = fromAllotment ? (long) FLAG_FROM_ALLOTMENT << FLAGS_SHIFT : 0;
        set(line, TERMS, kept | (long) warehouse << WAREHOUSE_SHIFT | flag);
        slab.changed(line);
    }

    /** The order's record. */
    public int order(final int line) {
        return (int) low(line, STOCK_ORDER);
    }

    /** The campaign's item, 0 for none. */
    public int item(final int line) {
        return (int) (get(line, TERMS) >>> ITEM_SHIFT);
    }

    /** The warehouse named or chosen, 0 while none is. */
    public int warehouse(final int line) {
        return (int) (get(line, TERMS) >>> WAREHOUSE_SHIFT & 0xFFFF);
    }

    public boolean has(final int line, final int flag) {
        return (get(line, TERMS) >>> FLAGS_SHIFT & flag) != 0;
    }

    /** Takes flags away. */
    public void clearFlags(final int line, final int flags) {
        if (!has(line, flags)) {
            return;
        }
        slab.opening(line);
        set(line, TERMS, get(line, TERMS) & ~((long) flags << FLAGS_SHIFT));
        slab.changed(line);
    }

    /** 1 for the first line of the order. */
    public int number(final int line) {
        return (int) (get(line, TERMS) & 0xFFFF);
    }

    public long asked(final int line) {
        return high(line, ASKED_GRANTED);
    }

    public long granted(final int line) {
        return low(line, ASKED_GRANTED);
    }

    public long cancelled(final int line) {
        return high(line, CANCELLED_SHIPPED);
    }

    public void cancel(final int line, final long units) {
        setHigh(line, CANCELLED_SHIPPED, cancelled(line) + units);
    }

    public long shipped(final int line) {
        return low(line, CANCELLED_SHIPPED);
    }

    public void ship(final int line, final long units) {
        setLow(line, CANCELLED_SHIPPED, shipped(line) + units);
    }

    public long returned(final int line) {
        return high(line, RETURNED_SHORT);
    }

    public void takeBack(final int line, final long units) {
        setHigh(line, RETURNED_SHORT, returned(line) + units);
    }

    /** Sets what became of the granted units. */
    public void moved(final int line, final long cancelled, final long shipped, final long returned) {
        slab.opening(line);
        set(line, CANCELLED_SHIPPED, cancelled << 32 | shipped);
        set(line, RETURNED_SHORT, returned << 32);
        slab.changed(line);
    }

    /** Live units without a unit behind them. */
    public long shortUnits(final int line) {
        return low(line, RETURNED_SHORT);
    }

    public void shortUnits(final int line, final long units) {
        setLow(line, RETURNED_SHORT, units);
    }

    /** Units spoken for and not shipped. */
    public long live(final int line) {
        return granted(line) - cancelled(line) - shipped(line);
    }

    public long amount(final int line) {
        return get(line, AMOUNT);
    }

    /** The next younger line with short units of the same SKU and warehouse. */
    public int nextShort(final int line) {
        return (int) get(line, SHORT_LINKS);
    }

    public void nextShort(final int line, final int next) {
        set(line, SHORT_LINKS, next);
    }

    private long get(final int record, final int word) {
        return slab.words()[record * STRIDE + word];
    }

    private void set(final int record, final int word, final long value) {
        slab.words()[record * STRIDE + word] = value;
    }
}
