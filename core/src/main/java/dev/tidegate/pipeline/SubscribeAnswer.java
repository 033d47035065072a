package dev.tidegate.pipeline;

/** What became of a subscription. */
public sealed interface SubscribeAnswer {

    /** The listener will be given every event behind its cursor. */
    record Started(EventSubscription subscription) implements SubscribeAnswer {}

    /**
     * What the cursor's owner has read ends with events that were lost: undo everything behind {@code resumeFrom}, then
     * subscribe from there.
     */
    record Rewound(EventCursor resumeFrom) implements SubscribeAnswer {}

    /**
     * The events behind the cursor are not kept any more: take the state as of a command of at least {@code sequence},
     * then subscribe from {@code resumeFrom}, and pass over events of commands up to that of the state.
     *
     * @param snapshotSequence the newest snapshot of the folder that is of such a state; 0 when there is none, and the state
     *     must be taken from the engine
     */
    record Resync(EventCursor resumeFrom, long sequence, long snapshotSequence) implements SubscribeAnswer {}

    /** There is no event log to read: it is damaged or has failed, or there are too many subscriptions. */
    record Unavailable(String reason) implements SubscribeAnswer {}
}
