package dev.tidegate.journal;

import java.util.concurrent.locks.LockSupport;

/** Rests after work, so that the work takes no more than its share of a processor. One thread. */
final class Pace {
    private static final long LEAST_REST_NANOS = 1_000_000;
    private static final int WHOLE = 100;

    private final int percent;
    private long worked;
    private long since = System.nanoTime();

    Pace(final int percent) {
        this.percent = percent;
    }

    /** Says that work begins now. */
    void begin() {
        since = System.nanoTime();
    }

    /** Rests for the work since it began or since the last rest, once that is worth a rest. */
    void rest() {
        final long now = System.nanoTime();
        worked += now - since;
        final long due = worked * (WHOLE - percent) / percent;
        if (due >= LEAST_REST_NANOS) {
            LockSupport.parkNanos(this, due);
            worked = 0;
        }
        since = System.nanoTime();
    }
}
