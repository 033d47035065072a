package dev.tidegate.launcher.replay;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.ProgressBar;
import dev.tidegate.launcher.ProofException;
import dev.tidegate.launcher.StopSignal;
import dev.tidegate.launcher.StoppedException;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.TimeSource;
import dev.tidegate.pipeline.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate replay}: the orders and returns of a shop, through the engine and its journal. */
@Command(
        name = "replay",
        description = "Replays a file of order lines into a folder. May be killed and started again.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class ReplayCommand implements Callable<Integer> {
    private static final int WHOLE = 100;
    private static final long MOST_SNAPSHOT_SECONDS = 300;
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "CSV file of order lines, plain or gzip.")
    private Path file;

    @Option(
            names = "--opening-percent",
            required = true,
            paramLabel = "P",
            description = "Opening stock of each SKU in percent of the units ordered, 0 to 1000.")
    private int openingPercent;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder of the journal.")
    private Path data;

    @Option(
            names = "--durability",
            paramLabel = "MODE",
            defaultValue = "process",
            description = "What an answer survives: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE} by default).")
    private KeptThrough durability;

    @Option(
            names = "--journal",
            paramLabel = "KIND",
            defaultValue = "chronicle",
            description = "How the journal is kept: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE} by default).")
    private JournalKind journal;

    @Option(
            names = "--snapshot-every",
            paramLabel = "COMMANDS",
            description = "Make a snapshot after so many commands, from which a run begins again; 0 for none.")
    private long snapshotEvery;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    /** Spelled as on the command line. */
    enum KeptThrough {
        process,
        disk
    }

    /** Spelled as on the command line. */
    enum JournalKind {
        chronicle,
        file
    }

    ReplayCommand() {}

    @Override
    public Integer call() {
        try (StopSignal stop = new StopSignal()) {
            return Answer.of(spec, json, () -> replay(stop));
        }
    }

    private Map<String, Object> replay(final StopSignal stop) throws UsageException, IOException {
        final long startNanos = System.nanoTime();
        final OrdersFile orders;
        final ReplayPlan plan;
        final ReplayScript script;
        final SetLimits limits;
        try {
            orders = OrdersFile.open(file);
            plan = ReplayPlan.of(orders, openingPercent);
            script = new ReplayScript(plan, orders.sha256());
            limits = ReplayLimits.of(script);
        } catch (final OrdersFileException | IllegalArgumentException unusable) {
            throw new UsageException(file + ": " + unusable.getMessage(), unusable);
        } catch (final IOException unreadable) {
            throw new UsageException(file + " cannot be read: " + unreadable, unreadable);
        }
        final ReplayFolder folder =
                new ReplayFolder(data, ReplaySettings.of(orders, openingPercent, journal.name(), durability.name()));
        final GivenTime time = TimeSource.given(0);
        try (Tidegate tidegate = open(folder, options(plan, time));
                ProgressBar bar = new ProgressBar(
                        spec.commandLine().getErr(), "replay", plan.steps().size())) {
            if (tidegate.recovery().lastSequence() > 0) {
                spec.commandLine()
                        .getErr()
                        .println("tidegate: " + tidegate.recovery().text());
                spec.commandLine().getErr().flush();
            }
            RejectsFile.write(data, plan.rejects());
            final ReplayFeed feed = new ReplayFeed(tidegate, time, Files.getFileStore(data));
            final ReplayRun run = new ReplayRun(script, feed);
            final ReplayTally tally = run.run(limits, step -> {
                stop.check();
                bar.show(step);
            });
            final long left = new ReplayProof(plan, tally, run.skuNumbers()).prove(tidegate, feed.commands());
            final Digest digest = tidegate.digest();
            lastSnapshot(tidegate);
            return figures(plan, tally, left, digest, startNanos);
        }
    }

    private Tidegate open(final ReplayFolder folder, final TidegateOptions options) throws UsageException, IOException {
        try (ProgressBar bar = ProgressBar.counting(spec.commandLine().getErr(), "recovery")) {
            return folder.open(options, (commands, lastSequence) -> bar.show(commands));
        }
    }

    /** The shadow has to have seen all of it, too. */
    private static void lastSnapshot(final Tidegate tidegate) {
        final Shadow shadow = tidegate.shadow();
        if (shadow == null) {
            return;
        }
        try {
            shadow.snapshot().get(MOST_SNAPSHOT_SECONDS, TimeUnit.SECONDS);
        } catch (final ExecutionException | TimeoutException failed) {
            throw new ProofException("the shadow made no snapshot at the end: "
                    + (failed.getCause() == null
                            ? "it did not come to it"
                            : failed.getCause().getMessage()));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted while the last snapshot was made; the replay is whole");
        }
    }

    private TidegateOptions options(final ReplayPlan plan, final GivenTime time) throws UsageException {
        final Upkeep upkeep;
        try {
            upkeep = Upkeep.NONE
                    .withSnapshotEvery(snapshotEvery)
                    .withShadowPercent(WHOLE)
                    .withRetentionDays(Upkeep.FOR_EVER);
        } catch (final IllegalArgumentException outOfRange) {
            throw new UsageException(String.valueOf(outOfRange.getMessage()));
        }
        return TidegateOptions.defaults()
                .withDurability(Durability.valueOf(durability.name().toUpperCase(Locale.ROOT)))
                .withJournal(JournalSettings.of(
                                JournalSettings.Kind.valueOf(journal.name().toUpperCase(Locale.ROOT)))
                        .withUpkeep(upkeep))
                .withExpectedOrders(Math.max(plan.orders(), 1))
                .withTime(time);
    }

    private static Map<String, Object> figures(
            final ReplayPlan plan,
            final ReplayTally tally,
            final long unitsLeft,
            final Digest digest,
            final long startNanos) {
        final Map<String, Object> rejects = new LinkedHashMap<>();
        for (final RejectCause cause : RejectCause.values()) {
            rejects.put(cause.label(), plan.rejectCount(cause));
        }
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("lines", plan.lines());
        figures.put("orders", plan.orders());
        figures.put("accepted", tally.accepted);
        figures.put("refused", tally.refused);
        figures.put("units_opening", plan.openingUnits());
        figures.put("units_sold", tally.unitsSold());
        figures.put("return_lines_matched", tally.returnLinesMatched);
        figures.put("return_lines_unmatched", tally.returnLinesUnmatched);
        figures.put("units_returned", tally.unitsReturned());
        figures.put("units_left", unitsLeft);
        figures.put("skus", plan.skus());
        figures.put("rejects", rejects);
        figures.put("digest", digest.hex());
        figures.put("sequence", digest.sequence());
        figures.put("seconds", Math.round((System.nanoTime() - startNanos) / NANOS_PER_SECOND * 1e3) / 1e3);
        return figures;
    }
}
