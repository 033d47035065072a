package dev.tidegate.launcher.prove;

import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.NewFile;
import dev.tidegate.launcher.reading.ReadFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate export-journal}: the answers and events of every command, for a checker in any language. */
@Command(
        name = "export-journal",
        description = "Writes the answer and the events of every command, one JSON object a line (docs/proof.md).",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class ExportJournalCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the journal.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "New file; compressed when its name ends with .gz.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    ExportJournalCommand() {}

    @Override
    public Integer call() {
        return Answer.of(spec, json, this::export);
    }

    private Map<String, Object> export() throws Exception {
        NewFile.require(out, folder);
        return NewFile.write(out, this::write);
    }

    private Map<String, Object> write(final Writer writer) throws IOException {
        try (JournalExport export = new JournalExport(writer)) {
            final ReadFolder read = ReadFolder.whole(folder, export);
            export.finish();
            final Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("commands", export.commands());
            figures.put("events", export.events());
            figures.put("begins_behind", read.beginsBehind());
            figures.put("sequence", read.reads().sequence());
            figures.put(
                    "chain_head",
                    Objects.requireNonNull(read.reading()).chainHead().sha256());
            return figures;
        } catch (final UncheckedIOException failure) {
            throw failure.getCause();
        }
    }
}
