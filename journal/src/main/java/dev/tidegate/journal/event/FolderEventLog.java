package dev.tidegate.journal.event;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.CursorListener.End;
import dev.tidegate.pipeline.Doorbell;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventListener;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.EventQueue;
import dev.tidegate.pipeline.EventTap;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.SubscribeAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A folder's event log while its engine runs.
 *
 * <p>The engine's thread copies the events of each command into a bounded queue and never waits: when the queue is full it
 * stops copying, which opens a gap. The log's thread writes what is in the queue, then closes the gap by replaying the
 * journal into an engine of its own, and asks the engine's thread to copy again.
 */
public final class FolderEventLog implements EventLog, EventTap {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_MILLIS = 30_000;
    private static final int RECORDS_PER_FLUSH = 1024;

    private final EventRecovery found;
    private final EventLogReport report;
    private final KeptCatchUp catchUp;
    private final EventQueue queue;
    private final Doorbell bell = new Doorbell();
    private final BlockCutter cutter;
    private final @Nullable EventWriter writer;
    private final @Nullable Thread thread;
    private final Subscriptions subscriptions = new Subscriptions();
    private final EventListener taking = this::take;

    // Written by the engine's thread.
    private boolean copying = true;
    private volatile boolean gap;
    private volatile long resumedFrom;
    private volatile long applied;

    // Written by the log's thread.
    private volatile boolean resumeAsked;
    private volatile State state = State.RUNNING;
    private volatile String reason = "";
    private long handled;
    private int taken;
    private boolean hasHole;

    private volatile boolean closing;
    private volatile boolean abandoned;
    private volatile boolean finished;

    private FolderEventLog(
            final EventRecovery found,
            final long lastSequence,
            final @Nullable JournalReplay replay,
            final Supplier<CommandTail> tails)
            throws IOException {
        this.found = found;
        catchUp = new KeptCatchUp(replay, tails);
        report = found.report();
        applied = lastSequence;
        handled = lastSequence;
        cutter = new BlockCutter(found.events());
        if (found.isDamaged()) {
            state = State.DAMAGED;
            reason = report.damage();
            queue = new EventQueue(1024);
            writer = null;
            thread = null;
            copying = false;
            found.release();
            return;
        }
        queue = new EventQueue(found.settings().queueBytes());
        final EventWriter to = settle();
        writer = to;
        found.release();
        if (to == null) {
            thread = null;
            copying = false;
            return;
        }
        if (found.isBehind()) {
            copying = false;
            gap = true;
            state = State.CATCHING_UP;
        }
        thread = new Thread(() -> run(to), "tidegate-events");
        thread.setDaemon(true);
    }

    /** The writer behind everything that was missing; null when the files cannot be written. */
    private @Nullable EventWriter settle() {
        try {
            final EventWriter to = found.settle();
            found.notes().with(false, found.events(), to.writtenEvent()).write(found.folder());
            return to;
        } catch (final IOException failure) {
            fail(failure);
            return null;
        }
    }

    /**
     * Writes what was missing and follows the engine from then on.
     *
     * @param lastSequence of the journal's last command
     * @param replay makes replays for catching up; null when there is none, and a gap stays until the next start
     * @param tails read the journal from its beginning
     */
    public static FolderEventLog start(
            final EventRecovery found,
            final long lastSequence,
            final @Nullable JournalReplay replay,
            final Supplier<CommandTail> tails)
            throws IOException {
        final FolderEventLog log = new FolderEventLog(found, lastSequence, replay, tails);
        if (log.thread != null) {
            log.thread.start();
        }
        return log;
    }

    // ---- the engine's thread

    @Override
    public void beginBatch(final long firstSequence) {
        if (gap && resumeAsked) {
            resumedFrom = firstSequence;
            copying = true;
            gap = false;
            resumeAsked = false;
        }
    }

    @Override
    public void events(final long sequence, final long timeMillis, final EventBuffer events) {
        if (copying && !queue.write(sequence, timeMillis, events.buffer(), 0, events.length())) {
            copying = false;
            gap = state != State.DAMAGED;
        }
    }

    @Override
    public void endBatch(final long lastSequence) {
        queue.publish();
        applied = lastSequence;
        bell.ring();
    }

    // ---- the log's thread

    private void run(final EventWriter to) {
        try {
            while (!closing) {
                if (!work(to)) {
                    sleep();
                }
            }
            finish(to);
        } catch (final Throwable failure) {
            if (!closing) {
                fail(failure);
            }
        } finally {
            release();
            subscriptions.wake();
        }
    }

    /** One step; false when there was nothing to do. */
    private boolean work(final EventWriter to) throws IOException {
        if (drain(to)) {
            return true;
        }
        if (gap && catchUp.isPossible()) {
            closeGap(to);
            return true;
        }
        catchUp.dropWhenOld();
        return false;
    }

    private boolean drain(final EventWriter to) throws IOException {
        if (queue.isEmpty()) {
            return false;
        }
        taken = 0;
        while (taken < RECORDS_PER_FLUSH && !queue.isEmpty()) {
            queue.readOne(taking);
            taken++;
        }
        flush(to);
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
        while (!writer().add(block, bytes, 0)) {
            if (!waitForRoom()) {
                throw new IOException("closed while waiting for disk space");
            }
        }
    }

    private void flush(final EventWriter to) throws IOException {
        while (!to.flush()) {
            if (!waitForRoom()) {
                throw new IOException("closed while waiting for disk space");
            }
        }
        subscriptions.wake();
    }

