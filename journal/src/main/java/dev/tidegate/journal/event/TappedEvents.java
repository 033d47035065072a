package dev.tidegate.journal.event;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.pipeline.Doorbell;
import dev.tidegate.pipeline.EventListener;
import dev.tidegate.pipeline.EventQueue;
import java.util.function.BooleanSupplier;

/**
 * Where the engine's thread leaves the events of each command: a bounded queue. It never waits: when the queue is full it
 * stops copying, which opens a gap, until the log's thread asks it to copy again.
 */
final class TappedEvents {
    private final EventQueue queue;
    private final Doorbell bell = new Doorbell();

    // Written by the engine's thread.
    private boolean copying = true;
    private volatile boolean gap;
    private volatile long resumedFrom;
    private volatile long applied;

    // Written by the log's thread, and taken back by the engine's.
    private volatile boolean resumeAsked;

    /**
     * Copies from the first command on.
     *
     * @param lastSequence of the last command that was applied
     */
    TappedEvents(final int queueBytes, final long lastSequence) {
        queue = new EventQueue(queueBytes);
        applied = lastSequence;
    }

    /** Before the engine runs: nobody will read, and nothing is copied. */
    void turnOff() {
        copying = false;
    }

    /** Before the engine runs: it begins with a gap. */
    void beginWithGap() {
        copying = false;
        gap = true;
    }

    // ---- the engine's thread

    void beginBatch(final long firstSequence) {
        if (gap && resumeAsked) {
            resumedFrom = firstSequence;
            copying = true;
            gap = false;
            resumeAsked = false;
        }
    }

    void events(final long sequence, final long timeMillis, final EventBuffer events) {
        if (copying && !queue.write(sequence, timeMillis, events.buffer(), 0, events.length())) {
            copying = false;
            gap = true;
        }
    }

    void endBatch(final long lastSequence) {
        queue.publish();
        applied = lastSequence;
        bell.ring();
    }

    // ---- the log's thread

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /**
     * Gives at most that many of the records that are in the queue.
     *
     * @return whether there was one
     */
    boolean drain(final EventListener to, final int most) {
        int taken = 0;
        while (taken < most && !queue.isEmpty()) {
            queue.readOne(to);
            taken++;
        }
        return taken > 0;
    }

    boolean hasGap() {
        return gap;
    }

    /** Sequence of the last command that was applied. */
    long applied() {
        return applied;
    }

    void askToResume() {
        resumeAsked = true;
    }

    /** Whether it copies again, when it was asked to. */
    boolean hasResumed() {
        return !resumeAsked;
    }

    /** Sequence of the first command that was copied behind the last gap. */
    long resumedFrom() {
        return resumedFrom;
    }

    /** Sleeps until the engine goes on or it is woken, that long at most; not at all when there is no reason left to. */
    void sleepWhile(final BooleanSupplier reason, final long nanos) {
        bell.arm();
        if (reason.getAsBoolean()) {
            bell.sleep(nanos);
        }
        bell.disarm();
    }

    // ---- any thread

    /** Wakes the log's thread. */
    void wake() {
        bell.ring();
    }
}
