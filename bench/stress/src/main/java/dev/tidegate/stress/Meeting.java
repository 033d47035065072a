package dev.tidegate.stress;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Has an actor that sleeps and one that wakes it do their parts at the same moment, for jcstress lets each run through
 * many states by itself: the sleeper would find all of them long changed. And it ends a sleep that nobody ends, because
 * jcstress waits for ever where it tries a test out.
 */
public final class Meeting {
    private static final int SPINS = 1_000;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LIMIT_ONCE_LOST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Once a wake-up was lost the test has failed, and the next ones need not take as long. */
    private static volatile long limitNanos = LIMIT_NANOS;

    private volatile boolean begun;
    private volatile boolean over;

    /** The sleeper: it is about to look and then sleep. */
    public void begin() {
        begun = true;
    }

    /** The sleeper: it is awake. */
    public void end() {
        over = true;
    }

    /** The other: waits for the sleeper to begin, and then a moment of chance more. */
    public void await(final int mostSpins) {
        for (int spins = 0; !begun; spins++) {
            pause(spins);
        }
        for (int i = ThreadLocalRandom.current().nextInt(mostSpins); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    /**
     * The other: waits for the sleeper to be awake.
     *
     * @param rescue wakes it after half a minute, in another way
     * @return 1 when it had to be rescued, else 0
     */
    public int awaitEnd(final Runnable rescue) {
        final long start = System.nanoTime();
        for (int spins = 0; !over; spins++) {
            if (System.nanoTime() - start > limitNanos) {
                limitNanos = LIMIT_ONCE_LOST_NANOS;
                rescue.run();
                return 1;
            }
            pause(spins);
        }
        return 0;
    }

    private static void pause(final int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
