package dev.tidegate.pipeline;

import dev.tidegate.message.HeapBuffer;

/** Takes events as they happen, on a thread of its own. In {@link Durability#DISK} it sees only what was forced. */
@FunctionalInterface
public interface EventListener {

    /** Why a listener gets no more. */
    enum End {
        /** It was too slow for its buffer. */
        OVERFLOW,
        /** The pipeline was closed. */
        CLOSED,
        /** The pipeline was stopped by a failure. */
        STOPPED,
        /** The listener threw. */
        LISTENER_FAILED
    }

    /**
     * One event: an SBE message with its header.
     *
     * @param sequence of the command that made it; a command may make several events
     * @param timeMillis engine time of that command
     * @param buffer valid during the call only
     */
    void event(long sequence, long timeMillis, HeapBuffer buffer, int offset, int length);

    /**
     * Nothing more will come. Not called when the subscription was closed by its owner.
     *
     * @param upToSequence every event of commands up to this one was given since the subscription began
     */
    default void ended(final long upToSequence, final End why) {}
}
