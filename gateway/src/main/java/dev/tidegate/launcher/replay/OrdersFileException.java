package dev.tidegate.launcher.replay;

import java.io.IOException;

/**
 * The orders file as a whole cannot be used: missing, empty, not text, a wrong header, a broken quote. One bad record
 * does not raise it; that is a {@link RejectCause}.
 *
 * <p>The message is a full sentence for the person who named the file and carries the line, where there is one. Any
 * other {@link IOException} of this package is a failure of the machine, not of the file.
 */
public final class OrdersFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long line;

    OrdersFileException(String message) {
        super(message);
        this.line = 0;
    }

    OrdersFileException(long line, String problem) {
        super("line " + line + ": " + problem);
        this.line = line;
    }

    /** Line of the file where the problem was found, the header being 1; 0 if it is not tied to a line. */
    public long line() {
        return line;
    }
}
