package dev.tidegate.table;

import java.io.Serial;

/** What was to be read is no state, or not whole. The engine it was read into must not be used. */
public final class StateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public StateException(final String message) {
        super(message);
    }

    public StateException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
