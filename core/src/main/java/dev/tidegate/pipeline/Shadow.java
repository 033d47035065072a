package dev.tidegate.pipeline;

import java.util.concurrent.CompletableFuture;

/**
 * A second engine that follows a folder's log, compares every digest recorded in it, and makes the snapshots. The live
 * engine takes no part and never waits for it.
 */
public interface Shadow extends AutoCloseable {

    /** Where it stands. */
    Status status();

    /**
     * Has a snapshot made of what it has followed by then.
     *
     * @return the snapshot's sequence, or an exception that says why there is none
     */
    CompletableFuture<Long> snapshot();

    /** Ends it, with what it is doing left undone. Waits for that, a few milliseconds. */
    @Override
    void close();

    /** What a shadow is doing. */
    enum Phase {
        /** It follows the log. */
        FOLLOWING,
        /** It has found that the log, a recorded digest or a state is not as it should be, and makes no more snapshots. */
        DAMAGE_FOUND,
        /** It has ended for another reason, such as want of memory. */
        ENDED
    }

    /**
     * Where a shadow stands.
     *
     * @param sequence sequence of the last command that it has followed
     * @param snapshots snapshots made since it was started
     * @param snapshotSequence sequence of the newest of them, 0 for none
     * @param digestsCompared recorded digests that were compared, and equal
     * @param stateBytes memory of its engine's tables
     * @param trouble what was found or why it ended, a sentence; or why the last snapshot was not made; else empty
     */
    record Status(
            Phase phase,
            long sequence,
            long snapshots,
            long snapshotSequence,
            long digestsCompared,
            long stateBytes,
            String trouble) {}

    /** Told of what a shadow does, on its own thread. */
    @FunctionalInterface
    interface Listener {
        /** After every snapshot, and once when it ends. */
        void changed(Status status);
    }
}
