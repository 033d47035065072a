package dev.tidegate.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import dev.tidegate.message.OutcomeCode;
import java.util.concurrent.CountDownLatch;

/**
 * The one thread that decides: takes entries off the ring, has them committed when the ring has no more, and lets the
 * answers go. After a failure it goes on taking entries, to say so, until the ring ends.
 */
final class Consumer implements EventHandler<Slot> {
    private final Lifecycle lifecycle;
    private final Batcher batcher;
    private final Outlet outlet;
    private final Runnable ending;
    private final CountDownLatch started;
    private Sequence progress = new Sequence();
    private long nextHead;

    /** {@code ending} closes the journal and ends the threads. */
    Consumer(
            final Lifecycle lifecycle,
            final Batcher batcher,
            final Outlet outlet,
            final Runnable ending,
            final CountDownLatch started) {
        this.lifecycle = lifecycle;
        this.batcher = batcher;
        this.outlet = outlet;
        this.ending = ending;
        this.started = started;
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void setSequenceCallback(final Sequence sequence) {
        progress = sequence;
    }

    @Override
    public void onEvent(final Slot slot, final long sequence, final boolean endOfBatch) {
        if (sequence >= nextHead) {
            nextHead = sequence + slot.slotCount;
            final long commits = batcher.commits();
            take(slot, sequence);
            if (commits != batcher.commits()) {
                outlet.release(progress, sequence - 1);
            }
        }
        if (endOfBatch) {
            batcher.commit();
            outlet.release(progress, sequence);
        }
    }

    /** A deadline is due, or the ring has ended. */
    @Override
    public void onTimeout(final long sequence) {
        if (lifecycle.endsBefore(sequence + 1)) {
            ending.run();
            return;
        }
        try {
            batcher.tickIfDue();
            batcher.commit();
        } catch (final Throwable failure) {
            batcher.fail(failure);
        }
    }

    private void take(final Slot slot, final long sequence) {
        try {
            if (lifecycle.failed() || !accept(slot, sequence)) {
                refuse(slot);
            }
        } catch (final Throwable failure) {
            batcher.fail(failure);
            refuse(slot);
        }
    }

    private boolean accept(final Slot slot, final long sequence) {
        return switch (slot.kind) {
            case NOTHING -> true;
            case COMMAND -> batcher.add(slot, sequence);
            case READ -> batcher.addRead(slot.task());
            case ADVANCE -> batcher.advanceTo(slot.timeMillis) && batcher.addRead(slot.task());
        };
    }

    /** What was in no batch when the pipeline stopped was never stamped: a definite answer. */
    private void refuse(final Slot slot) {
        final boolean failed = lifecycle.failed();
        final OutcomeCode code = failed ? OutcomeCode.NOT_RUNNING : OutcomeCode.DISK_LOW;
        switch (slot.kind) {
            case NOTHING -> {}
            case COMMAND -> slot.outcome.begin(0, 0).set(code, 0, 0, 0, 0);
            case READ -> slot.task().refuse(code, lifecycle.state());
            // Some of its ticks may have been journaled.
            case ADVANCE -> slot.task().refuse(failed ? OutcomeCode.UNKNOWN : code, lifecycle.state());
        }
    }
}
