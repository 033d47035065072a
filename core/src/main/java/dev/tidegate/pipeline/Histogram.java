package dev.tidegate.pipeline;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often a figure was how large, in buckets that double: bucket 0 holds figures up to {@code unit}, bucket i those up
 * to {@code unit} times 2^i, the last one everything else. Fixed size; recording neither allocates nor locks. Read by any
 * thread; buckets, sum and count are each right, and may be a few records apart.
 */
public final class Histogram {
    /** The last bucket's bound is 2^25 units and beyond: with a microsecond, half a minute. */
    public static final int BUCKETS = 26;

    private static final int SUM = BUCKETS;

    private final long unit;
    private final AtomicLongArray words = new AtomicLongArray(BUCKETS + 1);

    private Histogram(final long unit) {
        this.unit = unit;
    }

    /** Of nanoseconds, from a microsecond on. */
    public static Histogram ofNanos() {
        return new Histogram(1_000);
    }

    /** Of counts, from 1 on. */
    public static Histogram ofCounts() {
        return new Histogram(1);
    }

    private int bucket(final long value) {
        final long units = (Math.max(value, 1) - 1) / unit;
        return Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(units));
    }

    /** Records a figure; by any thread. */
    public void record(final long value) {
        words.getAndIncrement(bucket(value));
        words.getAndAdd(SUM, Math.max(0, value));
    }

    /** Records a figure; by one thread alone, at the price of two plain stores. */
    public void recordAlone(final long value) {
        final int bucket = bucket(value);
        words.lazySet(bucket, words.getPlain(bucket) + 1);
        words.lazySet(SUM, words.getPlain(SUM) + Math.max(0, value));
    }

    /** How many figures lie in a bucket, without those in the ones before it. */
    public long count(final int bucket) {
        return words.get(bucket);
    }

    /** The largest figure of a bucket; {@link Long#MAX_VALUE} for the last one. */
    public long bound(final int bucket) {
        return bucket == BUCKETS - 1 ? Long.MAX_VALUE : unit << bucket;
    }

    /** Sum of all figures. */
    public long sum() {
        return words.get(SUM);
    }
}
