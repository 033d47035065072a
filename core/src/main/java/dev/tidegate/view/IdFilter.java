package dev.tidegate.view;

import dev.tidegate.table.Mix;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A set of command ids that may say yes wrongly, never no: four bits in one word for each id (a blocked Bloom filter).
 * One thread adds, any thread asks; ids are only ever added, until it is emptied.
 */
final class IdFilter {
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    /** With 16 bits for each id about one stranger in 200 is taken for a member. */
    private static final int IDS_PER_WORD = 4;

    private static final int BIT_MASK = 63;
    private static final int BIT_BITS = 6;
    private static final long SALT = 0x5851F42D4C957F2DL;

    private final long[] words;
    private final int indexShift;
    private final long key;
    private int ids;
    private int emptied;

    /** {@code capacity} ids, a power of two from 8 to 2^30; {@code key} keeps callers from choosing where theirs go. */
    IdFilter(final int capacity, final long key) {
        words = new long[capacity / IDS_PER_WORD];
        indexShift = Long.SIZE - Integer.numberOfTrailingZeros(words.length);
        this.key = key;
        emptied = words.length;
    }

    int capacity() {
        return words.length * IDS_PER_WORD;
    }

    /** Whether it holds more than it is made for: it still never says no wrongly, but yes more and more often. */
    boolean isCrowded() {
        return ids > capacity();
    }

    private long hash(final int principal, final long high, final long low) {
        return Mix.spread(Mix.fold(high ^ key, low ^ principal * SALT) ^ key);
    }

    private static long bits(final long hash) {
        return 1L << (hash & BIT_MASK)
                | 1L << (hash >>> BIT_BITS & BIT_MASK)
                | 1L << (hash >>> 2 * BIT_BITS & BIT_MASK)
                | 1L << (hash >>> 3 * BIT_BITS & BIT_MASK);
    }

    void add(final int principal, final long high, final long low) {
        final long hash = hash(principal, high, low);
        final int index = (int) (hash >>> indexShift);
        WORDS.setOpaque(words, index, words[index] | bits(hash));
        ids++;
    }

    boolean mayHold(final int principal, final long high, final long low) {
        final long hash = hash(principal, high, low);
        final long bits = bits(hash);
        return ((long) WORDS.getOpaque(words, (int) (hash >>> indexShift)) & bits) == bits;
    }

    /** Whoever adds begins to empty it; nobody may rely on it from now on. */
    void beginEmptying() {
        VarHandle.storeStoreFence();
        emptied = 0;
        ids = 0;
    }

    /** Empties some more of it. */
    void empty(final int mostWords) {
        final int end = Math.min(words.length, emptied + mostWords);
        for (; emptied < end; emptied++) {
            WORDS.setOpaque(words, emptied, 0L);
        }
    }

    boolean isEmptied() {
        return emptied == words.length;
    }
}
