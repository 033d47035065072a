package dev.tidegate.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Time given by the caller, for imports, simulations and tests. Every command carries the time at which it was
 * submitted through the ring, so the same commands give the same sequence numbers and digest however they are batched.
 */
public final class GivenTime extends TimeSource {
    private final AtomicLong nowMillis;

    GivenTime(final long startMillis) {
        requireNotNegative(startMillis);
        nowMillis = new AtomicLong(startMillis);
    }

    /**
     * Sets the time that the following commands carry. A time before the present one changes nothing: time never falls.
     *
     * @throws IllegalArgumentException when negative
     */
    public void moveTo(final long millis) {
        requireNotNegative(millis);
        nowMillis.accumulateAndGet(millis, Math::max);
    }

    @Override
    public long nowMillis() {
        return nowMillis.get();
    }

    @Override
    void startAt(final long engineMillis) {
        moveTo(engineMillis);
    }

    private static void requireNotNegative(final long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("time is " + millis + ", must be 0 or more");
        }
    }
}
