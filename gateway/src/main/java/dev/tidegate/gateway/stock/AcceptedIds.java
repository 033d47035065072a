package dev.tidegate.gateway.stock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which command ids may have been accepted: a filter that never forgets one, and now and then takes one for accepted
 * that was not. Written by the answering thread, read by all. When it is half full it says yes to everything, which is
 * always safe. An id takes 4 bits of one cache line.
 */
final class AcceptedIds {
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int WORDS_PER_LINE = 8;
    private static final int BITS_PER_ID = 4;
    private static final int LINE_BITS = 9;
    private static final long LINE_MASK = (1 << LINE_BITS) - 1;
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final long[] words;
    private final long lineMask;
    private final long mostIds;
    private volatile long count;

    /** {@code bytes} is a power of two from 64. */
    AcceptedIds(final int bytes) {
        words = new long[bytes / Long.BYTES];
        lineMask = words.length / WORDS_PER_LINE - 1;
        mostIds = (long) bytes * Byte.SIZE / 2 / BITS_PER_ID;
    }

    private static long mix(final int principal, final long high, final long low) {
        long x = low ^ Long.rotateLeft(high, 29) * FACTOR ^ principal;
        x = (x ^ x >>> 32) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 29) * 0x94D049BB133111EBL;
        return x ^ x >>> 32;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void add(final int principal, final long high, final long low) {
        final long hash = mix(principal, high, low);
        final int line = (int) (hash & lineMask) * WORDS_PER_LINE;
        long bits = hash * FACTOR;
        for (int i = 0; i < BITS_PER_ID; i++) {
            final int bit = (int) (bits >>> 64 - LINE_BITS & LINE_MASK);
            final int word = line + (bit >>> 6);
            WORDS.setRelease(words, word, words[word] | 1L << bit);
            bits = bits << LINE_BITS;
        }
        count++;
    }

    boolean mayHold(final int principal, final long high, final long low) {
        if (count > mostIds) {
            return true;
        }
        final long hash = mix(principal, high, low);
        final int line = (int) (hash & lineMask) * WORDS_PER_LINE;
        long bits = hash * FACTOR;
        for (int i = 0; i < BITS_PER_ID; i++) {
            final int bit = (int) (bits >>> 64 - LINE_BITS & LINE_MASK);
            if (((long) WORDS.getAcquire(words, line + (bit >>> 6)) & 1L << bit) == 0) {
                return false;
            }
            bits = bits << LINE_BITS;
        }
        return true;
    }
}
