package dev.tidegate.stock;

import dev.tidegate.table.CodeBook;
import dev.tidegate.table.Digest;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;

/** The SKUs: one cache line each, found by number without a look-up. */
public final class Skus {
    private static final int FLAGS = 0;
    private static final int CODE_HASH = 1;
    private static final int SAFETY = 2;
    private static final int LIMIT = 3;
    private static final int PERIOD = 4;
    private static final int POLICY = 5;
    private static final int LINKS = 6;
    private static final int DUE_HINT = 7;
    private static final int COVERED = 6;
    private static final int STRIDE = 8;

    private static final long EXISTS = 1;
    private static final long RETIRED = 2;
    private static final long FROZEN = 4;
    private static final int CLASS_SHIFT = 8;
    private static final long LOW_INT = 0xFFFFFFFFL;

    private final CodeBook codes = new CodeBook();
    private final Slab slab;

    public Skus(final Digest digest) {
        slab = new Slab(digest, 1, STRIDE, COVERED, 64);
    }

    public CodeBook codes() {
        return codes;
    }

    public Slab slab() {
        return slab;
    }

    public boolean exists(final int sku) {
        return sku >= 1 && sku <= slab.used();
    }

    /** Makes a SKU; its number is the answer. */
    public int add(final String code, final int supplyClass) {
        codes.add(code);
        final int sku = slab.take();
        set(sku, FLAGS, EXISTS | (long) supplyClass << CLASS_SHIFT);
        set(sku, CODE_HASH, CodeBook.hash(code));
        set(sku, PERIOD, 1);
        set(sku, DUE_HINT, Long.MAX_VALUE);
        slab.changed(sku);
        return sku;
    }

    private void change(final int sku, final int word, final long value) {
        slab.opening(sku);
        set(sku, word, value);
        slab.changed(sku);
    }

    public void supplyClass(final int sku, final int supplyClass) {
        final long flags = get(sku, FLAGS) & ~(0xFFL << CLASS_SHIFT);
        change(sku, FLAGS, flags | (long) supplyClass << CLASS_SHIFT);
    }

    public boolean retired(final int sku) {
        return (get(sku, FLAGS) & RETIRED) != 0;
    }

    public void retire(final int sku) {
        change(sku, FLAGS, get(sku, FLAGS) | RETIRED);
    }

    public boolean frozen(final int sku) {
        return (get(sku, FLAGS) & FROZEN) != 0;
    }

    public void freeze(final int sku, final boolean frozen) {
        final long flags = get(sku, FLAGS) & ~FROZEN;
        change(sku, FLAGS, frozen ? flags | FROZEN : flags);
    }

    /** Units never offered, at each warehouse. */
    public long safetyStock(final int sku) {
        return get(sku, SAFETY);
    }

    public void safetyStock(final int sku, final long units) {
        change(sku, SAFETY, units);
    }

    /** Units a buyer may hold and buy in a period; 0 for no limit. */
    public long limitPerBuyer(final int sku) {
        return get(sku, LIMIT);
    }

    public long periodMillis(final int sku) {
        return get(sku, PERIOD);
    }

    public void purchaseLimit(final int sku, final int limitPerBuyer, final long periodMillis) {
        slab.opening(sku);
        set(sku, LIMIT, limitPerBuyer);
        set(sku, PERIOD, periodMillis);
        slab.changed(sku);
    }

    /** Its hold policy, 0 for none of its own. */
    public int policy(final int sku) {
        return (int) get(sku, POLICY);
    }

    public void policy(final int sku, final int policy) {
        change(sku, POLICY, policy);
    }

    int firstStock(final int sku) {
        return (int) (get(sku, LINKS) >>> 32);
    }

    void firstStock(final int sku, final int stock) {
        set(sku, LINKS, (get(sku, LINKS) & LOW_INT) | (long) stock << 32);
    }

    int firstOffer(final int sku) {
        return (int) get(sku, LINKS);
    }

    void firstOffer(final int sku, final int offer) {
        set(sku, LINKS, (get(sku, LINKS) & ~LOW_INT) | offer);
    }

    /** No hold with a line of this SKU is due before this: a hint that spares a search, not part of the state. */
    public long nothingDueBefore(final int sku) {
        return get(sku, DUE_HINT);
    }

    public void nothingDueBefore(final int sku, final long millis) {
        set(sku, DUE_HINT, millis);
    }

    /** Writes the SKUs with their codes. */
    public void write(final StateWriter target) {
        slab.write(target);
        codes.write(target);
    }

    /** Reads them back; the chains of stocks and offers are linked anew by those. */
    public void read(final StateReader source) {
        slab.read(source);
        codes.read(source);
    }

    /** Checks what was read. */
    public void link(final HoldPolicies policies) {
        StateReader.require(slab.live() == slab.used() && codes.size() == slab.used(), "SKUs");
        for (int sku = 1; sku <= slab.used(); sku++) {
            StateReader.require(get(sku, CODE_HASH) == CodeBook.hash(codes.code(sku)), "a SKU and its code");
            StateReader.require(get(sku, PERIOD) > 0, "the period of a SKU");
            policies.require(get(sku, POLICY), true);
            set(sku, DUE_HINT, Long.MAX_VALUE);
        }
    }

    private long get(final int record, final int word) {
        return slab.words()[record * STRIDE + word];
    }

    private void set(final int record, final int word, final long value) {
        slab.words()[record * STRIDE + word] = value;
    }

    /** 0 for none, 1 to 3 for A to C. */
    public int supplyClass(final int sku) {
        return (int) (get(sku, FLAGS) >>> CLASS_SHIFT & 0xFF);
    }
}
