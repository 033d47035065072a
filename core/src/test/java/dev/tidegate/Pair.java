package dev.tidegate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Two threads that meet before every round and then run against each other. How long says the system property {@code
 * tidegate.stress.millis}: 200 by default, minutes on demand; and some rounds at least.
 */
public final class Pair {
    private static final long MILLIS = Long.getLong("tidegate.stress.millis", 200);
    private static final long LIMIT_MILLIS = 300_000;
    /** However busy the machine is. */
    private static final int LEAST_ROUNDS = 50;

    private static final int SPINS = 2_000;
    private static final int JITTER = 64;

    private volatile long left = -1;
    private volatile long right = -1;
    private volatile boolean over;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Pair() {}

    /** What a thread does in a round, and at the end of one when the other has done its part. */
    @FunctionalInterface
    public interface Part {
        void round(long number) throws Exception;
    }

    /**
     * Runs both parts in rounds, and {@code check} behind every round, on the first thread.
     *
     * @return rounds that were run
     */
    public static long run(final Part first, final Part second, final Part check) throws Exception {
        final Pair pair = new Pair();
        final Thread other = new Thread(() -> pair.follow(second), "stress");
        other.start();
        final long rounds = pair.lead(first, check);
        other.join(LIMIT_MILLIS);
        if (other.isAlive()) {
            throw new AssertionError("the other thread hangs", asThrowable(other.getStackTrace()));
        }
        if (pair.failure.get() != null) {
            throw new AssertionError("the other thread failed", pair.failure.get());
        }
        return rounds;
    }

    private static Throwable asThrowable(final StackTraceElement[] at) {
        final Throwable place = new Throwable("it stands here");
        place.setStackTrace(at);
        return place;
    }

    private long lead(final Part part, final Part check) throws Exception {
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
        long round = 0;
        try {
            while ((System.nanoTime() < end || round < LEAST_ROUNDS) && failure.get() == null) {
                // Each goes first as often, by a little.
                left = 2 * round;
                await(false, 2 * round);
                jitter(round);
                part.round(round);
                left = 2 * round + 1;
                await(false, 2 * round + 1);
                if (failure.get() == null) {
                    check.round(round++);
                }
            }
            return round;
        } finally {
            over = true;
        }
    }

    private void follow(final Part part) {
        try {
            for (long round = 0; await(true, 2 * round); round++) {
                right = 2 * round;
                jitter(~round);
                part.round(round);
                right = 2 * round + 1;
            }
        } catch (final Throwable wrong) {
            failure.set(wrong);
        }
    }

    private boolean await(final boolean ofLeft, final long wanted) {
        for (int spins = 0; (ofLeft ? left : right) < wanted; spins++) {
            if (over || failure.get() != null) {
                return false;
            }
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        return true;
    }

    private static void jitter(final long round) {
        for (long i = (round * 0x9E3779B97F4A7C15L >>> 40) % JITTER; i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}
