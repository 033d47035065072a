package dev.tidegate.launcher;

import java.io.Serial;

/** A check of our own figures against the engine failed. Ends with {@link ExitCode#FAILED}. */
public final class ProofException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ProofException(final String message) {
        super(message);
    }

    /** Fails unless both figures are the same. */
    public static void requireEqual(final String name, final Object expected, final Object found) {
        if (!expected.equals(found)) {
            throw new ProofException(name + " should be " + expected + " but is " + found);
        }
    }
}
