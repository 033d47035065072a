package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A share of a processor, measured by the processor's time. */
class PaceTest {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int TRIES = 30;

    private static long worked() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void work() {
        final long end = worked() + STEP_NANOS;
        while (worked() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldTakeNoMoreThanItsShare() {
        final Pace pace = new Pace(25);
        final long start = System.nanoTime();
        final long before = worked();
        pace.begin();
        for (int i = 0; i < 20; i++) {
            work();
            pace.rest();
        }
        final long passed = System.nanoTime() - start;
        final long worked = worked() - before;
        assertThat(passed).isGreaterThan(4 * (worked - 2 * STEP_NANOS));
    }

    @Test
    void shouldNotRestForTimeInWhichItHadNoProcessor() {
        // On a busy machine it may have to wait for a processor, but not each time; one that rests for it does so each
        // time.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && least >= WAIT_NANOS / 2; i++) {
            least = Math.min(least, nanosOfRestBehindAWait());
        }
        assertThat(least).isLessThan(WAIT_NANOS / 2);
    }

    private static long nanosOfRestBehindAWait() {
        final Pace pace = new Pace(50);
        pace.begin();
        final long start = System.nanoTime();
        while (System.nanoTime() - start < WAIT_NANOS) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
        final long before = System.nanoTime();
        pace.rest();
        return System.nanoTime() - before;
    }
}
