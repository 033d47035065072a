package dev.tidegate.launcher.backup;

import dev.tidegate.journal.JournalCopy;
import dev.tidegate.journal.JournalCopy.Copied;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.NewFile;
import dev.tidegate.launcher.NewFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate backup}: a copy of a journal that may be in use, verified. */
@Command(
        name = "backup",
        description = "Copies a journal, in use or not, and verifies the copy. The journal's folder is only read.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class BackupCommand implements Callable<Integer> {
    private static final String ASIDE = ".partial";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the journal.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "TARGET",
            description = "New folder, or new file that ends with .zip (which needs the room twice while it is made).")
    @SuppressWarnings("NullAway.Init")
    private Path target;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    BackupCommand() {}

    @Override
    public Integer call() {
        return Answer.of(spec, json, this::backup);
    }

    private Map<String, Object> backup() throws Exception {
        if (!ZippedFolder.isName(target)) {
            NewFolder.require(target, folder);
            return NewFolder.filling(target, () -> copy(target));
        }
        NewFile.require(target, folder);
        final Path aside = Path.of(target + ASIDE);
        NewFolder.require(aside, folder);
        final Map<String, Object> figures = NewFolder.filling(aside, () -> {
            final Map<String, Object> copied = copy(aside);
            ZippedFolder.pack(aside, target);
            return copied;
        });
        NewFolder.delete(aside);
        figures.put("file_bytes", Files.size(target));
        return figures;
    }

    private Map<String, Object> copy(final Path to) {
        final long start = System.nanoTime();
        final Copied copied = JournalCopy.all(folder, to);
        return Measured.verify(to, copied.bytes(), System.nanoTime() - start);
    }
}
