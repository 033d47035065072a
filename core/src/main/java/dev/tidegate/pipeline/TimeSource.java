package dev.tidegate.pipeline;

import java.util.function.LongSupplier;

/** Where engine time comes from, in UTC epoch milliseconds. Either the clock, or given by the caller. */
public abstract sealed class TimeSource permits WallClock, GivenTime {

    TimeSource() {}

    /** The machine's clock, kept from jumping. One source serves one pipeline. */
    public static WallClock wall() {
        return new WallClock();
    }

    /**
     * The clock of another machine, such as a simulated one: its wall clock in UTC epoch milliseconds, and its monotonic
     * clock in nanoseconds.
     */
    public static WallClock wall(final LongSupplier wallMillis, final LongSupplier monotonicNanos) {
        return new WallClock(wallMillis, monotonicNanos);
    }

    /** Time that moves only when the caller moves it, so that a run can be repeated exactly. */
    public static GivenTime given(final long startMillis) {
        return new GivenTime(startMillis);
    }

    /** What this source says now; may be asked from any thread, for instance to make command ids. */
    public abstract long nowMillis();

    /** Begins no earlier than the engine's last time. */
    abstract void startAt(long engineMillis);
}
