package dev.tidegate.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;

/**
 * What the answerer waits at: the consumer's progress. Sleeps when there is none, where the ring's own barrier would
 * spin. Once alerted it still lets through everything up to the end.
 */
final class AnswerBarrier implements SequenceBarrier {
    private static final int SPINS = 100;

    private Sequence progress = new Sequence();
    private final Doorbell bell = new Doorbell();
    private volatile boolean alerted;

    /** Names whose progress to follow, before any thread is started. */
    void follow(final Sequence progress) {
        this.progress = progress;
    }

    /** Called after the consumer's progress has moved. */
    void moved() {
        bell.ring();
    }

    @Override
    public long waitFor(final long sequence) throws AlertException {
        for (int round = 0; ; round++) {
            final boolean ended = alerted;
            final long available = progress.get();
            if (available >= sequence) {
                return available;
            }
            if (ended) {
                throw AlertException.INSTANCE;
            }
            if (round < SPINS) {
                Thread.onSpinWait();
            } else {
                sleep(sequence);
            }
        }
    }

    private void sleep(final long sequence) {
        bell.arm();
        if (progress.get() < sequence && !alerted) {
            bell.sleep(Long.MAX_VALUE);
        }
        bell.disarm();
    }

    @Override
    public long getCursor() {
        return progress.get();
    }

    @Override
    public boolean isAlerted() {
        return alerted;
    }

    @Override
    public void alert() {
        alerted = true;
        bell.ring();
    }

    @Override
    public void clearAlert() {
        alerted = false;
    }

    @Override
    public void checkAlert() throws AlertException {
        if (alerted) {
            throw AlertException.INSTANCE;
        }
    }
}
