package dev.tidegate.launcher;

import java.io.Serial;

/** The command was told to end before it was done. Ends with {@link ExitCode#FAILED}. */
public final class StoppedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A full sentence that says how to go on. */
    public StoppedException(final String message) {
        super(message);
    }
}
