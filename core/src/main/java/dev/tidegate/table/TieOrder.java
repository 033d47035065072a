package dev.tidegate.table;

import java.util.Arrays;

/** Sorts records by a number that each has alone, such as the sequence of an order's placing. */
public final class TieOrder {
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
        final long[] rising = Arrays.copyOf(ties, count);
        Arrays.sort(rising);
        final int[] sorted = new int[count];
        for (int i = 0; i < count; i++) {
            final int rank = Arrays.binarySearch(rising, ties[i]);
            StateReader.require(sorted[rank] == 0, "two records with the tie " + ties[i]);
            sorted[rank] = records[i];
        }
        return sorted;
    }
}
