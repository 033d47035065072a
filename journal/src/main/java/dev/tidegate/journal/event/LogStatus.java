package dev.tidegate.journal.event;

import dev.tidegate.pipeline.EventLog.State;
import java.io.UncheckedIOException;

/** How an event log is, and why; any thread may ask. */
final class LogStatus {
    private volatile State state = State.RUNNING;
    private volatile String reason = "";

    State state() {
        return state;
    }

    /** Empty where there is nothing to say. */
    String reason() {
        return reason;
    }

    synchronized void set(final State now) {
        state = now;
    }

    synchronized void set(final State now, final String why) {
        reason = why;
        state = now;
    }

    /** Nothing can be written any more. */
    void failed(final Throwable failure) {
        final Throwable cause = failure instanceof UncheckedIOException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        set(State.FAILED, "the event log cannot be written: " + cause);
    }

    /** Says what has happened, unless there is a reason already, or nothing more can go wrong. */
    synchronized void note(final String what) {
        if (state != State.CLOSED && reason.isEmpty()) {
            reason = what;
        }
    }
}
