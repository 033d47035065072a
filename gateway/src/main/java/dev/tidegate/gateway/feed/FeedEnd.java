package dev.tidegate.gateway.feed;

import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.EndCode;
import org.jspecify.annotations.Nullable;

/**
 * Why a subscription ends, and where to go on.
 *
 * @param resumeFrom null when the cursor that was asked for still holds, or there was none
 * @param sequence with RESYNC, the state must be as of this command or a later one; else 0
 * @param snapshotSequence with RESYNC, of the newest snapshot of such a state that the gateway's folder has, 0 for none; else 0
 * @param reason for people
 */
public record FeedEnd(
        EndCode code, @Nullable EventCursor resumeFrom, long sequence, long snapshotSequence, String reason) {

    /** Of an end that no state is needed for. */
    public static FeedEnd of(final EndCode code, final @Nullable EventCursor resumeFrom, final String reason) {
        return new FeedEnd(code, resumeFrom, 0, 0, reason);
    }
}
