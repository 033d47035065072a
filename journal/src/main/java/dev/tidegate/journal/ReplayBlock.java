package dev.tidegate.journal;

import dev.tidegate.journal.log.LogPort;
import org.jspecify.annotations.Nullable;

/** About a MiB of checked records of one segment, on their way through a {@link ReplayLine}. One thread at a time. */
final class ReplayBlock {
    private static final int MOST_BYTES = LogPort.MAX_RECORD_BYTES;
    private static final int MOST_RECORDS = MOST_BYTES / Envelope.HEADER_BYTES;

    final byte[] bytes = new byte[MOST_BYTES];
    private final int[] starts = new int[MOST_RECORDS];
    private final long[] fileOffsets = new long[MOST_RECORDS];
    private FoundSegment segment = FoundSegment.NONE;
    private int used;
    private int count;
    private boolean endsSegment;
    private boolean endsJournal;
    private @Nullable Throwable readFailure;
    private @Nullable Throwable chainFailure;

    /** Whether a record of that length goes in. */
    boolean hasRoom(final int length) {
        return used + length <= MOST_BYTES && count < MOST_RECORDS;
    }

    void add(final FoundSegment from, final byte[] source, final int offset, final int length, final long fileOffset) {
        System.arraycopy(source, offset, bytes, used, length);
        segment = from;
        starts[count] = used;
        fileOffsets[count] = fileOffset;
        used += length;
        count++;
    }

    /** Its last record is the segment's last. */
    void endSegment(final FoundSegment ended) {
        segment = ended;
        endsSegment = true;
    }

    /**
     * Nothing comes behind it.
     *
     * @param failure why not; null at the end of the journal
     */
    void endJournal(final @Nullable Throwable failure) {
        endsJournal = true;
        readFailure = failure;
    }

    void failChain(final Throwable failure) {
        chainFailure = failure;
    }

    /** Makes room for others. */
    void clear() {
        segment = FoundSegment.NONE;
        used = 0;
        count = 0;
        endsSegment = false;
        endsJournal = false;
        readFailure = null;
        chainFailure = null;
    }

    int count() {
        return count;
    }

    /** Where the i-th record begins in {@link #bytes}. */
    int start(final int index) {
        return starts[index];
    }

    /** Where the frame of the i-th record begins in its file. */
    long fileOffset(final int index) {
        return fileOffsets[index];
    }

    FoundSegment segment() {
        return segment;
    }

    boolean endsSegment() {
        return endsSegment;
    }

    boolean endsJournal() {
        return endsJournal;
    }

    /** What ended the reading behind the last record. */
    @Nullable
    Throwable readFailure() {
        return readFailure;
    }

    /** What was wrong with the chain somewhere in here. */
    @Nullable
    Throwable chainFailure() {
        return chainFailure;
    }
}
