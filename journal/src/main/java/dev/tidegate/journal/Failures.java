package dev.tidegate.journal;

import dev.tidegate.journal.log.NoRoom;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;

/** Turns what files and libraries throw into the journal's one exception. */
final class Failures {
    private Failures() {}

    /**
     * The exception to throw for {@code cause}.
     *
     * @param attempt what could not be done, such as "force segment 3"
     */
    static JournalException of(final String attempt, final Throwable cause) {
        if (cause instanceof JournalException known) {
            return known;
        }
        return new JournalException(kindOf(cause), "cannot " + attempt + ": " + textOf(cause), cause);
    }

    private static Kind kindOf(final Throwable cause) {
        if (NoRoom.isCauseOf(cause)) {
            return Kind.DISK_FULL;
        }
        final boolean unreadable = cause instanceof AccessDeniedException
                || cause instanceof NoSuchFileException
                || cause instanceof NotDirectoryException
                || cause instanceof ReadOnlyFileSystemException
                || cause instanceof FileSystemException file && isReadOnly(file);
        return unreadable ? Kind.UNREADABLE : Kind.IO;
    }

    private static boolean isReadOnly(final FileSystemException cause) {
        final String reason = cause.getReason();
        return reason != null && (reason.contains("Read-only file system") || reason.contains("not permitted"));
    }

    /** File exceptions of the JDK give only a path as their message; the name of the type says the rest. */
    private static String textOf(final Throwable cause) {
        final String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + message;
    }
}
