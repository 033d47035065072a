package dev.tidegate.bench;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Measures a whole Tidegate, then replays its journal. */
final class PipelineMeasure {
    private final PipelineRun run;
    private final EngineThread engine = new EngineThread();

    private PipelineMeasure(final PipelineRun run) {
        this.run = run;
    }

    /** Nanoseconds a command from the first submission to the last answer, and the engine thread's own. */
    private double[] repeat(final double seconds) {
        final long commands = run.completed();
        final long busy = engine.nanos();
        final long start = System.nanoTime();
        final long end = start + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            run.send();
        }
        run.await();
        final double done = run.completed() - commands;
        return new double[] {(System.nanoTime() - start) / done, (engine.nanos() - busy) / done};
    }

    /** Measures and prints the rows of one mode. */
    static void rows(
            final Plan plan, final JournalMode mode, final boolean inline, final int repeats, final double seconds)
            throws IOException {
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "flash-sale-");
        try {
            final Digest digest = measure(plan, mode, folder, inline, repeats, seconds);
            if (mode.journaled()) {
                replay(plan, mode, folder, digest);
            }
        } finally {
            delete(folder);
        }
    }

    private static Digest measure(
            final Plan plan,
            final JournalMode mode,
            final Path folder,
            final boolean inline,
            final int repeats,
            final double seconds) {
        try (PipelineRun run = new PipelineRun(plan, mode, folder, inline)) {
            run.fill();
            final PipelineMeasure measure = new PipelineMeasure(run);
            for (int i = 0; i < repeats; i++) {
                measure.repeat(seconds / 2);
            }
            final long allocated = measure.engine.allocatedBytes();
            final long commands = run.completed();
            final double[] wall = new double[repeats];
            final double[] busy = new double[repeats];
            for (int i = 0; i < repeats; i++) {
                final double[] nanos = measure.repeat(seconds);
                wall[i] = nanos[0];
                busy[i] = nanos[1];
            }
            Arrays.sort(wall);
            Arrays.sort(busy);
            System.out.printf(
                    "pipeline %-17s %s %,d open, answers on %s thread: %.0f ns (min %.0f max %.0f) %.2f M/s,"
                            + " engine thread busy %.0f ns, %.2f B/command allocated, load %.1f, pace %.2f%n    %s%n",
                    mode,
                    plan.mix(),
                    plan.openOrders(),
                    inline ? "the engine's" : "their own",
                    wall[repeats / 2],
                    wall[0],
                    wall[repeats - 1],
                    1000 / wall[repeats / 2],
                    busy[repeats / 2],
                    (double) (measure.engine.allocatedBytes() - allocated) / (run.completed() - commands),
                    Report.load(),
                    Report.pace(),
                    run.proof());
            return run.digest();
        }
    }

    /** Reads the journal back, with every check, into a new engine. */
    private static void replay(final Plan plan, final JournalMode mode, final Path folder, final Digest digest) {
        final long bytes = size(folder);
        final var options = PipelineRun.options(plan, mode, TimeSource.given(EngineRun.START_MILLIS));
        try (Tidegate again = Tidegate.open(folder, options)) {
            final RecoveryReport report = again.recovery();
            if (!again.digest().equals(digest)) {
                throw new IllegalStateException("replay gives " + again.digest() + ", the run gave " + digest);
            }
            System.out.printf(
                    "replay   %-17s %,d commands of %.0f B on disk in %.2f s, %.2f M/s, the same digest, load %.1f%n",
                    mode,
                    report.commands(),
                    (double) bytes / report.commands(),
                    report.nanos() / 1e9,
                    report.commands() * 1e3 / report.nanos(),
                    Report.load());
        }
    }

    private static List<Path> files(final Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(final Path folder) {
        return files(folder).stream()
                .filter(Files::isRegularFile)
                .mapToLong(path -> path.toFile().length())
                .sum();
    }

    static void delete(final Path folder) throws IOException {
        for (final Path path : files(folder)) {
            Files.deleteIfExists(path);
        }
    }
}
