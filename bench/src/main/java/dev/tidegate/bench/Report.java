package dev.tidegate.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What stands beside a figure. */
final class Report {
    private Report() {}

    /** Bytes that this thread has allocated so far. */
    static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Time that this thread has run: unlike the clock's, it does not count what others do on the same processor. */
    static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
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
