package dev.tidegate.bench;

import dev.tidegate.engine.Engine;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;

/** A workload against an engine alone, on one thread. */
final class EngineRun {
    static final int CHUNK = 64;
    static final long START_MILLIS = 1_800_000_000_000L;

    private final FlashSale sale;
    private final Engine engine;
    private final Outcome outcome = new Outcome();
    private final HeapBuffer tick = HeapBuffer.ofSize(64);
    private final int[] tickOffsets = {0};
    private final int tickLength;
    private long sequence;
    private long accepted;

    EngineRun(final Plan plan) {
        sale = new FlashSale(plan, START_MILLIS, 42, 1);
        engine = new Engine(plan.engineSettings());
        tickLength = CommandEncoder.encodeTick(tick, 0);
        final CommandEncoder encoder = new CommandEncoder();
        final HeapBuffer message = HeapBuffer.ofSize(4096);
        Shop.open(plan, START_MILLIS, (header, command) -> {
            final int length = encoder.encode(header, command, message, 0);
            engine.apply(++sequence, START_MILLIS, message, 0, length, outcome);
            engine.events().clear();
            return outcome;
        });
    }

    /** Runs until as many orders are open and as many ids remembered as will be. */
    void fill(final CommandBatch batch) {
        final long orders = sale.plan().ordersUntilSteady();
        while (sale.orders() < orders) {
            sale.fill(batch);
            tick(batch.timeMillis());
            apply(batch, true);
            takeAnswers(batch);
        }
    }

    /** Does what is due by then. */
    void tick(final long millis) {
        while (engine.nextDeadlineMillis() <= millis) {
            engine.prepare(tick, tickOffsets, 0, 1);
            engine.apply(++sequence, millis, tick, 0, tickLength, outcome);
            engine.events().clear();
        }
    }

    /** Applies a batch, in chunks as the pipeline does; this is what is measured. */
    void apply(final CommandBatch batch, final boolean prepared) {
        final int count = batch.count();
        final long millis = batch.timeMillis();
        for (int from = 0; from < count; from += CHUNK) {
            final int to = Math.min(count, from + CHUNK);
            if (prepared) {
                engine.prepare(batch.buffer, batch.offsets, from, to);
            }
            for (int i = from; i < to; i++) {
                engine.apply(++sequence, millis, batch.buffer, batch.offsets[i], batch.lengths[i], outcome);
                engine.events().clear();
                if (outcome.accepted()) {
                    accepted++;
                    batch.answers[i] = outcome.entityId();
                } else {
                    batch.answers[i] = 0;
                }
            }
        }
    }

    /** Tells the workload what came of its commands. */
    void takeAnswers(final CommandBatch batch) {
        for (int i = 0; i < batch.count(); i++) {
            sale.answered(batch.firstCorrelation() + i, batch.answers[i]);
        }
    }

    FlashSale sale() {
        return sale;
    }

    Engine engine() {
        return engine;
    }

    /** Commands of the workload that were accepted. */
    long accepted() {
        return accepted;
    }
}
