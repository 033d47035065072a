package dev.tidegate.journal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;

/**
 * Rests after work, so that the work takes no more than its share of a processor. One thread.
 *
 * <p>What counts is the time for which the thread had a processor: on a busy machine it waits for one, and the others have
 * that time already.
 */
final class Pace {
    private static final long LEAST_REST_NANOS = 1_000_000;
    /** Who had to wait for a processor for longer may not make up for it by taking a whole one. */
    private static final long MOST_CREDIT_NANOS = 100_000_000;

    private static final int WHOLE = 100;

    private final int percent;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean tellsProcessorTime = threads.isCurrentThreadCpuTimeSupported();
    private long since;
    private long workedBefore;

    Pace(final int percent) {
        this.percent = percent;
    }

    /** Says that work begins now, in the calling thread. */
    void begin() {
        since = System.nanoTime();
        workedBefore = worked();
    }

    /** Time that this thread has worked, from anywhere. */
    private long worked() {
        final long nanos = tellsProcessorTime ? threads.getCurrentThreadCpuTime() : -1;
        return nanos >= 0 ? nanos : System.nanoTime();
    }

    /** Rests for the work since it began or since the last rest, once that is worth a rest. */
    void rest() {
        final long now = System.nanoTime();
        final long done = worked();
        final long due = (done - workedBefore) * WHOLE / percent - (now - since);
        if (due >= LEAST_REST_NANOS) {
            LockSupport.parkNanos(this, due);
            // What waking up takes is work of the next round.
            since = now + due;
            workedBefore = done;
        } else if (now - since >= MOST_CREDIT_NANOS) {
            begin();
        }
    }
}
