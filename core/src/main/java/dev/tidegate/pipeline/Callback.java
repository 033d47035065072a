package dev.tidegate.pipeline;

import dev.tidegate.message.Outcome;

/** Takes the answer to a command. One object may serve any number of commands. */
@FunctionalInterface
public interface Callback {

    /**
     * Called once for each command that was taken, in the order of the ring, on the answering thread. A callback may
     * submit and may close the pipeline, but must not wait for another answer, which would come on this same thread.
     * What it throws is counted and otherwise ignored.
     *
     * @param correlation what the caller gave with the command
     * @param outcome valid during the call only; copy it to keep it
     */
    void completed(long correlation, Outcome outcome);
}
