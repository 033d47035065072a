package dev.tidegate.launcher.reading;

import dev.tidegate.engine.EngineReads;

/** Is shown every command of a journal. */
public interface CommandWatcher {

    /** Watches nothing. */
    CommandWatcher NONE = command -> {};

    /** The journal begins behind a snapshot, with this state: its first segments have gone. Comes first, or never. */
    default void begin(final EngineReads reads) {}

    /** Before it is applied. */
    default void before(final AppliedCommand command) {}

    /** After it was applied; its answer and events are there. */
    void after(AppliedCommand command);
}
