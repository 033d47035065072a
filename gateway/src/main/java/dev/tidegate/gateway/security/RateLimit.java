package dev.tidegate.gateway.security;

import java.util.concurrent.TimeUnit;

/**
 * A bucket of tokens: so many a second, and one second's worth at once. Shared by the connections of one key or address.
 */
public final class RateLimit {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;
    private long tokens;
    private long filledNanos;

    /** {@code perSecond} from 1 to 100,000,000. */
    public RateLimit(final long perSecond, final long nowNanos) {
        this.perSecond = perSecond;
        tokens = perSecond;
        filledNanos = nowNanos;
    }

    /**
     * Takes that many, or none.
     *
     * @return 0 when they were taken, else after how many milliseconds to come again
     */
    public synchronized int take(final int count, final long nowNanos) {
        fill(nowNanos);
        // More than a second's worth at once can only ever pass from a full bucket.
        final long needed = Math.min(count, perSecond);
        if (tokens >= needed) {
            tokens -= count;
            return 0;
        }
        return (int) Math.max(1, ((needed - tokens) * 1000 + perSecond - 1) / perSecond);
    }

    private void fill(final long nowNanos) {
        final long elapsed = nowNanos - filledNanos;
        if (elapsed >= nanosFor(perSecond - tokens)) {
            tokens = perSecond;
            filledNanos = nowNanos;
            return;
        }
        final long fresh = elapsed * perSecond / NANOS_PER_SECOND;
        if (fresh > 0) {
            tokens += fresh;
            // The part of a token that is left counts towards the next.
            filledNanos += nanosFor(fresh);
        }
    }

    /** In which so many come, rounded up. */
    private long nanosFor(final long count) {
        return (count * NANOS_PER_SECOND + perSecond - 1) / perSecond;
    }

    /** Whether nothing has been taken for so long that the bucket is full, so that it may be forgotten. */
    synchronized boolean idle(final long nowNanos) {
        return nowNanos - filledNanos > Math.max(NANOS_PER_SECOND, nanosFor(perSecond - tokens));
    }
}