    /** Waits a while; false when the log is being closed. */
    private boolean waitForRoom() {
        final State before = state;
        state = State.NO_ROOM;
        bell.arm();
        if (!closing) {
            bell.sleep(WAIT_NANOS);
        }
        bell.disarm();
        state = before == State.NO_ROOM ? State.RUNNING : before;
        return !closing;
    }

    /** Replays up to the engine's end, asks it to copy again, and goes on until both meet. */
    private void closeGap(final EventWriter to) throws IOException {
        state = State.CATCHING_UP;
        final CatchUp replaying = catchUp.take(to, this::waitForRoom);
        boolean asked = false;
        while (!closing) {
            final boolean stepped = replaying.step(applied);
            if (!stepped) {
                flush(to);
                if (!asked) {
                    asked = true;
                    resumeAsked = true;
                }
                nap(replaying);
            }
            if (met(replaying, asked)) {
                break;
            }
        }
        flush(to);
        hasHole = closing && !met(replaying, asked);
        handled = Math.max(handled, replaying.replayed());
        cutter.startBehind(to.addedEvent());
        catchUp.used();
        state = State.RUNNING;
    }

    /** Whether the replay has reached the first command whose events are in the queue again. */
    private boolean met(final CatchUp replaying, final boolean asked) {
        return asked && !resumeAsked && replaying.replayed() >= resumedFrom - 1;
    }

    private void sleep() {
        bell.arm();
        if (queue.isEmpty() && !closing && !gap) {
            bell.sleep(catchUp.mostSleepNanos());
        }
        bell.disarm();
    }

    /** Until the engine has gone on, or copies again. */
    private void nap(final CatchUp replaying) {
        bell.arm();
        if (!closing && resumeAsked && replaying.replayed() >= applied) {
            bell.sleep(WAIT_NANOS);
        }
        bell.disarm();
    }

    private void finish(final EventWriter to) throws IOException {
        // Behind a hole nothing is written: the next start does that.
        while (!hasHole && !abandoned && drain(to)) {
            continue;
        }
        flush(to);
        to.force();
        found.files().force();
        finished = true;
    }

    private void fail(final Throwable failure) {
        final Throwable cause = failure instanceof UncheckedIOException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        reason = "the event log cannot be written: " + cause;
        state = State.FAILED;
    }

    private void release() {
        try {
            catchUp.close();
            writer().close();
        } catch (final IOException alreadyDone) {
            // Nothing depends on it: what is not in the files is written at the next start.
            reason = reason.isEmpty() ? String.valueOf(alreadyDone) : reason;
        }
    }

    private EventWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("a damaged log has no writer");
        }
        return writer;
    }

    // ---- any thread

    @Override
    public SubscribeAnswer subscribe(final EventCursor from, final long mostBehind, final CursorListener listener) {
        if (mostBehind < 1) {
            throw new IllegalArgumentException("mostBehind is " + mostBehind + ", must be 1 or more");
        }
        if (writer == null || state == State.FAILED || closing) {
            return new SubscribeAnswer.Unavailable(closing ? "the event log is closed" : reason);
        }
        final SubscribeAnswer instead = instead(writer, from);
        if (instead != null) {
            return instead;
        }
        return subscriptions.start(new LogSubscription(this, found, from, mostBehind, listener));
    }

    private @Nullable SubscribeAnswer instead(final EventWriter to, final EventCursor from) {
        try {
            return EventLogReader.instead(
                    found.folder(), found.notes(), from, to.oldestEvent(), to::oldestSequence, to::writtenEvent);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Says that a subscription could not read on. */
    void unreadable(final Throwable failure) {
        reason = reason.isEmpty() ? String.valueOf(failure.getMessage()) : reason;
    }

    /** Takes a subscription that is over off the list. */
    void forget(final LogSubscription over) {
        subscriptions.forget(over);
    }

    long newestEvent() {
        return writer == null ? 0 : writer.writtenEvent();
    }

    long epoch() {
        return found.notes().epoch();
    }

    /** Why nothing more will be written; null while that is not so. */
    @Nullable
    End end() {
        return switch (state) {
            case CLOSED -> reason.isEmpty() ? End.CLOSED : End.STOPPED;
            case FAILED -> End.LOG_FAILED;
            default -> null;
        };
    }

    @Override
    public EventCursor oldest() {
        return new EventCursor(epoch(), writer == null ? 0 : writer.oldestEvent() - 1);
    }

    @Override
    public EventCursor newest() {
        return new EventCursor(epoch(), newestEvent());
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public EventLogReport report() {
        return report;
    }

    @Override
    public void close(final boolean forced) {
        if (closing) {
            return;
        }
        closing = true;
        bell.ring();
        if (thread != null) {
            join(thread);
        }
        if (state != State.FAILED && state != State.DAMAGED) {
            reason = forced ? "" : "the pipeline was stopped by a failure";
            state = State.CLOSED;
        }
        subscriptions.wake();
        if (forced && finished) {
            noteClosed();
        }
    }

    /** Only now: everything that was journaled has been forced, so nothing that was seen can be lost any more. */
    private void noteClosed() {
        try {
            if (state == State.CLOSED) {
                final long written = newestEvent();
                found.notes()
                        .with(true, Math.max(written, found.events()), written)
                        .write(found.folder());
            }
        } catch (final IOException failure) {
            reason = "the event log was not closed: " + failure;
        }
    }

    private void join(final Thread of) {
        boolean interrupted = false;
        final long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        while (of.isAlive() && System.nanoTime() < until) {
            bell.ring();
            try {
                of.join(100);
            } catch (final InterruptedException again) {
                interrupted = true;
            }
        }
        if (of.isAlive()) {
            // The folder's lock is about to go: an interrupt closes the file under the write that hangs.
            abandoned = true;
            of.interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
