package dev.tidegate.pipeline;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The journal cannot be opened, read or written. Says what, where, and what was not touched. */
public class JournalException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What kind of trouble it is; each has its own exit code in the launcher. */
    public enum Kind {
        /** Bytes that were acknowledged cannot be read back as they were written. */
        DAMAGED,
        /** The folder holds something that is not a Tidegate journal. */
        NOT_A_FOLDER,
        /** The folder was written by a newer version, or with other fixed settings. */
        VERSION,
        /** Another process holds the folder; the message names its pid. */
        LOCKED,
        /** Permission, read-only mount, or no such file. */
        UNREADABLE,
        /** No room left on the disk. */
        DISK_FULL,
        /** The JVM was started without the flags that Chronicle Queue needs; the message holds the line to add. */
        JVM_FLAGS,
        /** Any other failure of reading, writing or forcing. */
        IO
    }

    private final Kind kind;

    public JournalException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public JournalException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public final Kind kind() {
        return kind;
    }
}
