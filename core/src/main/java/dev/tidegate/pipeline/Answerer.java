package dev.tidegate.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Hands over the answers, in order. Its progress is what frees the slots, so a slow callback makes the ring full and
 * the next caller BUSY, but never holds up the consumer.
 */
final class Answerer implements EventHandler<Slot> {
    private static final int ENTRIES_PER_RELEASE = 64;

    private final CountDownLatch started;
    private Sequence progress = new Sequence();
    private long nextHead;
    private int entries;
    private @Nullable Callback lastCallback;
    private volatile Runnable afterBurst = () -> {};
    private volatile long callbackFailures;

    Answerer(final CountDownLatch started) {
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
            answer(slot);
            if (++entries % ENTRIES_PER_RELEASE == 0) {
                progress.set(sequence);
            }
        }
        if (endOfBatch) {
            endBurst();
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void endBurst() {
        try {
            afterBurst.run();
        } catch (final Throwable thrown) {
            callbackFailures++;
        }
    }

    /** Names what to run behind the last answer that is there. */
    void afterBurst(final Runnable work) {
        afterBurst = work;
    }

    private void answer(final Slot slot) {
        switch (slot.kind) {
            case NOTHING -> {}
            case COMMAND -> call(slot);
            case READ, ADVANCE -> {
                final ReadTask<?> task = slot.task();
                slot.task = null;
                task.complete();
            }
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void call(final Slot slot) {
        final Callback callback = Objects.requireNonNull(slot.callback);
        // One that serves many commands stays where it is, for the next will bring it again.
        if (callback != lastCallback) {
            slot.callback = null;
            lastCallback = callback;
        }
        try {
            callback.completed(slot.correlation, slot.outcome);
        } catch (final Throwable thrown) {
            callbackFailures++;
        }
    }

    /** How many callbacks threw. */
    long callbackFailures() {
        return callbackFailures;
    }
}
