package dev.tidegate.simulation;

import dev.tidegate.message.Command;
import dev.tidegate.message.Outcome;
import dev.tidegate.model.Step;
import org.jspecify.annotations.Nullable;

/** One command of a client, from its first message to its answer. Every message of it has the same bytes. */
final class Call {
    private final int number;
    private final Step step;
    private final Command sent;
    private final byte[] message;
    private int lastSent;
    private @Nullable Outcome answer;

    /** {@code sent} is the step's command with the ids of orders that the client had been told by then. */
    Call(final int number, final Step step, final Command sent, final byte[] message) {
        this.number = number;
        this.step = step;
        this.sent = sent;
        this.message = message;
    }

    int number() {
        return number;
    }

    Step step() {
        return step;
    }

    Command sent() {
        return sent;
    }

    byte[] message() {
        return message;
    }

    int lastSent() {
        return lastSent;
    }

    void sentAt(final int now) {
        lastSent = now;
    }

    /** The definite answer; null while there is none. */
    @Nullable
    Outcome answer() {
        return answer;
    }

    void answered(final Outcome definite) {
        answer = definite;
    }

    @Override
    public String toString() {
        return step.header() + " " + sent;
    }
}
