package dev.tidegate.pipeline;

import dev.tidegate.engine.Engine;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a pipeline measures of itself: a few looks at the clock and a few plain stores for each batch, none for a command.
 * Written by the engine's thread, read by any.
 */
public final class PipelineFigures {
    private static final int SEQUENCE = 0;
    private static final int OPEN_ORDERS = 1;
    private static final int HOLDS_QUEUED = 2;
    private static final int EVENTS = 3;
    private static final int LEVELS = 4;

    private final Histogram ringWait = Histogram.ofNanos();
    private final Histogram append = Histogram.ofNanos();
    private final Histogram force = Histogram.ofNanos();
    private final Histogram apply = Histogram.ofNanos();
    private final Histogram commands = Histogram.ofCounts();
    private final AtomicLongArray levels = new AtomicLongArray(LEVELS);
    private long oldestNanos;
    private boolean hasOldest;

    PipelineFigures() {}

    /** The first command of a batch came into the ring then. */
    void oldest(final long enteredNanos) {
        if (!hasOldest) {
            hasOldest = true;
            oldestNanos = enteredNanos;
        }
    }

    /** A batch is about to be journaled; answers the time. */
    long begin(final int count) {
        final long now = System.nanoTime();
        if (hasOldest) {
            ringWait.recordAlone(now - oldestNanos);
            hasOldest = false;
        }
        commands.recordAlone(count);
        return now;
    }

    long appended(final long sinceNanos) {
        return next(append, sinceNanos);
    }

    long forced(final long sinceNanos) {
        return next(force, sinceNanos);
    }

    void applied(final long sinceNanos, final Engine engine) {
        next(apply, sinceNanos);
        publish(engine);
    }

    private static long next(final Histogram histogram, final long sinceNanos) {
        final long now = System.nanoTime();
        histogram.recordAlone(now - sinceNanos);
        return now;
    }

    /** Shows how much of what there is now. */
    void publish(final Engine engine) {
        levels.lazySet(SEQUENCE, engine.sequence());
        levels.lazySet(OPEN_ORDERS, engine.openOrders());
        levels.lazySet(HOLDS_QUEUED, engine.holdsQueued());
        levels.lazySet(EVENTS, engine.events().count());
    }

    /** The longest wait in the ring of each batch's commands: from being taken to being journaled. */
    public Histogram ringWait() {
        return ringWait;
    }

    /** Time to write a batch to the journal. */
    public Histogram append() {
        return append;
    }

    /** Time to force a batch to the disk; nothing but in DISK. */
    public Histogram force() {
        return force;
    }

    /** Time to apply a batch, publish what is left, and run the reads between its commands. */
    public Histogram apply() {
        return apply;
    }

    /** Commands of each batch, ticks included. */
    public Histogram commands() {
        return commands;
    }

    /** Sequence of the last command applied. */
    public long sequence() {
        return levels.get(SEQUENCE);
    }

    /** Orders that are not closed. */
    public long openOrders() {
        return levels.get(OPEN_ORDERS);
    }

    /** Every hold, and those that ended before their deadline and have not been met in the queue of deadlines yet. */
    public long holdsQueued() {
        return levels.get(HOLDS_QUEUED);
    }

    /** Events ever made. */
    public long events() {
        return levels.get(EVENTS);
    }
}
