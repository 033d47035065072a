package dev.tidegate.pipeline;

import dev.tidegate.message.HeapBuffer;

/**
 * Takes events from the event log, in order and without a gap, on a thread of its own. What it has taken before it ends
 * may come again when it goes on from an older cursor: at least once.
 */
@FunctionalInterface
public interface CursorListener {

    /** Why a listener gets no more. */
    enum End {
        /** It fell further behind than it was allowed to, or behind the oldest event that is kept. */
        TOO_SLOW,
        /** The pipeline was closed; every event was given. */
        CLOSED,
        /** The pipeline was stopped by a failure; every event that can be read was given. */
        STOPPED,
        /** The listener threw. */
        LISTENER_FAILED,
        /** The event log cannot be read or written any further; its state says why. */
        LOG_FAILED
    }

    /**
     * One event: an SBE message with its header.
     *
     * @param epoch of the log now; with {@code event} the cursor behind this event
     * @param event its sequence among the events of the folder, one more than that of the event before
     * @param sequence of the command that made it; a command may make several events
     * @param timeMillis engine time of that command
     * @param buffer valid during the call only
     */
    void event(long epoch, long event, long sequence, long timeMillis, HeapBuffer buffer, int offset, int length);

    /**
     * Nothing more will come. Not called when the subscription was closed by its owner.
     *
     * @param resumeFrom behind the last event whose call returned
     */
    default void ended(final EventCursor resumeFrom, final End why) {}
}
