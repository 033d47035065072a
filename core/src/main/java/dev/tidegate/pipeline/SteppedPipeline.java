package dev.tidegate.pipeline;

import com.lmax.disruptor.Sequence;
import dev.tidegate.engine.Engine;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.view.StockPublisher;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * A pipeline without threads: its parts are those of {@link Pipeline}, and its caller is the thread that moves them, step
 * by step. Answers are handed over inside {@link #step}. For simulations, where a run must be repeatable exactly. Belongs
 * to one thread.
 */
public final class SteppedPipeline {
    private final Journal journal;
    private final Lifecycle lifecycle;
    private final Committer committer;
    private final Batcher batcher;
    private final Consumer consumer;
    private final Entrance entrance;
    private final Ring ring;
    private long next;
    private boolean ended;

    /**
     * Made as a {@link Pipeline} is.
     *
     * @param journal closed by {@link #close}
     * @param nanoTime the monotonic clock that pauses are measured with, which is that of {@code settings.time()}
     */
    public SteppedPipeline(
            final Engine engine, final Journal journal, final PipelineSettings settings, final LongSupplier nanoTime) {
        this.journal = journal;
        ring = new Ring(settings.ringSlots(), new ConsumerWait(Waiting.BUSY_SPIN));
        lifecycle = new Lifecycle(ring.sequencer()::getCursor);
        final Listeners listeners = new Listeners(settings.listenerBytes());
        final StockPublisher publisher = new StockPublisher(engine);
        committer = new Committer(
                engine,
                journal,
                settings.durability(),
                settings.commandsPerMark(),
                listeners,
                null,
                publisher,
                new PipelineFigures());
        settings.time().startAt(engine.timeMillis());
        entrance = new Entrance(ring, lifecycle, settings.time(), settings.ordersPerMille());
        final Batch batch = new Batch(ring, journal, settings.batchCommands());
        batcher = new Batcher(
                engine, settings.time(), lifecycle, committer, batch, new AfterOutage(engine, settings), nanoTime);
        final CountDownLatch started = new CountDownLatch(2);
        final Answerer answerer = new Answerer(started);
        consumer = new Consumer(lifecycle, batcher, new Outlet.Inline(ring, answerer), this::end, started);
        final Sequence progress = new Sequence();
        consumer.setSequenceCallback(progress);
        ring.sequencer().addGatingSequences(progress);
    }

    /** See {@link Pipeline#submitMessage}. */
    public Intake submitMessage(
            final HeapBuffer source,
            final int offset,
            final int length,
            final long correlation,
            final Callback callback) {
        return entrance.message(source, offset, length, correlation, callback);
    }

    /** Takes everything that was submitted, commits it and answers it; what is due by the clock when there was nothing. */
    public void step() {
        final long last = ring.sequencer()
                .getHighestPublishedSequence(next, ring.sequencer().getCursor());
        if (last >= next) {
            while (next <= last) {
                consumer.onEvent(ring.get(next), next, next == last);
                next++;
            }
        } else if (batcher.nanosUntilDue() <= 0) {
            consumer.onTimeout(next - 1);
        }
    }

    /** Whether a deadline of the engine is due. */
    public boolean isDue() {
        return batcher.nanosUntilDue() <= 0;
    }

    public PipelineState state() {
        return lifecycle.state();
    }

    /** Takes no more, answers what was taken, records the digest, forces and closes the journal. May be called again. */
    public void close() {
        lifecycle.beginClose();
        step();
        if (!ended) {
            consumer.onTimeout(next - 1);
        }
        lifecycle.closed();
    }

    private void end() {
        ended = true;
        if (!lifecycle.failed()) {
            attempt(committer::end);
        }
        attempt(journal::close);
    }

    private void attempt(final Runnable last) {
        try {
            last.run();
        } catch (final Throwable failure) {
            lifecycle.fail(failure);
        }
    }
}
