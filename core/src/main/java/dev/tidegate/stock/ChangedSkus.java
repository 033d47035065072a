package dev.tidegate.stock;

import java.util.Arrays;

/**
 * The SKUs that changed since somebody last asked, each named once, so that there are never more than there are SKUs. No
 * part of the state: it may be asked and cleared at any time.
 */
public final class ChangedSkus {
    private long[] marks = new long[16];
    private int[] skus = new int[64];
    private int count;

    /** Notes a SKU; a test of one bit when it is noted already. */
    public void mark(final int sku) {
        final int word = sku >>> 6;
        if (word >= marks.length) {
            marks = Arrays.copyOf(marks, Math.max(2 * marks.length, word + 1));
        }
        if ((marks[word] & 1L << sku) == 0) {
            note(sku, word);
        }
    }

    private void note(final int sku, final int word) {
        marks[word] |= 1L << sku;
        if (count == skus.length) {
            skus = Arrays.copyOf(skus, 2 * count);
        }
        skus[count++] = sku;
    }

    public int count() {
        return count;
    }

    public int sku(final int index) {
        return skus[index];
    }

    /** Forgets all. */
    public void clear() {
        for (int i = 0; i < count; i++) {
            marks[skus[i] >>> 6] = 0;
        }
        count = 0;
    }
}
