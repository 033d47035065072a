package dev.tidegate.launcher.demo;

import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.NewFolder;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegate demo}: a flash sale in given time, and the proof that nothing was sold twice. */
@Command(
        name = "demo",
        description = "Runs a flash sale and proves that nothing was sold twice.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Option(names = "--buyers", defaultValue = "200000", description = "People who come (${DEFAULT-VALUE}).")
    private int buyers;

    @Option(names = "--units", defaultValue = "2000", description = "Units of the wanted SKU (${DEFAULT-VALUE}).")
    private int units;

    @Option(names = "--skus", defaultValue = "500", description = "SKUs in all (${DEFAULT-VALUE}).")
    private int skus;

    @Option(names = "--seed", defaultValue = "1", description = "Of every choice made (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--durability",
            paramLabel = "MODE",
            defaultValue = "process",
            description = "What an answer survives: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Mode durability;

    @Option(
            names = "--journal",
            paramLabel = "KIND",
            defaultValue = "chronicle",
            description = "How the journal is kept: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Kind journal;

    @Option(names = "--data", paramLabel = "DIR", description = "New folder for the journal; else one that is deleted.")
    private @Nullable Path data;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    /** Spelled as on the command line. */
    enum Mode {
        memory,
        process,
        disk
    }

    /** Spelled as on the command line. */
    enum Kind {
        chronicle,
        file
    }

    DemoCommand() {}

    @Override
    public Integer call() {
        try {
            final DemoSettings settings = DemoSettings.of(buyers, units, skus, seed);
            final Durability mode = Durability.valueOf(durability.name().toUpperCase(Locale.ROOT));
            requireNewFolder();
            final DemoReport report = new DemoReport(settings, mode, run(settings, mode));
            answer(report);
            return ExitCode.OK;
        } catch (final UsageException | IOException | RuntimeException | Error failure) {
            return Answer.failed(spec, json, failure);
        }
    }

    private void requireNewFolder() throws UsageException, IOException {
        if (data == null) {
            return;
        }
        if (durability == Mode.memory) {
            throw new UsageException("--data has no meaning with --durability memory, which keeps nothing");
        }
        NewFolder.requireEmpty(data);
    }

    private Demo.Result run(final DemoSettings settings, final Durability mode) throws IOException {
        final JournalSettings.Kind kind =
                JournalSettings.Kind.valueOf(journal.name().toUpperCase(Locale.ROOT));
        final PrintWriter err = spec.commandLine().getErr();
        if (mode == Durability.MEMORY || data != null) {
            return new Demo(settings, mode, kind, data).run(err);
        }
        final Path folder = Files.createTempDirectory("tidegate-demo");
        // Nobody wants what a demo leaves that was told to end.
        final Thread hook = new Thread(() -> deleteQuietly(folder), "tidegate-demo-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return new Demo(settings, mode, kind, folder).run(err);
        } finally {
            deleteQuietly(folder);
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (final IllegalStateException goingDown) {
                // The hook deletes what is left.
            }
        }
    }

    private static void deleteQuietly(final Path folder) {
        try {
            NewFolder.delete(folder);
        } catch (final IOException | UncheckedIOException inUse) {
            // In a folder for temporary files that matters less than what the demo has to say.
        }
    }

    private void answer(final DemoReport report) {
        final PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Answer.json(report.figures()));
            out.flush();
        } else {
            report.print(out);
        }
    }
}
