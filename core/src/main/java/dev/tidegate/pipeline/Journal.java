package dev.tidegate.pipeline;

/**
 * Where a batch of commands is written before it counts.
 *
 * <p>One writer: every method except {@link #close()} is called by the pipeline's consumer thread only, and none
 * allocates in steady state. Any failure is a {@link JournalException}; the pipeline stops at the first one and never
 * calls the journal again except to close it. Nothing is retried.
 *
 * <p>A batch travels in one {@code byte[]}: {@link #headerBytes()} bytes that belong to the journal, then the frames.
 * A frame is a little-endian {@code int} length followed by that many bytes of one SBE message, header included.
 */
public interface Journal extends AutoCloseable {

    /** Bytes the caller leaves free at the start of each batch, for this journal's own header. */
    int headerBytes();

    /** The largest {@code framesLength} that {@link #append} takes, in bytes; at least 512 KiB. */
    int maxFramesBytes();

    /**
     * Makes sure that a batch with up to {@code framesLength} bytes of frames can be written, allocating disk space
     * ahead where needed.
     *
     * @return false when the disk has no room for it: nothing was written, and the caller refuses the commands
     */
    boolean ensureRoom(int framesLength);

    /**
     * Whether the disk has so little room left that it is kept for the orders there are: new ones are refused, while
     * everything else passes as long as {@link #ensureRoom} finds room.
     */
    default boolean lowOnSpace() {
        return false;
    }

    /**
     * Appends one batch. When this returns, the batch survives the death of this process.
     *
     * @param batch {@link #headerBytes()} free bytes, then the frames
     * @param framesLength bytes of frames, at most {@link #maxFramesBytes()}
     * @param firstSequence sequence of the first command; gap-free after the batch before
     * @param commandCount commands in the batch, at least 1
     * @param timeMillis engine time of every command in the batch, UTC epoch milliseconds, never falling
     */
    void append(byte[] batch, int framesLength, long firstSequence, int commandCount, long timeMillis);

    /**
     * Records the digest of the engine's state after {@code sequence}, to be compared on replay. Takes no sequence
     * number.
     */
    void mark(long sequence, long digestHigh, long digestLow);

    /** Forces everything appended so far to the disk. When this returns, it survives the loss of power. */
    void force();

    /** Forces, releases every file and the folder's lock. May be called twice. */
    @Override
    void close();
}
