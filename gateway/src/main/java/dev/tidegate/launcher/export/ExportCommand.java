package dev.tidegate.launcher.export;

import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.NewFile;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.launcher.reading.Names;
import dev.tidegate.launcher.reading.ReadFolder;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate export}: open orders and holds as CSV, for the day everything is down. */
@Command(
        name = "export",
        description =
                "Writes open orders and holds as CSV, replayed from the newest snapshot; of a damaged folder, up to"
                        + " the damage.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class ExportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the journal.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--orders", paramLabel = "FILE", description = "New file: a row for each open order.")
    private @Nullable Path orders;

    @Option(
            names = "--holds",
            paramLabel = "FILE",
            description = "New file: a row for each line of an open order that has units to ship.")
    private @Nullable Path holds;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    ExportCommand() {}

    /** Writes one of the tables. */
    @FunctionalInterface
    private interface Table {
        void write(Writer out) throws IOException;
    }

    @Override
    public Integer call() {
        return Answer.found(spec, json, this::export);
    }

    private Answer.Found export() throws UsageException, IOException {
        if (orders == null && holds == null) {
            throw new UsageException("give --orders FILE, --holds FILE or both");
        }
        for (final Path file : new Path[] {orders, holds}) {
            if (file != null) {
                NewFile.require(file, folder);
            }
        }
        if (orders != null && orders.equals(holds)) {
            throw new UsageException("--orders and --holds need two files");
        }
        final ReadFolder read = ReadFolder.state(folder);
        final OpenOrders open = new OpenOrders(read.reads());
        final Map<String, Object> figures = new LinkedHashMap<>();
        if (orders != null) {
            write(orders, open::writeOrders);
            figures.put("orders", open.orders());
        }
        if (holds != null) {
            write(holds, open::writeHolds);
            figures.put("holds", open.holds());
        }
        figures.put("at_sequence", read.reads().sequence());
        figures.put("at_time", Names.time(read.reads().timeMillis()));
        return new Answer.Found(figures, null, read.damage());
    }

    private static void write(final Path file, final Table table) throws IOException, UsageException {
        try (Writer out = NewFile.writer(file)) {
            table.write(out);
        }
    }
}
