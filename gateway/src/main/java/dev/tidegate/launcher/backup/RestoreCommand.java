package dev.tidegate.launcher.backup;

import dev.tidegate.journal.JournalCopy;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.NewFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate restore}: a backup as a folder that can be opened, verified. */
@Command(
        name = "restore",
        description = "Makes a folder of a backup and verifies it.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class RestoreCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "BACKUP", description = "Folder or .zip file that backup made.")
    @SuppressWarnings("NullAway.Init")
    private Path backup;

    @Option(names = "--into", required = true, paramLabel = "NEW", description = "New folder.")
    @SuppressWarnings("NullAway.Init")
    private Path into;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    RestoreCommand() {}

    @Override
    public Integer call() {
        return Answer.of(spec, json, this::restore);
    }

    private Map<String, Object> restore() throws Exception {
        NewFolder.require(into, backup);
        return NewFolder.filling(into, () -> {
            final long start = System.nanoTime();
            final long bytes = ZippedFolder.isName(backup)
                    ? ZippedFolder.unpack(backup, into)
                    : JournalCopy.all(backup, into).bytes();
            return Measured.verify(into, bytes, System.nanoTime() - start);
        });
    }
}
