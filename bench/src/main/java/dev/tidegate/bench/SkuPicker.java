package dev.tidegate.bench;

/** Chooses SKUs, numbered from 1, from a table drawn once: choosing is one load. */
final class SkuPicker {
    private static final double ZIPF_EXPONENT = 1.07;
    private static final int DRAWN = 1 << 20;

    private final int[] drawn;
    private final int skus;

    SkuPicker(final Mix mix) {
        skus = mix.skus();
        drawn = mix == Mix.ZIPF ? drawZipf(skus) : new int[0];
    }

    /** The inverse of the distribution at evenly spaced points. */
    private static int[] drawZipf(final int skus) {
        double total = 0;
        for (int sku = 1; sku <= skus; sku++) {
            total += Math.pow(sku, -ZIPF_EXPONENT);
        }
        final int[] table = new int[DRAWN];
        double sum = 0;
        int at = 0;
        for (int sku = 1; sku <= skus; sku++) {
            sum += Math.pow(sku, -ZIPF_EXPONENT);
            final int end = sku == skus ? DRAWN : (int) (sum / total * DRAWN);
            while (at < end) {
                table[at++] = sku;
            }
        }
        return table;
    }

    int pick(final Dice dice) {
        if (skus == 1) {
            return 1;
        }
        return drawn.length == 0 ? 1 + dice.below(skus) : drawn[dice.below(DRAWN)];
    }
}
