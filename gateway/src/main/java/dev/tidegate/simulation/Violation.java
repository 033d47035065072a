package dev.tidegate.simulation;

/** The node did what it must not do. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which promise was broken. */
    public enum Promise {
        /** An answer, the ledger or a digest differs from the model's. */
        RULES,
        /** Something that was acknowledged is gone. */
        LOST,
        /** The log holds what no client has sent. */
        INVENTED,
        /** A command that was called after another's answer came before it. */
        REAL_TIME,
        /** A whole folder was refused, or damage was met with something else than its report. */
        RECOVERY,
        /** Damage was taken for good data. */
        DAMAGE_MISSED,
        /** A force was repeated after it had failed. */
        FORCE_REPEATED,
        /** It did not come to an end after the faults had stopped. */
        HEALING,
        /** Something was thrown that nobody expects. */
        EXCEPTION
    }

    private static final int MOST_PLACES_SHOWN = 6;

    private final transient Promise promise;

    Violation(final Promise promise, final String what) {
        super(what);
        this.promise = promise;
    }

    Violation(final Promise promise, final String what, final Throwable cause) {
        super(what, cause);
        this.promise = promise;
    }

    public Promise promise() {
        return promise;
    }

    /** What happened, and what that was because of. */
    String text() {
        final StringBuilder text = new StringBuilder(String.valueOf(getMessage()));
        Throwable cause = getCause();
        while (cause != null) {
            text.append("\n  because of ").append(cause);
            final StackTraceElement[] places = cause.getStackTrace();
            for (int i = 0; i < Math.min(MOST_PLACES_SHOWN, places.length); i++) {
                text.append("\n    at ").append(places[i]);
            }
            cause = cause.getCause();
        }
        return text.toString();
    }
}
