package dev.tidegate.pipeline;

/**
 * Every event of a folder, kept in files beside its journal and derived from it. Every method may be called from any
 * thread.
 */
public interface EventLog {

    /** Subscriptions at a time. */
    int MAX_SUBSCRIPTIONS = 64;

    /** How the log is. */
    enum State {
        /** It follows the engine. */
        RUNNING,
        /** It fell behind or had a part missing, and is reading it back from the journal. */
        CATCHING_UP,
        /** The disk has too little room left; tried again every second. */
        NO_ROOM,
        /** What it holds is not what the journal gives; it is left as it is until it is rebuilt. */
        DAMAGED,
        /** Its files cannot be written; the engine goes on, and the next start writes what is missing. */
        FAILED,
        /** Closed with the journal. */
        CLOSED
    }

    /**
     * Gives every event behind the cursor to the listener.
     *
     * @param mostBehind events that the listener may fall behind once it has been that near to the end, 1 or more; it is
     *     cut off then
     */
    SubscribeAnswer subscribe(EventCursor from, long mostBehind, CursorListener listener);

    /** Before the oldest event that is kept. */
    EventCursor oldest();

    /** Behind the newest event that was written. */
    EventCursor newest();

    State state();

    /** What is wrong in state DAMAGED or FAILED, with its place; else empty. */
    String reason();

    /** What opening found. */
    EventLogReport report();
}
