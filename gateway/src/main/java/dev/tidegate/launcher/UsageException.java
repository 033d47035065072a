package dev.tidegate.launcher;

import java.io.Serial;

/** The arguments, or the file they name, cannot be used; nothing was changed. Ends with {@link ExitCode#USAGE}. */
public final class UsageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A full sentence for the person who gave the arguments. */
    public UsageException(final String message) {
        super(message);
    }

    public UsageException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
