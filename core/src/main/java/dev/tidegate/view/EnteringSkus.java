package dev.tidegate.view;

import java.util.Arrays;

/** SKUs that are sold out and wait to be published as such: each stands here once, and may leave before. */
final class EnteringSkus {
    private long[] waiting = new long[16];
    private long[] listed = new long[16];
    private int[] skus = new int[64];
    private int count;
    private int wanted;

    /** Whether the SKU is to wait here from now on. */
    void set(final int sku, final boolean wait) {
        final int word = sku >>> 6;
        if (word >= waiting.length) {
            waiting = Arrays.copyOf(waiting, 2 * word);
            listed = Arrays.copyOf(listed, 2 * word);
        }
        final long bit = 1L << sku;
        if (wait == ((waiting[word] & bit) != 0)) {
            return;
        }
        waiting[word] ^= bit;
        wanted += wait ? 1 : -1;
        if (wait && (listed[word] & bit) == 0) {
            listed[word] |= bit;
            if (count == skus.length) {
                skus = Arrays.copyOf(skus, 2 * count);
            }
            skus[count++] = sku;
        }
    }

    boolean any() {
        return wanted > 0;
    }

    /** Writes all of them into the view as sold out; none waits afterwards. */
    void take(final StockView view) {
        for (int i = 0; i < count; i++) {
            final int word = skus[i] >>> 6;
            if ((waiting[word] & 1L << skus[i]) != 0) {
                view.soldOut(skus[i], true);
            }
            listed[word] &= ~(1L << skus[i]);
            waiting[word] &= ~(1L << skus[i]);
        }
        count = 0;
        wanted = 0;
    }
}
