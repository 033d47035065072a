package dev.tidegate.table;

import java.util.Arrays;

/** Sorts records by a number that each has alone, such as the sequence of an order's placing. */
public final class TieOrder {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private long[] ties = new long[16];
    private int[] records = new int[16];
    private int count;

    public void add(final long tie, final int record) {
        if (count == ties.length) {
            ties = Arrays.copyOf(ties, 2 * count);
            records = Arrays.copyOf(records, 2 * count);
        }
        ties[count] = tie;
        records[count++] = record;
    }

    /** The records, above 0, by rising ties. */
    public int[] sorted() {
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            low = Math.min(low, ties[i]);
            high = Math.max(high, ties[i]);
        }
        long[] keys = Arrays.copyOf(ties, count);
        int[] sorted = Arrays.copyOf(records, count);
        long[] keysTo = new long[count];
        int[] sortedTo = new int[count];
        // Digit by digit from the lowest, of what each is above the least: most are close together.
        for (int shift = 0; count > 1 && shift < Long.SIZE && high - low >>> shift != 0; shift += DIGIT_BITS) {
            place(keys, sorted, keysTo, sortedTo, low, shift);
            final long[] freeKeys = keys;
            keys = keysTo;
            keysTo = freeKeys;
            final int[] free = sorted;
            sorted = sortedTo;
            sortedTo = free;
        }
        for (int i = 1; i < count; i++) {
            StateReader.require(keys[i - 1] < keys[i], "two records with the tie " + keys[i]);
        }
        return sorted;
    }

    private void place(
            final long[] keys,
            final int[] values,
            final long[] keysTo,
            final int[] valuesTo,
            final long low,
            final int shift) {
        final int[] next = new int[DIGITS + 1];
        for (int i = 0; i < count; i++) {
            next[digit(keys[i], low, shift) + 1]++;
        }
        for (int i = 0; i < DIGITS; i++) {
            next[i + 1] += next[i];
        }
        for (int i = 0; i < count; i++) {
            final int to = next[digit(keys[i], low, shift)]++;
            keysTo[to] = keys[i];
            valuesTo[to] = values[i];
        }
    }

    private static int digit(final long key, final long low, final int shift) {
        return (int) (key - low >>> shift) & DIGITS - 1;
    }
}
