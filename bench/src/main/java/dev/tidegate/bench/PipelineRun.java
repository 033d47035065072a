package dev.tidegate.bench;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.Intake;
import dev.tidegate.pipeline.TimeSource;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A workload through a whole Tidegate, from one producer. */
final class PipelineRun implements AutoCloseable {
    /** Commands in one claim of the ring. */
    static final int BATCH = 64;
    /** The pipeline ends a batch where time moves, so it moves about as often as a batch would be full anyway. */
    static final int COMMANDS_PER_STEP = 4096;

    private final GivenTime time = TimeSource.given(EngineRun.START_MILLIS);
    private final FlashSale sale;
    private final Tidegate tidegate;
    private final CommandBatch batch = new CommandBatch(BATCH);
    private final AtomicLong completed = new AtomicLong();
    private final boolean keepsEvents;
    private long accepted;

    PipelineRun(final Plan plan, final JournalMode mode, final Path folder, final boolean answerOnEngineThread) {
        sale = new FlashSale(plan, EngineRun.START_MILLIS, 42, COMMANDS_PER_STEP);
        final TidegateOptions options = options(plan, mode, time).withAnswerOnEngineThread(answerOnEngineThread);
        keepsEvents = mode.keepsEvents();
        tidegate = mode.journaled() ? Tidegate.open(folder, options) : Tidegate.inMemory(options);
        Shop.open(
                plan,
                EngineRun.START_MILLIS,
                (header, command) -> tidegate.submit(header, command).join());
    }

    static TidegateOptions options(final Plan plan, final JournalMode mode, final TimeSource time) {
        return mode.applyTo(TidegateOptions.defaults()
                .withTime(time)
                .withExpectedOrders(plan.room())
                .withTablesAtLimits(plan.tablesAtLimits()));
    }

    /** Until as many orders are open and ids remembered as will be. */
    void fill() {
        while (sale.orders() < sale.plan().ordersUntilSteady()) {
            send();
        }
        await();
    }

    /** Makes one batch and puts it into the ring as soon as there is room. */
    void send() {
        sale.fill(batch);
        time.moveTo(batch.timeMillis());
        Intake intake = submit();
        while (intake == Intake.BUSY) {
            Thread.yield();
            intake = submit();
        }
        if (intake != Intake.TAKEN) {
            throw new IllegalStateException("a batch was answered with " + intake + ": " + tidegate.state());
        }
    }

    private Intake submit() {
        return tidegate.pipeline()
                .submitFrames(batch.buffer, 0, batch.bytes(), batch.firstCorrelation(), this::completed);
    }

    private void completed(final long correlation, final Outcome outcome) {
        if (outcome.accepted()) {
            accepted++;
        }
        sale.answered(correlation, outcome);
        completed.lazySet(completed.getPlain() + 1);
    }

    /** Waits until every command has its answer. */
    void await() {
        while (completed.get() < sale.commands()) {
            Thread.onSpinWait();
        }
    }

    /** Answers that have come. */
    long completed() {
        return completed.get();
    }

    FlashSale sale() {
        return sale;
    }

    /** Checks the run; every answer must have come. */
    String proof() {
        final String proof =
                tidegate.read(reads -> Proof.of(sale, accepted, reads)).join();
        return keepsEvents
                ? proof + "; event log " + tidegate.events().state() + " at "
                        + tidegate.events().newest()
                : proof;
    }

    Digest digest() {
        return tidegate.digest();
    }

    @Override
    public void close() {
        tidegate.close();
    }
}
