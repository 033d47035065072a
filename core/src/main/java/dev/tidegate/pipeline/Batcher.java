package dev.tidegate.pipeline;

import dev.tidegate.engine.Engine;
import java.util.function.LongSupplier;

/**
 * Gathers entries into batches of one time and puts the ticks where they belong. With given time the ticks stand before
 * the first command of a later time, until nothing is due at it, however the commands are batched. With the clock at
 * most one tick opens a batch, so that live commands come between two of them.
 */
final class Batcher {
    private static final long DISK_LOW_PAUSE_NANOS = 1_000_000_000;
    private static final long CLOCK_LOOK_NANOS = 60_000_000_000L;

    private final Engine engine;
    private final TimeSource time;
    private final Lifecycle lifecycle;
    private final Committer committer;
    private final Batch batch;
    private final AfterOutage outage;
    private final LongSupplier nanoTime;
    private long commits;
    private boolean diskLow;
    private long diskLowSince;

    Batcher(
            final Engine engine,
            final TimeSource time,
            final Lifecycle lifecycle,
            final Committer committer,
            final Batch batch,
            final AfterOutage outage) {
        this(engine, time, lifecycle, committer, batch, outage, System::nanoTime);
    }

    /** {@code nanoTime} is the monotonic clock that pauses are measured with. */
    Batcher(
            final Engine engine,
            final TimeSource time,
            final Lifecycle lifecycle,
            final Committer committer,
            final Batch batch,
            final AfterOutage outage,
            final LongSupplier nanoTime) {
        this.engine = engine;
        this.time = time;
        this.lifecycle = lifecycle;
        this.committer = committer;
        this.batch = batch;
        this.outage = outage;
        this.nanoTime = nanoTime;
    }

    /** How many batches were committed or refused so far. */
    long commits() {
        return commits;
    }

    /**
     * Adds a command; false when the pipeline has failed, what comes before it found no room on the disk, or it is a new
     * order and the room that is left is kept for those there are.
     */
    boolean add(final Slot slot, final long ringSequence) {
        if (committer.lowOnSpace() && batch.isReserve(ringSequence)) {
            return false;
        }
        if (outage.pending() && !putOffHolds()) {
            return false;
        }
        if (!batch.hasRoomFor(slot.length)) {
            commit();
        }
        if (!enter(slot.timeMillis)) {
            return false;
        }
        committer.entered(slot.enteredNanos);
        batch.add(slot.length, ringSequence);
        return true;
    }

    /** Adds a read behind the commands so far. */
    boolean addRead(final ReadTask<?> task) {
        if (outage.pending()) {
            // A read goes on even when there was no room for that.
            putOffHolds();
        }
        if (!batch.hasRoomForTask()) {
            commit();
        }
        if (!enter(engine.timeMillis())) {
            return false;
        }
        batch.addTask(task);
        return true;
    }

    /** Moves given time, with every tick due by then. */
    boolean advanceTo(final long millis) {
        commit();
        return tickUntil(Math.max(millis, engine.timeMillis()));
    }

    /** Opens a batch for what is due by the clock. */
    void tickIfDue() {
        if (!batch.isOpen() && !lifecycle.failed()) {
            if (outage.pending()) {
                putOffHolds();
            } else {
                enter(engine.timeMillis());
            }
        }
    }

    /**
     * Lets no hold expire for having been down, before anything else is journaled; false when the disk had no room for
     * that, then it is tried again with the next command or read, or after a pause.
     */
    private boolean putOffHolds() {
        if (!(time instanceof WallClock clock)) {
            throw new IllegalStateException("holds are put off after an outage by the clock only");
        }
        if (!commit()) {
            return false;
        }
        final long now = Math.max(engine.timeMillis(), clock.advance());
        final byte[] message = outage.messageAt(now);
        if (message != null) {
            batch.open(now);
            batch.addOwn(message);
            if (!commit()) {
                return false;
            }
        }
        outage.done();
        return true;
    }

    private boolean enter(final long givenMillis) {
        if (time instanceof WallClock clock) {
            if (!batch.isOpen()) {
                openAt(Math.max(engine.timeMillis(), clock.advance()));
            }
            return !lifecycle.failed();
        }
        final long last = batch.isOpen() ? batch.timeMillis() : engine.timeMillis();
        if (givenMillis > last) {
            commit();
        }
        if (!batch.isOpen()) {
            // Nothing becomes due at the time it is made, so ticks are left over here only when time moves on, or when
            // the process died between the ticks of this time.
            if (!tickUntil(Math.max(givenMillis, last))) {
                return false;
            }
            batch.open(Math.max(givenMillis, last));
        }
        return !lifecycle.failed();
    }

    private void openAt(final long clockMillis) {
        batch.open(clockMillis);
        if (engine.nextDeadlineMillis() <= clockMillis && diskPauseNanos() <= 0 && !outage.pending()) {
            batch.addTick();
        }
    }

    private boolean tickUntil(final long millis) {
        while (!lifecycle.failed() && engine.nextDeadlineMillis() <= millis) {
            batch.open(millis);
            batch.addTick();
            if (!commit()) {
                return false;
            }
        }
        return !lifecycle.failed();
    }

    /** Commits what was gathered; false when it was refused or failed. */
    boolean commit() {
        if (!batch.isOpen()) {
            return true;
        }
        commits++;
        try {
            final boolean roomFound = committer.commit(batch);
            diskLow = !roomFound;
            diskLowSince = diskLow ? nanoTime.getAsLong() : 0;
            batch.clear();
            return roomFound;
        } catch (final Throwable failure) {
            fail(failure);
            return false;
        }
    }

    /** Stops the pipeline; what was gathered may have been journaled. */
    void fail(final Throwable failure) {
        lifecycle.fail(failure);
        batch.unknown(lifecycle.state());
        batch.clear();
    }

    /** How long the consumer may sleep: until the next deadline, as far as the clock alone brings it. */
    long nanosUntilDue() {
        if (outage.pending() && !lifecycle.failed()) {
            return Math.max(0, diskPauseNanos());
        }
        final long deadline = engine.nextDeadlineMillis();
        if (deadline == Long.MAX_VALUE || lifecycle.failed() || !(time instanceof WallClock clock)) {
            return ConsumerWait.NEVER;
        }
        // The wall clock may be set while we sleep, so it is looked at once a minute while something is to come.
        return Math.max(Math.min(clock.nanosUntil(deadline), CLOCK_LOOK_NANOS), diskPauseNanos());
    }

    private long diskPauseNanos() {
        return diskLow ? diskLowSince + DISK_LOW_PAUSE_NANOS - nanoTime.getAsLong() : 0;
    }
}
