package dev.tidegate.journal;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What reading allocates in its thread. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Something that reads. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Fails when the work allocates more than that twice: at the first time classes may be loaded. */
    public static void atMost(final long bytes, final Work work) throws Exception {
        if (bytesOf(work) > bytes) {
            final long again = bytesOf(work);
            if (again > bytes) {
                throw new AssertionError(again + " bytes were allocated, at most " + bytes + " are expected");
            }
        }
    }

    private static long bytesOf(final Work work) throws Exception {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
