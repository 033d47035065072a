package dev.tidegate.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.Sequencer;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How the consumer waits for the next entry: until it is published, until the engine's next deadline is due, or until
 * the ring has ended. The last two are told as a timeout.
 */
final class ConsumerWait implements WaitStrategy {
    static final long NEVER = Long.MAX_VALUE;

    private static final int SPINS = 200;
    private static final int YIELDS = 100;
    private static final long NAP_NANOS = 20_000;

    private final Waiting mode;
    private final Doorbell bell = new Doorbell();
    private Sequencer sequencer;
    private Lifecycle lifecycle;
    private LongSupplier nanosUntilDue;
    private volatile long awaited;

    @SuppressWarnings("NullAway.Init") // attach() follows at once
    ConsumerWait(final Waiting mode) {
        this.mode = mode;
    }

    /** Closes the circle: the ring needs its waiter first. */
    void attach(final Sequencer sequencer, final Lifecycle lifecycle, final LongSupplier nanosUntilDue) {
        this.sequencer = sequencer;
        this.lifecycle = lifecycle;
        this.nanosUntilDue = nanosUntilDue;
    }

    @Override
    public long waitFor(
            final long sequence, final Sequence cursor, final Sequence dependent, final SequenceBarrier barrier)
            throws AlertException, TimeoutException {
        if (!sequencer.isAvailable(sequence)) {
            idle(sequence, barrier);
        }
        return cursor.get();
    }

    private void idle(final long sequence, final SequenceBarrier barrier) throws AlertException, TimeoutException {
        final long nanos = nanosUntilDue.getAsLong();
        final long start = nanos == NEVER ? 0 : System.nanoTime();
        for (int round = 0; !sequencer.isAvailable(sequence); round++) {
            barrier.checkAlert();
            final long left = nanos == NEVER ? NEVER : nanos - (System.nanoTime() - start);
            if (left <= 0 || lifecycle.endsBefore(sequence)) {
                throw TimeoutException.INSTANCE;
            }
            pause(round, sequence, left);
        }
    }

    private void pause(final int round, final long sequence, final long nanosLeft) {
        if (round < SPINS || mode == Waiting.BUSY_SPIN) {
            Thread.onSpinWait();
        } else if (mode == Waiting.BLOCKING) {
            sleep(sequence, nanosLeft);
        } else if (round < SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(Math.min(NAP_NANOS, nanosLeft));
        }
    }

    private void sleep(final long sequence, final long nanosLeft) {
        awaited = sequence;
        bell.arm();
        if (!sequencer.isAvailable(sequence) && !lifecycle.endsBefore(sequence)) {
            bell.sleep(nanosLeft);
        }
        bell.disarm();
    }

    /** An entry was published: wakes the consumer if it is the one it waits for. */
    @Override
    public void signalAllWhenBlocking() {
        if (mode == Waiting.BLOCKING && bell.isArmed() && sequencer.isAvailable(awaited)) {
            bell.ring();
        }
    }

    /** The ring has ended: wakes the consumer whatever it waits for. */
    void wake() {
        bell.ring();
    }
}
