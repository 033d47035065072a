package dev.tidegate.gateway.security;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A bucket for each key, or for each address; those not used for a second are forgotten when many have come. */
public final class RateLimits {
    private static final int MANY = 10_000;
    private static final long SWEEP_NANOS = 1_000_000_000;

    private final long perSecond;
    private final ConcurrentHashMap<Object, RateLimit> buckets = new ConcurrentHashMap<>();
    private final AtomicLong sweptNanos = new AtomicLong();
    private final AtomicLong sweeps = new AtomicLong();

    /** {@code perSecond} of 0 limits nothing. */
    public RateLimits(final long perSecond) {
        this.perSecond = perSecond;
    }

    /** Takes that many of whoever it is; 0, or after how many milliseconds to come again. */
    public int take(final Object who, final int count, final long nowNanos) {
        if (perSecond == 0) {
            return 0;
        }
        sweepIfMany(nowNanos);
        return buckets.computeIfAbsent(who, key -> new RateLimit(perSecond, nowNanos))
                .take(count, nowNanos);
    }

    /** At most once a second, for it looks at every bucket: with many callers at once, none of them is idle. */
    private void sweepIfMany(final long nowNanos) {
        final long last = sweptNanos.get();
        final boolean due = sweeps.get() == 0 || nowNanos - last >= SWEEP_NANOS;
        if (due && buckets.mappingCount() > MANY && sweptNanos.compareAndSet(last, nowNanos)) {
            sweeps.incrementAndGet();
            buckets.values().removeIf(bucket -> bucket.idle(nowNanos));
        }
    }

    /** How often every bucket was looked at. */
    long sweeps() {
        return sweeps.get();
    }
}
