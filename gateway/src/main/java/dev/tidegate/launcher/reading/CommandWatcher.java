package dev.tidegate.launcher.reading;

/** Is shown every command of a journal. */
public interface CommandWatcher {

    /** Watches nothing. */
    CommandWatcher NONE = command -> {};

    /** Before it is applied. */
    default void before(final AppliedCommand command) {}

    /** After it was applied; its answer and events are there. */
    void after(AppliedCommand command);
}
