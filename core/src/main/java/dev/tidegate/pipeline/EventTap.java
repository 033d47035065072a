package dev.tidegate.pipeline;

/**
 * Where the events leave the engine's thread on their way to the event log. Every method but {@link #close} is called by
 * that thread alone; none waits, and none allocates in steady state.
 */
public interface EventTap extends EventSink {

    /** A batch begins: journaled, in DISK forced, and about to be applied. */
    void beginBatch(long firstSequence);

    /** The batch was applied whole: its events may be seen. */
    void endBatch(long lastSequence);

    /**
     * Writes what it was given and lets go of the files. Called before the journal is closed, whose lock covers the event
     * log too.
     *
     * @param forced whether everything that was journaled has been forced, so that nothing given can be lost
     */
    void close(boolean forced);
}
