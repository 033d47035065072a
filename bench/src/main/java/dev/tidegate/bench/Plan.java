package dev.tidegate.bench;

import dev.tidegate.engine.EngineSettings;

/**
 * One workload in one size. Engine time runs as fast as it takes for {@code openOrders} to be open and as many command
 * ids to be remembered at any time: an id is remembered for the shortest horizon there is, 60 s and the slack of 300 s.
 *
 * @param openOrders open orders once the run is steady; remembered refusals in a sold-out mix
 * @param room orders to make room for at the start
 */
public record Plan(Mix mix, int openOrders, int room) {
    static final long ID_HORIZON_MILLIS = 60_000;
    static final long ID_MILLIS = ID_HORIZON_MILLIS + 300_000;

    private static final int PAID_MEANWHILE = 4_000_000;
    private static final long SOLD_OUT_HOLD_MILLIS = 30L * 24 * 3600 * 1000;
    private static final double COMMANDS_PER_LIFE = 1.5;
    private static final double NANOS_PER_MILLI = 1e6;
    /** Half of the orders wait to be paid or cancelled, for a quarter of the hold on average; the others expire. */
    private static final double OPEN_PART_OF_LIFE = 0.5 + 0.5 / 4;

    /**
     * Room for the open orders and, in a life, for those that are paid while it is measured: they stay in memory, and a
     * table that grows would be measured with them.
     */
    static Plan of(final Mix mix, final int openOrders) {
        return new Plan(mix, openOrders, mix.life() ? openOrders * 2 + PAID_MEANWHILE : openOrders + openOrders / 16);
    }

    Plan withRoom(final int orders) {
        return new Plan(mix, openOrders, orders);
    }

    /** How long an order that nobody pays is held. */
    long holdMillis() {
        if (mix.soldOut()) {
            return SOLD_OUT_HOLD_MILLIS;
        }
        return mix.life() ? (long) (ID_MILLIS * COMMANDS_PER_LIFE / OPEN_PART_OF_LIFE) : ID_MILLIS;
    }

    /** Engine time from one order to the next. */
    long nanosPerOrder() {
        final double openPart = mix.life() ? OPEN_PART_OF_LIFE : 1;
        final double hold = mix.soldOut() ? ID_MILLIS : holdMillis();
        return Math.max(1, (long) (hold * openPart / openOrders * NANOS_PER_MILLI));
    }

    /** Orders that wait to be paid or cancelled, in a life. */
    int waitingOrders() {
        return (int) (openOrders * (OPEN_PART_OF_LIFE - 0.5) / OPEN_PART_OF_LIFE);
    }

    /** Orders until the run is steady: the first have expired, and the first ids been forgotten. */
    long ordersUntilSteady() {
        return mix.soldOut()
                ? openOrders + mix.units()
                : (long) (holdMillis() * NANOS_PER_MILLI / nanosPerOrder() * 1.1);
    }

    int refusalsRemembered() {
        return mix == Mix.SOLD_OUT ? openOrders : 0;
    }

    /** Whether every table is made as large as its limit, {@link #room}: more and more is paid in a life. */
    boolean tablesAtLimits() {
        return mix.life();
    }

    EngineSettings engineSettings() {
        final int ids = mix.soldOut() ? (int) (2 * mix.units()) : openOrders + openOrders / 16;
        final EngineSettings key = EngineSettings.small();
        return new EngineSettings(
                key.keyHigh(),
                key.keyLow(),
                mix.soldOut() ? (int) (2 * mix.units()) : room,
                Math.max(4096, ids),
                Math.max(1024, refusalsRemembered()),
                tablesAtLimits() ? Long.MAX_VALUE : 0);
    }
}
