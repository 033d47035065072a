package dev.tidegate.client;

import dev.tidegate.message.Outcome;

/** Takes the answer to a command. One object may serve any number of commands. */
@FunctionalInterface
public interface AnswerCallback {

    /**
     * Called once for each command that was taken, on the client's reading thread; it must not wait.
     *
     * @param correlation what the caller gave with the command
     * @param outcome valid during the call only; UNKNOWN when the time was over before a definite answer came
     */
    void answered(long correlation, Outcome outcome);
}
