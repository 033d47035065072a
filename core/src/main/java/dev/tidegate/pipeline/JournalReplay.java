package dev.tidegate.pipeline;

import org.jspecify.annotations.Nullable;

/** Takes what a journal holds, in order, while it is recovered or verified. */
public interface JournalReplay {

    /**
     * One batch whose envelope has been checked (lengths, CRC, gap-free sequence, chain).
     *
     * @param bytes buffer that holds the frames; valid during the call only
     * @param framesOffset index of the first frame
     * @param framesLength bytes of frames
     */
    void batch(byte[] bytes, int framesOffset, int framesLength, long firstSequence, int commandCount, long timeMillis);

    /**
     * A recorded digest.
     *
     * @return null when it equals the replayed state's, else a sentence that says what differs; the journal then
     *     reports damage at this place
     */
    @Nullable
    String mark(long sequence, long digestHigh, long digestLow);

    /**
     * Names who gets the events of everything replayed from now on.
     *
     * @return false when this replay makes no events
     */
    default boolean giveEventsTo(final EventSink sink) {
        return false;
    }

    /** Another replay of the same kind that has replayed nothing yet; null when there is none. */
    default @Nullable JournalReplay another() {
        return null;
    }
}
