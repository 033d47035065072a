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

    @Override
    public Integer call() {
        return Answer.found(spec, json, this::export);
    }

    private Answer.Found export() throws Exception {
        if (orders == null && holds == null) {
            throw new UsageException("give --orders FILE, --holds FILE or both");
        }
        for (final Path file : new Path[] {orders, holds}) {
            if (file != null) {
                NewFile.require(file, folder);
            }
        }
        if (orders != null && holds != null && isSame(orders, holds)) {
            throw new UsageException("--orders and --holds need two files");
        }
        final ReadFolder read = ReadFolder.state(folder);
        final OpenOrders open = new OpenOrders(read.reads());
        final Map<String, Object> figures = new LinkedHashMap<>();
        if (orders != null) {
            NewFile.write(orders, out -> writeOrders(out, open, figures));
        } else if (holds != null) {
            NewFile.write(holds, out -> writeHolds(out, open, figures));
        }
        figures.put("at_sequence", read.reads().sequence());
        figures.put("at_time", Names.time(read.reads().timeMillis()));
        return new Answer.Found(figures, null, read.damage());
    }

    private static boolean isSame(final Path one, final Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** Writes both tables, where both are wanted: no file is left when the other fails. */
    private Map<String, Object> writeOrders(final Writer out, final OpenOrders open, final Map<String, Object> figures)
            throws Exception {
        open.writeOrders(out);
        // A full disk shall show before the second file is begun.
        out.flush();
        figures.put("orders", open.orders());
        return holds == null ? figures : NewFile.write(holds, second -> writeHolds(second, open, figures));
    }

    private static Map<String, Object> writeHolds(
            final Writer out, final OpenOrders open, final Map<String, Object> figures) throws IOException {
        open.writeHolds(out);
        figures.put("holds", open.holds());
        return figures;
    }
}
