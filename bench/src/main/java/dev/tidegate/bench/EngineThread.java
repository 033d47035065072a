package dev.tidegate.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The engine's thread of the one Tidegate that runs in this JVM, seen from outside. */
final class EngineThread {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long id = Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("tidegate-engine"))
            .mapToLong(Thread::getId)
            .findFirst()
            .orElseThrow();

    /** Time it has run. */
    long nanos() {
        return THREADS.getThreadCpuTime(id);
    }

    /** Bytes it has allocated. */
    long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(id);
    }
}
