package dev.tidegate.pipeline;

import java.util.function.LongSupplier;

/**
 * The machine's clock without its jumps. It runs with the monotonic clock and steers toward the wall clock by at most
 * an eighth of the time that passed, so deadlines are neither all fired nor all stopped when somebody sets the clock:
 * a step of an hour is worked off in eight. It never falls. A difference above a second counts as a step.
 */
public final class WallClock extends TimeSource {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long STEP_NANOS = 1_000 * NANOS_PER_MILLI;
    private static final long STEERED_NANOS_AT_MOST = 60_000 * NANOS_PER_MILLI;
    private static final int STEERED_PART = 8;
    private static final long LAST_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI;

    private final LongSupplier wallMillis;
    private final LongSupplier monotonicNanos;
    private long lastMonotonic;
    private long nowNanos;
    private boolean stepping;
    private volatile long ahead;
    private volatile long steps;
    private volatile long differenceMillis;

    WallClock() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    WallClock(final LongSupplier wallMillis, final LongSupplier monotonicNanos) {
        this.wallMillis = wallMillis;
        this.monotonicNanos = monotonicNanos;
        startAt(0);
    }

    /** Another one of the same machine: one source serves one pipeline. */
    public WallClock anew() {
        return new WallClock(wallMillis, monotonicNanos);
    }

    @Override
    void startAt(final long engineMillis) {
        lastMonotonic = monotonicNanos.getAsLong();
        nowNanos = Math.max(wallMillis.getAsLong(), engineMillis) * NANOS_PER_MILLI;
        ahead = nowNanos - lastMonotonic;
    }

    /** Moves on; the pipeline's consumer alone asks this. */
    long advance() {
        final long monotonic = monotonicNanos.getAsLong();
        final long passed = Math.max(0, monotonic - lastMonotonic);
        final long difference = wallMillis.getAsLong() * NANOS_PER_MILLI - (nowNanos + passed);
        final long most = Math.min(passed, STEERED_NANOS_AT_MOST) / STEERED_PART;
        lastMonotonic += passed;
        nowNanos += passed + Math.max(-most, Math.min(most, difference));
        ahead = nowNanos - lastMonotonic;
        note(difference);
        return nowNanos / NANOS_PER_MILLI;
    }

    /** How long until that time comes, at the pace of the monotonic clock; the consumer alone asks this. */
    long nanosUntil(final long millis) {
        return millis > LAST_MILLIS ? Long.MAX_VALUE : millis * NANOS_PER_MILLI - (monotonicNanos.getAsLong() + ahead);
    }

    private void note(final long difference) {
        // The difference first: who sees a new step sees how far it went.
        differenceMillis = difference / NANOS_PER_MILLI;
        final boolean step = Math.abs(difference) > STEP_NANOS;
        if (step && !stepping) {
            steps++;
        }
        stepping = step;
    }

    @Override
    public long nowMillis() {
        return (monotonicNanos.getAsLong() + ahead) / NANOS_PER_MILLI;
    }

    /**
     * How often the wall clock was found to have been set by more than a second. Set again before the first step was
     * worked off, it counts once.
     */
    public long steps() {
        return steps;
    }

    /** What was still to be worked off at the last batch, in milliseconds; positive when the wall clock is ahead. */
    public long differenceMillis() {
        return differenceMillis;
    }
}
