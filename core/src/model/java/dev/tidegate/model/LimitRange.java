package dev.tidegate.model;

import dev.tidegate.message.Command.Limit;

/** The table of limits in docs/rules.md, section 3. */
record LimitRange(long least, long most, long birth) {
    private static final long TEN_YEARS = 315_360_000_000L;

    static LimitRange of(final Limit limit) {
        return switch (limit) {
            case LINES_PER_ORDER -> new LimitRange(1, 2_000, 2_000);
            case ID_HORIZON_MILLIS -> new LimitRange(60_000, TEN_YEARS, 86_400_000);
            case IDS_REMEMBERED -> new LimitRange(1, 50_000_000, 10_000_000);
            case REFUSALS_REMEMBERED -> new LimitRange(0, 50_000_000, 1_000_000);
            case REFUSAL_MILLIS -> new LimitRange(0, TEN_YEARS, 3_600_000);
            case ORDERS -> new LimitRange(1, 50_000_000, 10_000_000);
            case ORDER_LINES -> new LimitRange(1, 100_000_000, 20_000_000);
            case PURCHASE_COUNTERS -> new LimitRange(0, 50_000_000, 10_000_000);
            case WORK_PER_TICK -> new LimitRange(1, 10_000, 256);
            case CLOSED_RETENTION_MILLIS -> new LimitRange(1, TEN_YEARS, 3_888_000_000L);
            case RETURN_WINDOW_MILLIS -> new LimitRange(0, TEN_YEARS, 3_888_000_000L);
            case SKUS -> new LimitRange(1, 10_000_000, 1_000_000);
            case WAREHOUSES, CHANNELS -> new LimitRange(1, 65_535, 256);
            case CAMPAIGNS -> new LimitRange(1, 65_535, 1_024);
            case STOCKS -> new LimitRange(1, 20_000_000, 1_000_000);
            case EXTERNAL_MEMORY_MILLIS -> new LimitRange(0, TEN_YEARS, 8_640_000_000L);
            case EXTERNALS_REMEMBERED -> new LimitRange(0, 50_000_000, 10_000_000);
        };
    }
}
