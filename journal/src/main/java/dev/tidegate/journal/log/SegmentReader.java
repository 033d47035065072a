package dev.tidegate.journal.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment's records in order, from the raw file.
 *
 * <p>Chronicle Queue's own reader stops without a word at a damaged length, a lost page or a shortened file, and needs
 * to write to the folder. This one knows where it is, says why it stops, and only reads. It may follow a file that is
 * being written, up to a limit that the writer has published.
 */
public final class SegmentReader implements Closeable {
    private static final int STEP_BYTES = 1 << 18;
    private static final int MOST_WINDOW_BYTES = LogPort.MAX_RECORD_BYTES + 2 * STEP_BYTES;

    private final SegmentSource source;
    private final boolean skipsMetadata;
    private final RecordCheck check;
    private @Nullable ByteBuffer step;
    // Grows with what is read: a folder may have thousands of small segments, and many are only asked for their size.
    private byte[] window = new byte[0];
    private long windowStart;
    private int windowBytes;
    private long position;
    private int recordOffset;
    private int recordLength;
    private @Nullable String stopReason;

    SegmentReader(final SegmentSource source, final boolean skipsMetadata, final RecordCheck check) {
        this.source = source;
        this.skipsMetadata = skipsMetadata;
        this.check = check;
    }

    /** Moves to the next record of the whole file. */
    public boolean next() throws IOException {
        return next(Long.MAX_VALUE);
    }

    /**
     * Moves to the next record.
     *
     * @param limit the file is read up to here only, in bytes
     * @return false where the records end; {@link #stopReason()} then says why, if not by a clean end
     */
    public boolean next(final long limit) throws IOException {
        stopReason = null;
        while (true) {
            if (fill(position, Frame.WORD_BYTES, limit) < Frame.WORD_BYTES) {
                return false;
            }
            final int word = Frame.wordAt(window, (int) (position - windowStart));
            if (word == 0) {
                return false;
            }
            final int length = Frame.length(word);
            if (!isPlausible(word, length)) {
                return stop("a length word of 0x" + Integer.toHexString(word));
            }
            if (fill(position, Frame.WORD_BYTES + length, limit) < Frame.WORD_BYTES + length) {
                return stop("a record of " + length + " bytes that goes beyond the end of the file");
            }
            final int offset = (int) (position - windowStart) + Frame.WORD_BYTES;
            if ((word & Frame.METADATA) == 0) {
                recordOffset = offset;
                recordLength = length;
                position = Frame.align(position + Frame.WORD_BYTES + length);
                return true;
            }
            if (hidesRecord(offset, length)) {
                return stop("a record that is marked as metadata");
            }
            position = Frame.align(position + Frame.WORD_BYTES + length);
        }
    }

    /**
     * Takes {@code length} bytes at {@code from} for the record, whatever the frame around them says, and goes on behind
     * them: for a reader that has found a record behind damage.
     *
     * @param from not before the frame at {@link #position()}
     */
    public void take(final long from, final int length) throws IOException {
        final long frame = from - Frame.WORD_BYTES;
        if (frame < windowStart || fill(frame, Frame.WORD_BYTES + length, Long.MAX_VALUE) < Frame.WORD_BYTES + length) {
            throw new IllegalArgumentException("no record of " + length + " bytes at " + from);
        }
        recordOffset = (int) (from - windowStart);
        recordLength = length;
        position = Frame.align(from + length);
    }

    /** Goes back to the frame at {@code from}, and reads the file anew from there: it was written since. */
    public void backTo(final long from) {
        position = from;
        stopReason = null;
        forget();
    }

    /** Moves back before the record last given, and forgets what was read ahead: for a file that is being written. */
    public void again() {
        position = recordStart();
        forget();
    }

    /** Forgets what was read ahead, so that the next call looks at the file as it is then. */
    public void forget() {
        windowStart = position;
        windowBytes = 0;
    }

    /** The buffer that holds the record; valid until the next call. */
    public byte[] bytes() {
        return window;
    }

    /** Index of the record in {@link #bytes()}. */
    public int offset() {
        return recordOffset;
    }

    /** Bytes of the record. */
    public int length() {
        return recordLength;
    }

    /** Where the record's frame begins, in bytes from the start of the file. */
    public long recordStart() {
        return windowStart + recordOffset - Frame.WORD_BYTES;
    }

    /** Where the next frame begins, in bytes from the start of the file; where it stopped, once it has. */
    public long position() {
        return position;
    }

    /** Why reading stopped, or null when it ended at a length of zero, at the limit or at the end of the file. */
    public @Nullable String stopReason() {
        return stopReason;
    }

    /** Whether a record's length is written behind the record itself, as Chronicle Queue does, and not before it. */
    public boolean lengthsComeLast() {
        return skipsMetadata;
    }

    /** Size of the segment, in bytes, uncompressed. */
    public long fileBytes() throws IOException {
        return source.size();
    }

    /**
     * Reads bytes at any place, without moving.
     *
     * @return bytes read; fewer than asked for only at the end of the file
     */
    public int readAt(final long from, final byte[] target, final int offset, final int length) throws IOException {
        final ByteBuffer through = step(Math.min(STEP_BYTES, length));
        int done = 0;
        while (done < length) {
            through.clear().limit(Math.min(through.capacity(), length - done));
            final int count = source.read(through, from + done);
            if (count <= 0) {
                break;
            }
            through.flip().get(target, offset + done, count);
            done += count;
        }
        return done;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private boolean isPlausible(final int word, final int length) {
        return (word & Frame.UNFINISHED) == 0
                && length <= LogPort.MAX_RECORD_BYTES
                && (skipsMetadata || (word & Frame.METADATA) == 0);
    }

    private boolean stop(final String reason) {
        stopReason = reason;
        return false;
    }

    /** A flipped bit can hide a record behind the metadata mark, or stretch a metadata document over records. */
    private boolean hidesRecord(final int offset, final int length) {
        final int end = Math.min(windowBytes, offset + length);
        for (int at = offset; at < offset + length; at += Frame.WORD_BYTES) {
            if (check.startsAt(window, at, end - at)) {
                return true;
            }
        }
        return false;
    }

    /** Makes {@code length} bytes from {@code from} available in the window, and says how many there are. */
    private long fill(final long from, final int length, final long limit) throws IOException {
        if (windowStart + windowBytes - from >= length) {
            return windowStart + windowBytes - from;
        }
        final int keep = (int) Math.max(0, windowStart + windowBytes - from);
        final long wanted = Math.min(limit - from - keep, Math.max(STEP_BYTES, length - keep));
        makeRoom(keep + Math.min(wanted, source.size() - from - keep));
        System.arraycopy(window, windowBytes - keep, window, 0, keep);
        windowStart = from;
        windowBytes = keep;
        if (wanted > 0) {
            windowBytes += readAt(from + keep, window, keep, (int) Math.min(wanted, window.length - keep));
        }
        return windowBytes;
    }

    private ByteBuffer step(final int bytes) {
        ByteBuffer large = step;
        if (large == null || large.capacity() < bytes) {
            large = ByteBuffer.allocateDirect(bytes);
            step = large;
        }
        return large;
    }

    private void makeRoom(final long bytes) {
        if (bytes > window.length) {
            window = Arrays.copyOf(window, (int) Math.min(MOST_WINDOW_BYTES, Math.max(bytes, 2L * window.length)));
        }
    }
}
