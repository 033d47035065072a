package dev.tidegate.pipeline;

/** Is told how far a replay has come: after each batch, on the thread that replays, so it must be short. */
@FunctionalInterface
public interface ReplayProgress {
    /** Tells nobody. */
    ReplayProgress NONE = (commands, lastSequence) -> {};

    /**
     * A batch was applied.
     *
     * @param commands replayed so far; behind a snapshot, only those behind it
     * @param lastSequence of the last command
     */
    void replayed(long commands, long lastSequence);
}
