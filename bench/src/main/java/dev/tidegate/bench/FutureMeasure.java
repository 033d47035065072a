package dev.tidegate.bench;

import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.message.Command;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The front door as most callers use it: command values and futures, at most 1,024 of them unanswered. */
final class FutureMeasure {
    private static final int WINDOW = 1024;
    private static final int COMMANDS_PER_STEP = 4096;
    private static final int OF_TEN_PAID = 3;
    private static final int OF_TEN_PAID_OR_CANCELLED = 5;

    private final GivenTime time = TimeSource.given(EngineRun.START_MILLIS);
    private final Plan plan;
    private final Tidegate tidegate;
    private final Dice dice = new Dice(7);
    private final @Nullable CompletableFuture<Outcome>[] window = newWindow();
    private final boolean[] placing = new boolean[WINDOW];
    private long commands;
    private long orders;
    private long refused;

    private FutureMeasure(final Plan plan, final JournalMode mode, final Path folder) {
        this.plan = plan;
        tidegate = Tidegate.open(folder, PipelineRun.options(plan, mode, time));
        Shop.open(
                plan,
                EngineRun.START_MILLIS,
                (header, command) -> tidegate.submit(header, command).join());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable CompletableFuture<Outcome>[] newWindow() {
        return new CompletableFuture[WINDOW];
    }

    /** One more command, once the one a window before has its answer. */
    private void next() {
        final int place = (int) (commands % WINDOW);
        final CompletableFuture<Outcome> before = window[place];
        Command command = null;
        if (before != null) {
            final Outcome outcome = before.join();
            refused += outcome.accepted() ? 0 : 1;
            if (placing[place]) {
                command = following(outcome.entityId());
            }
        }
        if (++commands % COMMANDS_PER_STEP == 0) {
            time.moveTo(EngineRun.START_MILLIS + orders * plan.nanosPerOrder() / 1_000_000);
        }
        placing[place] = command == null;
        window[place] = tidegate.submit(command == null ? order() : command);
    }

    private @Nullable Command following(final long orderId) {
        final int drawn = dice.below(10);
        if (drawn < OF_TEN_PAID) {
            return new Command.ConfirmPayment(orderId, MessageWriter.AMOUNT);
        }
        return drawn < OF_TEN_PAID_OR_CANCELLED ? Orders.cancel(orderId, 1) : null;
    }

    private Command order() {
        return Orders.place(
                        MessageWriter.CHANNEL, "N-" + (1_000_000_000_000L + orders++), "shop", Command.Urgency.NORMAL)
                .line(1, 1, MessageWriter.AMOUNT)
                .buyer(dice.next(), dice.next() | 1)
                .build();
    }

    private void drain() {
        for (final CompletableFuture<Outcome> future : window) {
            if (future != null) {
                future.join();
            }
        }
    }

    private double repeat(final double seconds) {
        final long before = commands;
        final long start = System.nanoTime();
        final long end = start + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            for (int i = 0; i < 64; i++) {
                next();
            }
        }
        drain();
        return (double) (System.nanoTime() - start) / (commands - before);
    }

    /** Measures and prints one row. */
    static void row(final Plan plan, final JournalMode mode, final int repeats, final double seconds)
            throws IOException {
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "flash-sale-");
        try {
            final FutureMeasure measure = new FutureMeasure(plan, mode, folder);
            for (int i = 0; i < repeats; i++) {
                measure.repeat(seconds);
            }
            final double[] results = new double[repeats];
            for (int i = 0; i < repeats; i++) {
                results[i] = measure.repeat(seconds);
            }
            Arrays.sort(results);
            System.out.printf(
                    "futures  %-17s window %d: %.0f ns (min %.0f max %.0f) %.2f M/s, %,d commands, %,d refused, load %.1f,"
                            + " pace %.2f%n",
                    mode,
                    WINDOW,
                    results[repeats / 2],
                    results[0],
                    results[repeats - 1],
                    1000 / results[repeats / 2],
                    measure.commands,
                    measure.refused,
                    Report.load(),
                    Report.pace());
            measure.tidegate.close();
        } finally {
            PipelineMeasure.delete(folder);
        }
    }
}
