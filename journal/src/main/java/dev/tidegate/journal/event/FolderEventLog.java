package dev.tidegate.journal.event;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.CursorListener.End;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.EventTap;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.SubscribeAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A folder's event log while its engine runs: who may ask it what, from which thread. What the engine's thread does is in
 * {@link TappedEvents}, what the log's own does in {@link EventLogThread}.
 */
public final class FolderEventLog implements EventLog, EventTap {
    private static final int UNUSED_QUEUE_BYTES = 1024;

    private final EventRecovery found;
    private final EventLogReport report;
    private final TappedEvents tapped;
    private final @Nullable EventWriter writer;
    private final @Nullable EventLogThread thread;
    private final LogStatus status = new LogStatus();
    private final Subscriptions subscriptions = new Subscriptions();
    private volatile boolean closing;

    private FolderEventLog(
            final EventRecovery found,
            final long lastSequence,
            final @Nullable JournalReplay replay,
            final Supplier<CommandTail> tails)
            throws IOException {
        this.found = found;
        report = found.report();
        final boolean damaged = found.isDamaged();
        tapped =
                new TappedEvents(damaged ? UNUSED_QUEUE_BYTES : found.settings().queueBytes(), lastSequence);
        if (damaged) {
            status.set(State.DAMAGED, report.damage());
        }
        final EventWriter to = damaged ? null : settle();
        found.release();
        writer = to;
        if (to == null) {
            tapped.turnOff();
            thread = null;
            return;
        }
        if (found.isBehind()) {
            tapped.beginWithGap();
            status.set(State.CATCHING_UP);
        }
        thread = new EventLogThread(tapped, to, found, new KeptCatchUp(replay, tails), status, subscriptions);
    }

    /** The writer behind everything that was missing; null when the files cannot be written. */
    private @Nullable EventWriter settle() {
        try {
            final EventWriter to = found.settle();
            found.notes().with(false, found.events(), to.writtenEvent()).write(found.folder());
            return to;
        } catch (final IOException failure) {
            status.failed(failure);
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
        tapped.beginBatch(firstSequence);
    }

    @Override
    public void events(final long sequence, final long timeMillis, final EventBuffer events) {
        tapped.events(sequence, timeMillis, events);
    }

    @Override
    public void endBatch(final long lastSequence) {
        tapped.endBatch(lastSequence);
    }

    // ---- any thread

    @Override
    public SubscribeAnswer subscribe(final EventCursor from, final long mostBehind, final CursorListener listener) {
        if (mostBehind < 1) {
            throw new IllegalArgumentException("mostBehind is " + mostBehind + ", must be 1 or more");
        }
        if (writer == null || state() == State.FAILED || closing) {
            return new SubscribeAnswer.Unavailable(closing ? "the event log is closed" : reason());
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
        status.note(String.valueOf(failure.getMessage()));
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
        return switch (state()) {
            case CLOSED -> reason().isEmpty() ? End.CLOSED : End.STOPPED;
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
        return status.state();
    }

    @Override
    public String reason() {
        return status.reason();
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
        if (thread != null) {
            thread.close();
        }
        if (state() != State.FAILED && state() != State.DAMAGED) {
            status.set(State.CLOSED, forced ? "" : "the pipeline was stopped by a failure");
        }
        subscriptions.wake();
        if (forced && thread != null && thread.hasFinished()) {
            noteClosed();
        }
    }

    /** Only now: everything that was journaled has been forced, so nothing that was seen can be lost any more. */
    private void noteClosed() {
        try {
            if (state() == State.CLOSED) {
                final long written = newestEvent();
                found.notes()
                        .with(true, Math.max(written, found.events()), written)
                        .write(found.folder());
            }
        } catch (final IOException failure) {
            status.set(state(), "the event log was not closed: " + failure);
        }
    }
}
