package dev.tidegate.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.EventListener.End;
import dev.tidegate.view.SoldOutShield;
import dev.tidegate.view.StockPublisher;
import dev.tidegate.view.StockView;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One engine behind one ring. Commands from any thread are stamped, journaled, applied and answered in the ring's
 * order, by one thread of their own; a second one hands over the answers. Every method may be called from any thread
 * and none waits, {@link #close()} excepted.
 *
 * <p>Bounded by its ring: a command, read or move of time that is not answered yet occupies its slots; when there is no
 * room the next one is refused as BUSY, at once and before it has a sequence. New orders are refused a little earlier, so
 * that what becomes of the orders there are (payments, cancellations, shipments, reads) still gets in.
 *
 * <p>Any failure of the journal or the engine stops the pipeline: whoever was in the batch that failed is told UNKNOWN,
 * for it may have been journaled; everyone behind it, and everyone who comes later, NOT_RUNNING. {@link #state()} has the
 * reason.
 */
public final class Pipeline implements AutoCloseable {
    private final Journal journal;
    private final @Nullable EventTap tap;
    private final PipelineSettings settings;
    private final ConsumerWait waiting;
    private final Lifecycle lifecycle;
    private final Threads threads;
    private final Listeners listeners;
    private final StockPublisher publisher;
    private final PipelineFigures figures = new PipelineFigures();
    private final Committer committer;
    private final Entrance entrance;
    private final Answerer answerer;
    private final Ring ring;

    /**
     * Starts the pipeline.
     *
     * @param engine belongs to the pipeline from now on; recovered already
     * @param journal ready to append behind the engine's sequence, and closed by the pipeline; null keeps nothing
     * @throws IllegalArgumentException when there is no journal to keep what {@code settings} promise
     */
    public Pipeline(final Engine engine, final @Nullable Journal journal, final PipelineSettings settings) {
        this(engine, journal, null, settings);
    }

    /**
     * Starts the pipeline with an event log.
     *
     * @param tap gets every event, and is closed by the pipeline before the journal; null for no event log
     */
    public Pipeline(
            final Engine engine,
            final @Nullable Journal journal,
            final @Nullable EventTap tap,
            final PipelineSettings settings) {
        this.tap = tap;
        requireJournal(journal, settings.durability());
        this.journal = journal == null ? new MemoryJournal() : journal;
        this.settings = settings;
        waiting = new ConsumerWait(settings.waiting());
        ring = new Ring(settings.ringSlots(), waiting);
        lifecycle = new Lifecycle(ring.sequencer()::getCursor);
        threads = new Threads(lifecycle);
        listeners = new Listeners(settings.listenerBytes());
        publisher = new StockPublisher(engine);
        committer = new Committer(
                engine,
                this.journal,
                settings.durability(),
                settings.commandsPerMark(),
                listeners,
                tap,
                publisher,
                figures);
        figures.publish(engine);
        settings.time().startAt(engine.timeMillis());
        entrance = new Entrance(ring, lifecycle, settings.time(), settings.ordersPerMille());
        final CountDownLatch started = new CountDownLatch(settings.answerOnEngineThread() ? 1 : 2);
        answerer = new Answerer(started);
        connect(engine, started);
        threads.start(started);
    }

    private static void requireJournal(final @Nullable Journal journal, final Durability durability) {
        if (journal == null && durability != Durability.MEMORY) {
            throw new IllegalArgumentException("durability " + durability + " needs a journal");
        }
    }

    private void connect(final Engine engine, final CountDownLatch started) {
        final Batch batch = new Batch(ring, journal, settings.batchCommands());
        final Batcher batcher =
                new Batcher(engine, settings.time(), lifecycle, committer, batch, new AfterOutage(engine, settings));
        waiting.attach(ring.sequencer(), lifecycle, batcher::nanosUntilDue);
        final AnswerBarrier barrier = new AnswerBarrier();
        final boolean inline = settings.answerOnEngineThread();
        final Outlet outlet = inline ? new Outlet.Inline(ring, answerer) : new Outlet.Apart(barrier);
        final Consumer consumer = new Consumer(lifecycle, batcher, outlet, this::end, started);
        BatchEventProcessor<Slot> last =
                threads.add("tidegate-engine", ring, ring.sequencer().newBarrier(), consumer);
        if (!inline) {
            barrier.follow(last.getSequence());
            last = threads.add("tidegate-answers", ring, barrier, answerer);
        }
        ring.sequencer().addGatingSequences(last.getSequence());
    }

    /** On the engine's thread, behind the last entry. */
    private void end() {
        if (!lifecycle.failed()) {
            attempt(committer::end);
        }
        if (tap != null) {
            final boolean forced = !lifecycle.failed();
            attempt(() -> tap.close(forced));
        }
        attempt(journal::close);
        listeners.end(committer.appliedSequence(), lifecycle.failed() ? End.STOPPED : End.CLOSED);
        threads.halt();
    }

    private void attempt(final Runnable step) {
        try {
            step.run();
        } catch (final Throwable failure) {
            lifecycle.fail(failure);
        }
    }

    /**
     * Submits a command. The callback is called once if the answer is TAKEN, else never.
     *
     * @param correlation given back to the callback
     */
    public Intake submit(
            final CommandHeader header, final Command command, final long correlation, final Callback callback) {
        return entrance.command(header, command, correlation, callback);
    }

    /** Submits a command; the future always completes with an outcome, BUSY, MALFORMED and NOT_RUNNING included. */
    public CompletableFuture<Outcome> submit(final CommandHeader header, final Command command) {
        final FutureAnswer answer = new FutureAnswer();
        return answer.with(entrance.command(header, command, 0, answer));
    }

    /**
     * Submits a command that is a message already. Its bytes may come from anywhere: what is not one whole command is
     * MALFORMED.
     */
    public Intake submitMessage(
            final HeapBuffer source,
            final int offset,
            final int length,
            final long correlation,
            final Callback callback) {
        return entrance.message(source, offset, length, correlation, callback);
    }

    /**
     * Submits several messages at once, all of them or none: frames of a little-endian {@code int} length and a message.
     * They must fit into the ring together, else they are MALFORMED.
     *
     * @param firstCorrelation the first command's; the others count on from there
     */
    public Intake submitFrames(
            final HeapBuffer source,
            final int offset,
            final int length,
            final long firstCorrelation,
            final Callback callback) {
        return entrance.frames(source, offset, length, firstCorrelation, callback);
    }

    /**
     * Reads the engine's state behind everything submitted before, in DISK once that has been forced. The function runs
     * on the engine's thread, so it must be short and must not keep the reads.
     *
     * @return what the function returns or throws; a {@link PipelineException} when it was not run
     */
    public <T extends @Nullable Object> CompletableFuture<T> read(final Function<EngineReads, T> function) {
        return queue(Slot.Kind.READ, new ReadTask<>(function));
    }

    /**
     * Moves given time: everything due until then is done before the future completes with the engine's sequence.
     *
     * @throws IllegalStateException when the time is the clock's
     */
    public CompletableFuture<Long> advanceTo(final long millis) {
        if (!(settings.time() instanceof GivenTime given)) {
            throw new IllegalStateException("time comes from the clock and cannot be moved");
        }
        given.moveTo(millis);
        return queue(Slot.Kind.ADVANCE, new ReadTask<>(EngineReads::sequence));
    }

    private <T extends @Nullable Object> CompletableFuture<T> queue(final Slot.Kind kind, final ReadTask<T> task) {
        final Intake intake = entrance.task(kind, task);
        if (intake != Intake.TAKEN) {
            task.refuse(intake.code(), lifecycle.state());
            task.complete();
        }
        return task.future();
    }

    /** Gives every event from the next batch on to the listener, on a thread of its own. */
    public EventSubscription listen(final EventListener listener) {
        return listeners.add(listener);
    }

    /** What is left of every SKU, to be polled by any number of threads. */
    public StockView stockView() {
        return publisher.view();
    }

    /**
     * Whether a message may be answered SOLD_OUT_NOW instead of being submitted: it is a PlaceOrder, nothing of any of
     * its SKUs is left nor can come back without a command, and its id is not that of an accepted command. Never so once
     * the pipeline has stopped. See {@link SoldOutShield}.
     *
     * <p>The answer is about this attempt: it takes back no earlier one that got none. Ask no shield for the repetition
     * of such a command, submit it.
     */
    public boolean soldOutNow(final HeapBuffer source, final int offset, final int length) {
        return lifecycle.running() && publisher.shield().covers(source, offset, length);
    }

    /** Whether a command may be answered SOLD_OUT_NOW instead of being submitted. */
    public boolean soldOutNow(final CommandHeader header, final Command command) {
        return command instanceof final Command.PlaceOrder order
                && lifecycle.running()
                && publisher.shield().covers(header, order);
    }

    public PipelineState state() {
        return lifecycle.state();
    }

    /** What the pipeline promises. */
    public Durability durability() {
        return settings.durability();
    }

    /** Where engine time comes from. */
    public TimeSource time() {
        return settings.time();
    }

    /** How many callbacks threw, which is otherwise ignored. */
    public long callbackFailures() {
        return answerer.callbackFailures();
    }

    /** Whether the caller is one of the pipeline's own threads, which must not wait for an answer. */
    public boolean onOwnThread() {
        return threads.isOwn(Thread.currentThread());
    }

    /**
     * Takes no more commands, answers those taken, records the digest, forces and closes the journal. Waits for all of
     * that, except on the pipeline's own threads (in a callback), where it only begins it. May be called again.
     *
     * @throws PipelineException when this call's own closing failed
     */
    @Override
    public void close() {
        final boolean first = lifecycle.beginClose();
        waiting.wake();
        if (onOwnThread()) {
            return;
        }
        threads.awaitEnd();
        if (first && lifecycle.failed()) {
            throw new PipelineException(OutcomeCode.UNKNOWN, lifecycle.state());
        }
    }

    /**
     * Names what to run on the answering thread behind the last of the answers that are there, so that one who passes
     * answers on to other threads can wake each of them once for many answers. It must not wait. The last one named
     * counts.
     */
    public void afterBurst(final Runnable work) {
        answerer.afterBurst(work);
    }

    /** What the pipeline measures of itself. */
    public PipelineFigures figures() {
        return figures;
    }

    /** Slots of the ring that are free now: an estimate while others submit. */
    public long freeSlots() {
        return ring.sequencer().remainingCapacity();
    }

    /** Slots of the ring. */
    public int ringSlots() {
        return settings.ringSlots();
    }
}
