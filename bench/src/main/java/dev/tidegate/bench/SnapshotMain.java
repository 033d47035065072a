package dev.tidegate.bench;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.Engine;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.Intake;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.TimeSource;
import dev.tidegate.pipeline.Upkeep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What snapshots cost a live engine, and what they save at a start. A stall is the time between two answers while commands
 * are waiting.
 *
 * <pre>
 * run MODE COMMANDS OPEN_ORDERS SNAPSHOT_EVERY SHADOW_PERCENT COMMANDS_A_SECOND FOLDER
 * recover MODE OPEN_ORDERS FOLDER
 * replay MODE OPEN_ORDERS FOLDER
 * </pre>
 *
 * With SNAPSHOT_EVERY 0 there is no shadow, with COMMANDS_A_SECOND 0 as many are sent as the ring takes. {@code recover}
 * opens what {@code run} left, from the newest snapshot; {@code replay} reads all of it with every check.
 */
public final class SnapshotMain {
    private static final String USAGE = "run MODE COMMANDS OPEN_ORDERS SNAPSHOT_EVERY SHADOW_PERCENT COMMANDS_A_SECOND"
            + " FOLDER%nrecover MODE OPEN_ORDERS FOLDER%nreplay MODE OPEN_ORDERS FOLDER%n";
    private static final int BATCH = 64;
    private static final long PAUSE_NANOS = 200_000;

    private final Plan plan;
    private final JournalMode mode;
    private final Path folder;

    private SnapshotMain(final String mode, final String openOrders, final String folder) {
        plan = Plan.of(Mix.LIFE, Integer.parseInt(openOrders));
        this.mode = JournalMode.valueOf(mode.toUpperCase(Locale.ROOT));
        this.folder = Path.of(folder);
    }

