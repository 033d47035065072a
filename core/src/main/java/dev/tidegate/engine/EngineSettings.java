package dev.tidegate.engine;

/**
 * Physical matters of an engine that change no answer and are no part of its digest.
 *
 * @param keyHigh key of the hashes over what callers choose, so that nobody can make them collide
 * @param keyLow the key's other half
 * @param expectedOrders orders to make room for at the start; the tables grow beyond, up to the limits
 * @param expectedIds accepted command ids to make room for at the start
 * @param expectedRefusals refusals to make room for at the start
 * @param mostTableBytes memory that tables may take for being made as large as the logical limits let them become, when those
 *     are set and when a state is read; with less than that takes, and with 0, they grow as they need
 */
public record EngineSettings(
        long keyHigh, long keyLow, int expectedOrders, int expectedIds, int expectedRefusals, long mostTableBytes) {

    public EngineSettings {
        if (expectedOrders < 1 || expectedIds < 1 || expectedRefusals < 1) {
            throw new IllegalArgumentException("expected sizes must be at least 1, are " + expectedOrders + ", "
                    + expectedIds + ", " + expectedRefusals);
        }
        if (mostTableBytes < 0) {
            throw new IllegalArgumentException("mostTableBytes is " + mostTableBytes + ", must be 0 or more");
        }
    }

    /** Tables that grow as they need. */
    public EngineSettings(
            final long keyHigh,
            final long keyLow,
            final int expectedOrders,
            final int expectedIds,
            final int expectedRefusals) {
        this(keyHigh, keyLow, expectedOrders, expectedIds, expectedRefusals, 0);
    }

    /** Small tables and a fixed key: for tests and short runs, not where callers are strangers. */
    public static EngineSettings small() {
        return new EngineSettings(0x9E3779B97F4A7C15L, 0xD1B54A32D192ED03L, 1024, 1024, 1024);
    }

    /** The same key with room for that many orders, as many ids, and a tenth of that in refusals. */
    public EngineSettings withRoomFor(final int orders) {
        return new EngineSettings(keyHigh, keyLow, orders, orders, Math.max(1024, orders / 10), mostTableBytes);
    }

    /** The same with tables made as large as the limits, if that takes no more than so many bytes; 0 for tables that grow. */
    public EngineSettings withMostTableBytes(final long bytes) {
        return new EngineSettings(keyHigh, keyLow, expectedOrders, expectedIds, expectedRefusals, bytes);
    }
}
