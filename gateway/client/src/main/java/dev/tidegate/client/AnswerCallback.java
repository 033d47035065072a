package dev.tidegate.client;

import dev.tidegate.message.Outcome;

/** Takes the answer to a command. One object may serve any number of commands. */
@FunctionalInterface
public interface AnswerCallback {

    /**
     * Called once for each command that was taken, on a thread that every other command waits for, so it must not wait. What
     * it throws goes to that thread's handler of uncaught exceptions.
     *
     * @param correlation what the caller gave with the command
     * @param outcome valid during the call only; UNKNOWN when the time was over before a definite answer came
     */
    void answered(long correlation, Outcome outcome);
}