    public static void main(final String[] arguments) throws IOException {
        if (arguments.length < 4) {
            System.out.printf(USAGE);
            return;
        }
        System.out.println(Report.machine());
        switch (arguments[0]) {
            case "run" -> {
                final long every = Long.parseLong(arguments[4]);
                final Upkeep upkeep =
                        Upkeep.NONE.withSnapshotEvery(every).withShadowPercent(Integer.parseInt(arguments[5]));
                new SnapshotMain(arguments[1], arguments[3], arguments[7])
                        .run(Long.parseLong(arguments[2]), upkeep, Double.parseDouble(arguments[6]));
            }
            case "recover" -> new SnapshotMain(arguments[1], arguments[2], arguments[3]).recover();
            case "replay" -> new SnapshotMain(arguments[1], arguments[2], arguments[3]).replay();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    // --- run

    /** Takes answers on the engine's thread, and the time between them. */
    private static final class Answers {
        private final Histogram gaps = new Histogram(TimeUnit.SECONDS.toNanos(100), 3);
        private final AtomicLong completed = new AtomicLong();
        private final FlashSale sale;
        private volatile long sent;
        private long last;
        private boolean measured;

        Answers(final FlashSale sale) {
            this.sale = sale;
        }

        void take(final long correlation, final Outcome outcome) {
            sale.answered(correlation, outcome);
            final long now = System.nanoTime();
            final long done = completed.getPlain();
            // Whoever has nothing to do does not stall.
            if (measured && sent > done) {
                gaps.recordValue(now - last);
            }
            last = now;
            measured = sent > done + 1;
            completed.lazySet(done + 1);
        }
    }

    private void run(final long commands, final Upkeep upkeep, final double commandsPerSecond) {
        final GivenTime time = TimeSource.given(EngineRun.START_MILLIS);
        final FlashSale sale = new FlashSale(plan, EngineRun.START_MILLIS, 42, PipelineRun.COMMANDS_PER_STEP);
        final Answers answers = new Answers(sale);
        final TidegateOptions options = PipelineRun.options(plan, mode, time).withAnswerOnEngineThread(true);
        try (Tidegate tidegate =
                Tidegate.open(folder, options.withJournal(options.journal().withUpkeep(upkeep)))) {
            Shop.open(
                    plan,
                    EngineRun.START_MILLIS,
                    (header, command) -> tidegate.submit(header, command).join());
            send(tidegate, time, sale, answers, Math.min(commands / 10, 500_000), 0);
            answers.gaps.reset();
            final long before = answers.completed.get();
            final long start = System.nanoTime();
            send(tidegate, time, sale, answers, commands, commandsPerSecond);
            final double seconds = (System.nanoTime() - start) / 1e9;
            final Shadow shadow = tidegate.shadow();
            final Shadow.Status status = shadow == null ? null : shadow.status();
            System.out.printf(
                    Locale.ROOT,
                    "run %s, %,d commands, LIFE, %,d open, snapshots every %,d: %.3f M/s, stalls p99.99 %.2f ms,"
                            + " p99.999 %.2f ms, worst %.1f ms, digest %s, load %.1f, pace %.2f%n",
                    mode,
                    answers.completed.get(),
                    plan.openOrders(),
                    upkeep.snapshotEvery(),
                    (answers.completed.get() - before) / seconds / 1e6,
                    answers.gaps.getValueAtPercentile(99.99) / 1e6,
                    answers.gaps.getValueAtPercentile(99.999) / 1e6,
                    answers.gaps.getMaxValue() / 1e6,
                    tidegate.digest().hex(),
                    Report.load(),
                    Report.pace());
            if (status != null) {
                System.out.printf(
                        Locale.ROOT,
                        "    shadow: %s, %d snapshots, newest behind %,d, followed to %,d of %,d, %d digests compared,"
                                + " tables %,d MiB %s%n",
                        status.phase(),
                        status.snapshots(),
                        status.snapshotSequence(),
                        status.sequence(),
                        tidegate.digest().sequence(),
                        status.digestsCompared(),
                        status.stateBytes() >> 20,
                        status.trouble());
            }
        }
    }

    private static void send(
            final Tidegate tidegate,
            final GivenTime time,
            final FlashSale sale,
            final Answers answers,
            final long commands,
            final double commandsPerSecond) {
        final CommandBatch batch = new CommandBatch(BATCH);
        final long first = sale.commands();
        final long start = System.nanoTime();
        while (sale.commands() - first < commands) {
            sale.fill(batch);
            // Waiting takes no processor from those that are measured.
            while (commandsPerSecond > 0
                    && sale.commands() - first > (System.nanoTime() - start) / 1e9 * commandsPerSecond) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            time.moveTo(batch.timeMillis());
            answers.sent = sale.commands();
            Intake intake = submit(tidegate, batch, answers);
            while (intake == Intake.BUSY) {
                Thread.yield();
                intake = submit(tidegate, batch, answers);
            }
            if (intake != Intake.TAKEN) {
                throw new IllegalStateException("a batch was answered with " + intake + ": " + tidegate.state());
            }
        }
        while (answers.completed.get() < sale.commands()) {
            Thread.onSpinWait();
        }
    }

    private static Intake submit(final Tidegate tidegate, final CommandBatch batch, final Answers answers) {
        return tidegate.pipeline()
                .submitFrames(batch.buffer, 0, batch.bytes(), batch.firstCorrelation(), answers::take);
    }

    // --- recover and replay

    private void recover() {
        final var options = PipelineRun.options(plan, mode, TimeSource.given(EngineRun.START_MILLIS));
        try (Tidegate tidegate = Tidegate.open(folder, options)) {
            final RecoveryReport report = tidegate.recovery();
            System.out.printf(
                    "recover %s: %s, load %.1f, pace %.2f%n", mode, report.text(), Report.load(), Report.pace());
        }
    }

    private void replay() {
        final Engine engine = new Engine(plan.engineSettings());
        final RecoveryReport report =
                JournalFolder.read(folder, new Replayer(engine)).recovery();
        final String wrong = engine.verify();
        if (wrong != null) {
            throw new IllegalStateException(wrong);
        }
        final Digest digest = new Digest(engine.sequence(), engine.digestHigh(), engine.digestLow());
        System.out.printf(
                "replay %s with every check: %s, %.2f M/s, verified %s, load %.1f, pace %.2f%n",
                mode,
                report.text(),
                report.commands() * 1e3 / report.nanos(),
                digest.hex(),
                Report.load(),
                Report.pace());
    }
}
