package dev.tidegate.pipeline;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EventBuffer;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.view.StockPublisher;
import org.jspecify.annotations.Nullable;

/** Takes a batch over the threshold: journal, force, engine, stock view, events, mark. Whatever it throws stops the pipeline. */
final class Committer {
    /** Commands whose memory is touched ahead together. Any other figure gives the same answers. */
    static final int CHUNK = 64;

    private final Engine engine;
    private final Journal journal;
    private final boolean forceEach;
    private final int commandsPerMark;
    private final Listeners listeners;
    private final @Nullable EventTap tap;
    private final StockPublisher publisher;
    private final PipelineFigures figures;
    private long markedSequence;
    private long appliedSequence;

    Committer(
            final Engine engine,
            final Journal journal,
            final Durability durability,
            final int commandsPerMark,
            final Listeners listeners,
            final @Nullable EventTap tap,
            final StockPublisher publisher,
            final PipelineFigures figures) {
        this.engine = engine;
        this.journal = journal;
        this.commandsPerMark = commandsPerMark;
        this.listeners = listeners;
        this.tap = tap;
        this.publisher = publisher;
        this.figures = figures;
        forceEach = durability == Durability.DISK;
        markedSequence = engine.sequence();
        appliedSequence = markedSequence;
    }

    /** See {@link Journal#lowOnSpace}. */
    boolean lowOnSpace() {
        return journal.lowOnSpace();
    }

    /** A command that came into the ring then is about to be gathered. */
    void entered(final long enteredNanos) {
        figures.oldest(enteredNanos);
    }

    /** Sequence of the last command that was applied whole. */
    long appliedSequence() {
        return appliedSequence;
    }

    /**
     * Commits the batch; afterwards every slot has its outcome and every read has been run.
     *
     * @return false when the disk had no room, so that the commands were refused; the reads have been run even then
     */
    boolean commit(final Batch batch) {
        final int count = batch.commandCount();
        if (count == 0) {
            batch.runTasksBefore(count, engine.reads());
            return true;
        }
        if (!journal.ensureRoom(batch.framesLength())) {
            batch.refuseCommands(OutcomeCode.DISK_LOW);
            batch.runTasksBefore(count, engine.reads());
            return false;
        }
        final long first = engine.sequence() + 1;
        long nanos = figures.begin(count);
        journal.append(batch.buffer().byteArray(), batch.framesLength(), first, count, batch.timeMillis());
        nanos = figures.appended(nanos);
        if (forceEach) {
            journal.force();
            nanos = figures.forced(nanos);
        }
        apply(batch, first, count);
        figures.applied(nanos, engine);
        if (engine.sequence() - markedSequence >= commandsPerMark) {
            mark();
        }
        return true;
    }

    private void apply(final Batch batch, final long first, final int count) {
        listeners.beginBatch();
        if (tap != null) {
            tap.beginBatch(first);
        }
        for (int from = 0; from < count; from += CHUNK) {
            final int to = Math.min(count, from + CHUNK);
            engine.prepare(batch.buffer(), batch.offsets(), from, to);
            for (int i = from; i < to; i++) {
                runTasksBefore(batch, i);
                applyOne(batch, i, first + i);
            }
        }
        publisher.publish();
        batch.runTasksBefore(count, engine.reads());
        if (tap != null) {
            tap.endBatch(appliedSequence);
        }
        listeners.endBatch();
    }

    /** A read may tell others what it saw, so nobody may find the view behind it. */
    private void runTasksBefore(final Batch batch, final int index) {
        if (batch.hasTaskBefore(index)) {
            publisher.publish();
            batch.runTasksBefore(index, engine.reads());
        }
    }

    private void applyOne(final Batch batch, final int index, final long sequence) {
        final EventBuffer events = engine.events();
        engine.apply(
                sequence,
                batch.timeMillis(),
                batch.buffer(),
                batch.offsets()[index],
                batch.length(index),
                batch.outcome(index));
        if (events.length() > 0) {
            if (tap != null) {
                tap.events(sequence, engine.timeMillis(), events);
            }
            listeners.events(sequence, engine.timeMillis(), events);
            events.clear();
        }
        appliedSequence = sequence;
    }

    private void mark() {
        markedSequence = engine.sequence();
        journal.mark(markedSequence, engine.digestHigh(), engine.digestLow());
    }

    /** The last words to the journal at a clean close. */
    void end() {
        if (appliedSequence > markedSequence) {
            mark();
        }
        journal.force();
    }
}
