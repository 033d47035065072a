package dev.tidegate.launcher;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a run that is told to end (SIGTERM, Ctrl-C) finish its step, close its folder and say so, before the JVM goes.
 * Closed by the run when it has said everything.
 */
public final class StopSignal implements AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "tidegate-stop");
    private volatile boolean told;

    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop() {
        told = true;
        boolean waiting = true;
        while (waiting) {
            try {
                ended.await();
                waiting = false;
            } catch (final InterruptedException goOn) {
                // Nobody interrupts a shutdown hook; going too early would lose the clean end.
            }
        }
    }

    /** Whether the run has been told to end. */
    public boolean isTold() {
        return told;
    }

    /** Throws when the run has been told to end. */
    public void check() {
        if (told) {
            throw new StoppedException("told to stop; the same command goes on from here");
        }
    }

    @Override
    public void close() {
        ended.countDown();
        if (!told) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (final IllegalStateException goingDown) {
                // It has been told just now, and no longer waits.
            }
        }
    }
}
