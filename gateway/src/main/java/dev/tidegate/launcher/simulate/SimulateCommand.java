package dev.tidegate.launcher.simulate;

import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.launcher.Version;
import dev.tidegate.simulation.RecordedHistory;
import dev.tidegate.simulation.Report;
import dev.tidegate.simulation.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegate simulate}: the whole node in one thread from one seed, with faults, compared with the reference model. */
@Command(
        name = "simulate",
        description =
                "Runs the whole node in one thread from a seed, on a disk in memory, with crashes, damage and lost"
                        + " messages, and compares all it does with the reference model. The same seed gives the same digest.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class SimulateCommand implements Callable<Integer> {
    private static final int MOST_COMMANDS = 1_000_000;
    private static final int MOST_SEEDS = 1_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "S", description = "Chooses everything. Any whole number.")
    private @Nullable Long seed;

    @Option(
            names = "--check",
            paramLabel = "HISTORY",
            description = "Checks a history that clients of a real node have recorded, instead of a simulation.")
    private @Nullable Path history;

    @Option(
            names = "--commands",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Commands that clients send, 1 to 1,000,000. Default: ${DEFAULT-VALUE}.")
    private int commands;

    @Option(
            names = "--seeds",
            paramLabel = "K",
            defaultValue = "1",
            description = "Runs K seeds, S and those behind it, up to the first that fails. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(names = "--json", description = "Answer with one JSON object a seed.")
    private boolean json;

    SimulateCommand() {}

    @Override
    public Integer call() {
        final Path recorded = history;
        if (recorded != null) {
            return Answer.of(spec, json, () -> check(recorded));
        }
        try {
            final Long first = seed;
            if (first == null) {
                throw new UsageException("give --seed S, or --check HISTORY");
            }
            requireRange("--commands", commands, MOST_COMMANDS);
            requireRange("--seeds", seeds, MOST_SEEDS);
            for (int i = 0; i < seeds; i++) {
                if (!run(first + i)) {
                    return ExitCode.FAILED;
                }
            }
            return ExitCode.OK;
        } catch (final IOException | UsageException | RuntimeException | Error failure) {
            return Answer.failed(spec, json, failure);
        }
    }

    private static Map<String, Object> check(final Path recorded) throws UsageException {
        final RecordedHistory.Found found;
        try {
            found = RecordedHistory.check(recorded);
        } catch (final NoSuchFileException missing) {
            throw new UsageException(recorded + " does not exist", missing);
        } catch (final IOException unreadable) {
            throw new UsageException(recorded + " cannot be read: " + unreadable, unreadable);
        } catch (final IllegalArgumentException noHistory) {
            throw new UsageException(recorded + " is no history: " + noHistory.getMessage(), noHistory);
        }
        if (found.calls() == 0) {
            throw new UsageException(recorded + " holds no calls");
        }
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("calls", found.calls());
        figures.put("answers", found.answers());
        figures.put("sequences", found.sequences());
        figures.put("indefinite", found.indefinite());
        figures.put("unanswered", found.unanswered());
        figures.put("compared", found.compared());
        return figures;
    }

    private static void requireRange(final String name, final int value, final int most) throws UsageException {
        if (value < 1 || value > most) {
            throw new UsageException(name + " is " + value + ", must be 1 to " + most);
        }
    }

    private boolean run(final long oneSeed) throws IOException {
        final Report report = Simulation.run(oneSeed, commands);
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("ok", report.ok());
        figures.put("seed", report.seed());
        figures.put("digest", report.digest());
        figures.put("commands", report.commands());
        figures.put("applied", report.applied());
        figures.put("steps", report.steps());
        figures.put("restarts", report.restarts());
        figures.put("faults", report.faults());
        figures.put("figures", report.figures());
        if (!report.ok()) {
            explain(report, figures);
        }
        final PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Answer.json(figures) : Answer.plain(figures));
        out.flush();
        return report.ok();
    }

    /** What it takes to run it again, and what is left of it once all that is not needed was left out. */
    private void explain(final Report report, final Map<String, Object> figures) throws IOException {
        final String again = "./tidegate simulate --seed " + report.seed() + " --commands " + commands;
        final String commit = Version.commit();
        figures.put("broken", report.promise());
        figures.put("error", report.broken());
        figures.put("version", Version.text());
        figures.put("commit", commit);
        figures.put("again", again);
        figures.put("calls", report.calls());
        final PrintWriter err = spec.commandLine().getErr();
        err.println("tidegate: seed " + report.seed() + " breaks " + report.promise() + " " + report.broken());
        err.println("tidegate: version " + Version.text() + ", commit " + commit);
        err.println("tidegate: " + report.calls().size() + " of " + report.commands() + " calls are enough:");
        report.calls().forEach(call -> err.println("    " + call));
        err.println("tidegate: again: " + again);
        err.flush();
    }
}
