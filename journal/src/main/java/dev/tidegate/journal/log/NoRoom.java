package dev.tidegate.journal.log;

import java.io.IOException;

/** Tells a full disk from other failures: Java gives both the same exception type. */
public final class NoRoom {
    static final String MESSAGE = "No space left on device";

    private static final String QUOTA_MESSAGE = "Disk quota exceeded";

    private NoRoom() {}

    /** Whether a full disk or an exhausted quota lies behind {@code failure}. */
    public static boolean isCauseOf(final Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            final String message = cause.getMessage();
            if (cause instanceof IOException
                    && message != null
                    && (message.contains(MESSAGE) || message.contains(QUOTA_MESSAGE))) {
                return true;
            }
        }
        return false;
    }
}
