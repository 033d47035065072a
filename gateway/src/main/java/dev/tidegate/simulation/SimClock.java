package dev.tidegate.simulation;

/** The machine's two clocks. Only the wall clock can be set; both stand still between steps. */
final class SimClock {
    private static final long BIRTH = 1_700_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private long nanos = NANOS_PER_MILLI;
    private long wall = BIRTH;

    long nanos() {
        return nanos;
    }

    long wallMillis() {
        return wall;
    }

    /** Time passes. */
    void pass(final long millis) {
        nanos += millis * NANOS_PER_MILLI;
        wall += millis;
    }

    /** Somebody sets the wall clock. */
    void set(final long byMillis) {
        wall = Math.max(BIRTH, wall + byMillis);
    }
}
