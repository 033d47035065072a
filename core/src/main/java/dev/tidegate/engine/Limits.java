package dev.tidegate.engine;

import dev.tidegate.message.sbe.LimitName;
import dev.tidegate.table.Digest;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;

/** The logical limits: part of the state, changed by SetLimits only. Ranges and defaults as in docs/rules.md. */
final class Limits {
    static final int LINES_PER_ORDER = LimitName.LINES_PER_ORDER.value();
    static final int ID_HORIZON_MILLIS = LimitName.ID_HORIZON_MILLIS.value();
    static final int IDS_REMEMBERED = LimitName.IDS_REMEMBERED.value();
    static final int REFUSALS_REMEMBERED = LimitName.REFUSALS_REMEMBERED.value();
    static final int REFUSAL_MILLIS = LimitName.REFUSAL_MILLIS.value();
    static final int ORDERS = LimitName.ORDERS.value();
    static final int ORDER_LINES = LimitName.ORDER_LINES.value();
    static final int PURCHASE_COUNTERS = LimitName.PURCHASE_COUNTERS.value();
    static final int WORK_PER_TICK = LimitName.WORK_PER_TICK.value();
    static final int CLOSED_RETENTION_MILLIS = LimitName.CLOSED_RETENTION_MILLIS.value();
    static final int RETURN_WINDOW_MILLIS = LimitName.RETURN_WINDOW_MILLIS.value();
    static final int SKUS = LimitName.SKUS.value();
    static final int WAREHOUSES = LimitName.WAREHOUSES.value();
    static final int CHANNELS = LimitName.CHANNELS.value();
    static final int CAMPAIGNS = LimitName.CAMPAIGNS.value();
    static final int STOCKS = LimitName.STOCKS.value();
    static final int EXTERNAL_MEMORY_MILLIS = LimitName.EXTERNAL_MEMORY_MILLIS.value();
    static final int EXTERNALS_REMEMBERED = LimitName.EXTERNALS_REMEMBERED.value();
    static final int COUNT = EXTERNALS_REMEMBERED;

    private static final long TEN_YEARS = 315_360_000_000L;
    private static final long FORTY_FIVE_DAYS = 3_888_000_000L;

    /** Lowest, highest and first value of limit i + 1. */
    private static final long[][] RANGES = {
        {1, 2_000, 2_000},
        {60_000, TEN_YEARS, 86_400_000},
        {1, 50_000_000, 10_000_000},
        {0, 50_000_000, 1_000_000},
        {0, TEN_YEARS, 3_600_000},
        {1, 50_000_000, 10_000_000},
        {1, 100_000_000, 20_000_000},
        {0, 50_000_000, 10_000_000},
        {1, 10_000, 256},
        {1, TEN_YEARS, FORTY_FIVE_DAYS},
        {0, TEN_YEARS, FORTY_FIVE_DAYS},
        {1, 10_000_000, 1_000_000},
        {1, 65_535, 256},
        {1, 65_535, 256},
        {1, 65_535, 1_024},
        {1, 20_000_000, 1_000_000},
        {0, TEN_YEARS, 8_640_000_000L},
        {0, 50_000_000, 10_000_000},
    };

    private final Slab values;
    /** The same figures again: some are asked for with every command. */
    private final long[] current = new long[COUNT + 1];

    Limits(final Digest digest) {
        values = new Slab(digest, 13, 1, 1, COUNT);
        for (int limit = 1; limit <= COUNT; limit++) {
            values.take();
            values.set(limit, 0, encoded(RANGES[limit - 1][2]));
            values.changed(limit);
            current[limit] = RANGES[limit - 1][2];
        }
    }

    /** Word 0 of a record that exists is never 0, a limit may be. */
    private static long encoded(final long value) {
        return value + 1;
    }

    Slab slab() {
        return values;
    }

    long get(final int limit) {
        return current[limit];
    }

    void set(final int limit, final long value) {
        values.opening(limit);
        values.set(limit, 0, encoded(value));
        values.changed(limit);
        current[limit] = value;
    }

    /** Whether there is such a limit and the value is in its range. */
    static boolean inRange(final int limit, final long value) {
        return limit >= 1 && limit <= COUNT && value >= RANGES[limit - 1][0] && value <= RANGES[limit - 1][1];
    }

    /** Checks what was read. */
    void link() {
        StateReader.require(values.used() == COUNT && values.live() == COUNT, "the number of limits");
        for (int limit = 1; limit <= COUNT; limit++) {
            current[limit] = values.get(limit, 0) - 1;
            StateReader.require(inRange(limit, get(limit)), "limit " + limit);
        }
    }
}
