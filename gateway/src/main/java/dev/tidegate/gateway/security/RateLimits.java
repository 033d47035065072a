package dev.tidegate.gateway.security;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A bucket for each key, or for each address; those not used for a second are forgotten when many have come. */
public final class RateLimits {
    private static final int MANY = 10_000;

    private final long perSecond;
    private final Map<Object, RateLimit> buckets = new ConcurrentHashMap<>();

    /** {@code perSecond} of 0 limits nothing. */
    public RateLimits(final long perSecond) {
        this.perSecond = perSecond;
    }

    /** Takes that many of whoever it is; 0, or after how many milliseconds to come again. */
    public int take(final Object who, final int count, final long nowNanos) {
        if (perSecond == 0) {
            return 0;
        }
        if (buckets.size() > MANY) {
            buckets.values().removeIf(bucket -> bucket.idle(nowNanos));
        }
        return buckets.computeIfAbsent(who, key -> new RateLimit(perSecond, nowNanos))
                .take(count, nowNanos);
    }
}
