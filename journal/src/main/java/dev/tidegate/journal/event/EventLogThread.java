package dev.tidegate.journal.event;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.EventListener;
import dev.tidegate.pipeline.EventLog.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * The log's thread: writes what the engine's thread has left, then closes the gap, if there is one, by replaying the journal
 * into an engine of its own, and asks the engine's thread to copy again.
 */
final class EventLogThread {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_MILLIS = 30_000;
    private static final int RECORDS_PER_FLUSH = 1024;

    private final TappedEvents tapped;
    private final EventWriter to;
    private final EventFiles files;
    private final BlockCutter cutter;
    private final KeptCatchUp catchUp;
    private final LogStatus status;
    private final Subscriptions subscriptions;
    private final EventListener taking = this::take;
    private final Thread thread;
    /** The last event that was forced when the folder was opened. */
    private final long forcedBefore;

    private long handled;
    private boolean hasHole;

    private volatile boolean closing;
    private volatile boolean abandoned;
    private volatile boolean finished;

    /**
     * A thread that has not begun.
     *
     * @param to goes on behind the log's last event
     * @param found what was found when the folder was opened
     */
    EventLogThread(
            final TappedEvents tapped,
            final EventWriter to,
            final EventRecovery found,
            final KeptCatchUp catchUp,
            final LogStatus status,
            final Subscriptions subscriptions) {
        this.tapped = tapped;
        this.to = to;
        this.catchUp = catchUp;
        this.status = status;
        this.subscriptions = subscriptions;
        files = found.files();
        forcedBefore = to.writtenEvent();
        cutter = new BlockCutter(found.events());
        handled = tapped.applied();
        thread = new Thread(this::run, "tidegate-events");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                if (!work()) {
                    sleep();
                }
            }
            finish();
        } catch (final Throwable failure) {
            if (!closing) {
                status.failed(failure);
            }
        } finally {
            release();
            subscriptions.wake();
        }
    }

    /** One step; false when there was nothing to do. */
    private boolean work() throws IOException {
        if (drain()) {
            return true;
        }
        if (tapped.hasGap() && catchUp.isPossible()) {
            closeGap();
            return true;
        }
        catchUp.dropWhenOld();
        return false;
    }

    private boolean drain() throws IOException {
        if (!tapped.drain(taking, RECORDS_PER_FLUSH)) {
            return false;
        }
        flush();
        return true;
    }

    private void take(
            final long sequence, final long timeMillis, final HeapBuffer buffer, final int offset, final int length) {
        if (sequence <= handled) {
            return;
        }
        try {
            cutter.cut(sequence, timeMillis, buffer, offset, length, this::write);
            handled = sequence;
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(final EventBlock block, final byte[] bytes) throws IOException {
        while (!to.add(block, bytes, 0)) {
            if (!waitForRoom()) {
                throw new IOException("closed while waiting for disk space");
            }
        }
    }

    private void flush() throws IOException {
        while (!to.flush()) {
            if (!waitForRoom()) {
                throw new IOException("closed while waiting for disk space");
            }
        }
        subscriptions.wake();
    }

    /** Waits a while; false when the log is being closed. */
    private boolean waitForRoom() {
        final State before = status.state();
        status.set(State.NO_ROOM);
        tapped.sleepWhile(() -> !closing, WAIT_NANOS);
        status.set(before == State.NO_ROOM ? State.RUNNING : before);
        return !closing;
    }

    /** Replays up to the engine's end, asks it to copy again, and goes on until both meet. */
    private void closeGap() throws IOException {
        status.set(State.CATCHING_UP);
        final CatchUp replaying = catchUp.take(to, this::waitForRoom);
        boolean asked = false;
        while (!closing) {
            final boolean stepped = replaying.step(tapped.applied());
            if (!stepped) {
                flush();
                if (!asked) {
                    asked = true;
                    tapped.askToResume();
                }
                nap(replaying);
            }
            if (met(replaying, asked)) {
                break;
            }
        }
        flush();
        hasHole = closing && !met(replaying, asked);
        handled = Math.max(handled, replaying.replayed());
        cutter.startBehind(to.addedEvent());
        catchUp.used();
        status.set(State.RUNNING);
    }

    /** Whether the replay has reached the first command whose events are in the queue again. */
    private boolean met(final CatchUp replaying, final boolean asked) {
        return asked && tapped.hasResumed() && replaying.replayed() >= tapped.resumedFrom() - 1;
    }

    private void sleep() {
        tapped.sleepWhile(() -> tapped.isEmpty() && !closing && !tapped.hasGap(), catchUp.mostSleepNanos());
    }

    /** Until the engine has gone on, or copies again. */
    private void nap(final CatchUp replaying) {
        tapped.sleepWhile(
                () -> !closing && !tapped.hasResumed() && replaying.replayed() >= tapped.applied(), WAIT_NANOS);
    }

    private void finish() throws IOException {
        // Behind a hole nothing is written: the next start does that.
        while (!hasHole && !abandoned && drain()) {
            continue;
        }
        flush();
        EventEnd.force(files, forcedBefore, to.writtenEvent());
        finished = true;
    }

    private void release() {
        try {
            catchUp.close();
            to.close();
        } catch (final IOException alreadyDone) {
            // Nothing depends on it: what is not in the files is written at the next start.
            status.note(String.valueOf(alreadyDone));
        }
    }

    // ---- any thread

    /** Lets it write what was left for it, and waits for that, but not for ever. */
    void close() {
        closing = true;
        tapped.wake();
        join();
    }

    /** Whether everything that was left for it is written and forced. */
    boolean hasFinished() {
        return finished;
    }

    private void join() {
        boolean interrupted = false;
        final long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        while (thread.isAlive() && System.nanoTime() < until) {
            tapped.wake();
            try {
                thread.join(100);
            } catch (final InterruptedException again) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            // The folder's lock is about to go: an interrupt closes the file under the write that hangs.
            abandoned = true;
            thread.interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
