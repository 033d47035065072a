package dev.tidegate.launcher.serve;

import dev.tidegate.launcher.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the sidecar end in good order when the process is told to (SIGTERM, Ctrl-C): asks for the end, and holds the JVM
 * up until it has come. Closed behind the last step.
 */
final class StopRequest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopRequest.class);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::ask, "tidegate-stop");
    private final long mostMillis;
    private volatile boolean well;
    private volatile boolean starting = true;

    /** {@code mostMillis} is how long the end may take. */
    StopRequest(final long mostMillis) {
        this.mostMillis = mostMillis;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void ask() {
        asked.countDown();
        if (starting) {
            // Nothing was taken yet, and a start can be cut short at any point: to the folder this is a kill.
            LOG.info("told to end while the journal was being read; nothing had been taken");
            Runtime.getRuntime().halt(ExitCode.OK);
        }
        final long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
        boolean waiting = true;
        while (waiting) {
            try {
                waiting = !ended.await(until - System.nanoTime(), TimeUnit.NANOSECONDS) && System.nanoTime() < until;
            } catch (final InterruptedException goOn) {
                // Nobody interrupts a shutdown hook; going too early would lose the clean end.
            }
        }
        // Without this the JVM would end with 143, as if it had been cut off.
        Runtime.getRuntime().halt(well ? ExitCode.OK : ExitCode.FAILED);
    }

    /** Waits so long; true once the end has been asked for. */
    boolean awaitAsked(final long millis) {
        try {
            return asked.await(millis, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The journal has been read: from now on the end is one in good order. */
    void started() {
        starting = false;
    }

    /** Everything has been answered and closed. */
    void endedWell() {
        well = true;
    }

    @Override
    public void close() {
        ended.countDown();
        if (asked.getCount() > 0) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (final IllegalStateException goingDown) {
                // It has been asked just now, and no longer waits.
            }
        }
    }
}
