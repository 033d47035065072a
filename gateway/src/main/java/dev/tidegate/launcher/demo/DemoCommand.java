package dev.tidegate.launcher.demo;

import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
        } catch (final UsageException | IOException | RuntimeException failure) {
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
        if (Files.exists(data)) {
            try (Stream<Path> entries = Files.list(data)) {
                if (entries.findAny().isPresent()) {
                    throw new UsageException(data + " is not empty; the demo wants a new folder");
                }
            }
        }
    }

    private Demo.Result run(final DemoSettings settings, final Durability mode) throws IOException {
        final JournalSettings.Kind kind =
                JournalSettings.Kind.valueOf(journal.name().toUpperCase(Locale.ROOT));
        final PrintWriter err = spec.commandLine().getErr();
        if (mode == Durability.MEMORY || data != null) {
            return new Demo(settings, mode, kind, data).run(err);
        }
        final Path folder = Files.createTempDirectory("tidegate-demo");
        try {
            return new Demo(settings, mode, kind, folder).run(err);
        } finally {
            delete(folder);
        }
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (final Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
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
