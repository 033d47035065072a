package dev.tidegate.table;

/** Integer mixing. The constants are those of well-known mixers; nothing here is cryptographic. */
public final class Mix {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Mix() {}

    /** Spreads every input bit over every output bit (finalizer of MurmurHash3, variant 13 of David Stafford). */
    public static long spread(final long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Folds two words into one by a 128-bit product, as wyhash does. */
    public static long fold(final long a, final long b) {
        return (a * b) ^ Math.multiplyHigh(a, b);
    }

    /** A chain value after one more word. */
    public static long chain(final long chain, final long value) {
        return fold(chain ^ GOLDEN, value ^ 0xE7037ED1A0B428DBL) + value;
    }
}
