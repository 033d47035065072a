package dev.tidegate.stock;

import java.util.Arrays;

/** What the earlier lines of one order take, per record of some table, until the order has been decided. */
public final class PendingUnits {
    private int[] stamp = new int[64];
    private long[] units = new long[64];
    private int round = 1;

    /** Forgets everything. */
    public void clear() {
        round++;
        if (round == 0) {
            Arrays.fill(stamp, 0);
            round = 1;
        }
    }

    public long get(final int record) {
        return record < stamp.length && stamp[record] == round ? units[record] : 0;
    }

    public void add(final int record, final long change) {
        if (record >= stamp.length) {
            stamp = Arrays.copyOf(stamp, 2 * record);
            units = Arrays.copyOf(units, 2 * record);
        }
        units[record] = get(record) + change;
        stamp[record] = round;
    }
}
