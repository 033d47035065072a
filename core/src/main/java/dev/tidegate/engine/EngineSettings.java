package dev.tidegate.engine;

/**
 * Physical matters of an engine that change no answer and are no part of its digest.
 *
 * @param keyHigh key of the hashes over what callers choose, so that nobody can make them collide
 * @param keyLow the key's other half
 * @param expectedOrders orders to make room for at the start; the tables grow beyond, up to the limits
 * @param expectedIds accepted command ids to make room for at the start
 * @param expectedRefusals refusals to make room for at the start
 */
public record EngineSettings(long keyHigh, long keyLow, int expectedOrders, int expectedIds, int expectedRefusals) {

    public EngineSettings {
        if (expectedOrders < 1 || expectedIds < 1 || expectedRefusals < 1) {
            throw new IllegalArgumentException("expected sizes must be at least 1, are " + expectedOrders + ", "
                    + expectedIds + ", " + expectedRefusals);
        }
    }

    /** Small tables and a fixed key: for tests and short runs, not where callers are strangers. */
    public static EngineSettings small() {
        return new EngineSettings(0x9E3779B97F4A7C15L, 0xD1B54A32D192ED03L, 1024, 1024, 1024);
    }

    /** The same key with room for that many orders, as many ids, and a tenth of that in refusals. */
    public EngineSettings withRoomFor(final int orders) {
        return new EngineSettings(keyHigh, keyLow, orders, orders, Math.max(1024, orders / 10));
    }
}
