package dev.tidegate.launcher;

import dev.tidegate.gateway.config.ConfigException;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Finds the {@link ExitCode} for what a command threw. */
public final class ExitCodes {
    private ExitCodes() {}

    /** The code of the first cause that has one of its own. */
    public static int of(final Throwable failure) {
        if (failure instanceof UsageException || failure instanceof ConfigException) {
            return ExitCode.USAGE;
        }
        if (failure instanceof JournalException journal) {
            return of(journal.kind());
        }
        if (failure instanceof PipelineException stopped && stopped.getCause() != null) {
            return of(stopped.getCause());
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            return ExitCode.UNAVAILABLE;
        }
        return ExitCode.FAILED;
    }

    private static int of(final JournalException.Kind kind) {
        return switch (kind) {
            case DAMAGED -> ExitCode.DAMAGED;
            case NOT_A_FOLDER, VERSION -> ExitCode.NOT_TIDEGATE;
            case LOCKED, UNREADABLE, DISK_FULL, IO -> ExitCode.UNAVAILABLE;
            case JVM_FLAGS -> ExitCode.FAILED;
        };
    }
}
