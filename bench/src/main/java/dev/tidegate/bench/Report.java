package dev.tidegate.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What stands beside a figure. */
final class Report {
    private static final int PACE_STEPS = 1_000_000;
    private static final long PACE_FACTOR = 0xBF58476D1CE4E5B9L;

    /** Kept: looking it up again allocates, which would be counted. */
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Report() {}

    /** Bytes that this thread has allocated so far. */
    static long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Time that this thread has run: unlike the clock's, it does not count what others do on the same processor. */
    static long threadNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /**
     * Nanoseconds of this thread's time for one multiplication and one addition that wait for each other: 4 cycles, so
     * 1.3 at 3 GHz. Says how fast the machine is at this moment; on a shared one that varies by a factor of several.
     */
    static double pace() {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            final long start = threadNanos();
            long value = start | 1;
            for (int i = 0; i < PACE_STEPS; i++) {
                value = value * PACE_FACTOR + i;
            }
            final long took = threadNanos() - start;
            if (value != 0) {
                best = Math.min(best, (double) took / PACE_STEPS);
            }
        }
        return best;
    }

    /** Bytes of heap in use after a collection. */
    static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Load average of the last minute. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** The machine and the JVM. */
    static String machine() {
        return String.format(
                "%d processors, %,d MB heap at most, Java %s, flags %s, load %.1f",
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                Runtime.version(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                load());
    }
}
