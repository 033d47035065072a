package dev.tidegate.client;

import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.EndCode;
import org.jspecify.annotations.Nullable;

/**
 * Takes events, in order and without a gap, on a thread of its own. At least once: after a connection was lost the client
 * goes on behind the last event whose call returned. It may take its time; what it has not taken waits at the gateway.
 */
@FunctionalInterface
public interface EventsListener {

    /**
     * Why no more comes, and where to go on.
     *
     * @param resumeFrom null when there is no such place
     * @param sequence with RESYNC the state must be as of this command or a later one; else 0
     * @param snapshotSequence with RESYNC, of the newest snapshot of such a state that the gateway's folder has; 0 when it has
     *     none or does not say
     * @param reason for people
     */
    record Ended(EndCode code, @Nullable EventCursor resumeFrom, long sequence, long snapshotSequence, String reason) {}

    /**
     * An event.
     *
     * @param behind the cursor to keep, together with what comes of the event
     * @param sequence of the command that made it; a command may make several events
     * @param timeMillis engine time of that command
     */
    void event(EventCursor behind, long sequence, long timeMillis, Event event);

    /** Everything up to that cursor was given or not asked for. Called now and then, so that a cursor that is kept does not grow old. */
    default void progress(final EventCursor behind) {}

    /**
     * Nothing more comes: REWOUND or RESYNC, the gateway does not allow it, or the listener threw, which is told as
     * UNSUBSCRIBED. Not called after {@link EventStream#close}. Everything else the client gets over by itself.
     */
    default void ended(final Ended end) {}
}
