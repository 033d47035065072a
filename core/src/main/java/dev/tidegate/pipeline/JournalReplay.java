package dev.tidegate.pipeline;

import dev.tidegate.table.StateInput;
import org.jspecify.annotations.Nullable;

/** Takes what a journal holds, in order, while it is recovered or verified. */
public interface JournalReplay {

    /** Whether it can begin with a snapshot's state instead of with nothing. */
    default boolean beginsFromSnapshots() {
        return false;
    }

    /**
     * Begins with a state instead of with nothing. Comes before everything else, and again with an older state when it
     * was refused; what {@link #batch} gives afterwards goes on behind {@code sequence}.
     *
     * @param state the state's words, with every check of the file that they are in
     * @return null when it begins there; else a sentence that says why not, and nothing has changed
     */
    default @Nullable String begin(
            final StateInput state, final long sequence, final long digestHigh, final long digestLow) {
        return "it takes no snapshots";
    }

    /**
     * A snapshot that was made at this place of the journal.
     *
     * @return null when it holds the state that was replayed, else a sentence that says what differs
     */
    default @Nullable String snapshot(
            final StateInput state, final long sequence, final long digestHigh, final long digestLow) {
        return null;
    }

    /**
     * What is wrong with the frames of a batch whose envelope has been checked: the journal then reports damage at this
     * place, and does not give the batch.
     *
     * @return null when nothing is, or when this replay does not care
     */
    default @Nullable String framesFault(
            final byte[] bytes, final int framesOffset, final int framesLength, final int commandCount) {
        return null;
    }

    /**
     * Frames that {@link #batch} will be given soon, after those that were announced before: for a replay that can read
     * ahead what they touch. A hint: it may be left out, nobody has looked at the frames yet, and what was announced need
     * not come, or may come changed.
     *
     * @param bytes buffer that holds the frames; as it is until they have come
     */
    default void upcoming(final byte[] bytes, final int framesOffset, final int framesLength, final int commandCount) {}

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

    /** The digest of the state that was replayed, in hexadecimal; empty when this replay keeps no state. */
    default String digest() {
        return "";
    }

    /** Another replay of the same kind that has replayed nothing yet; null when there is none. */
    default @Nullable JournalReplay another() {
        return null;
    }
}
