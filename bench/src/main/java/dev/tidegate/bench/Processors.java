package dev.tidegate.bench;

import java.time.Duration;

/** Time that processes had a processor. */
final class Processors {
    private Processors() {}

    /** As the system counts it, in steps of some milliseconds; 0 where it does not. */
    static long nanos(final Process process) {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }
}
