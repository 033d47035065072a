package dev.tidegate.journal.event;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.BatchFrames;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of one command's events in the log, or of a part of them: header, then frames of a length and a message.
 * Nothing in it depends on when or how it was written, so a log that is written anew has the same bytes.
 */
final class EventBlock {
    static final int HEADER_BYTES = 48;

    /** The largest frames of one block, in bytes; what makes more is spread over several. */
    static final int MAX_FRAMES_BYTES = 256 * 1024;

    static final int MAX_BYTES = HEADER_BYTES + MAX_FRAMES_BYTES;

    /** "TGE1", read as a little-endian int. */
    static final int MAGIC = 0x3145_4754;

    static final int TOTAL_AT = 4;
    private static final int CRC_AT = 8;
    private static final int COUNT_AT = 12;
    private static final int FIRST_EVENT_AT = 16;
    private static final int SEQUENCE_AT = 24;
    private static final int TIME_AT = 32;
    private static final int PART_AT = 40;
    private static final int LAST_PART_AT = 44;

    private final HeapBuffer buffer = HeapBuffer.ofSize(0);
    private final CRC32C crc = new CRC32C();
    private byte[] bytes = {};
    private int offset;

    EventBlock wrap(final byte[] bytes, final int offset) {
        if (this.bytes != bytes) {
            buffer.wrap(bytes);
            this.bytes = bytes;
        }
        this.offset = offset;
        return this;
    }

    /** Writes the header in front of frames that are there already. */
    void sign(
            final int total,
            final int count,
            final long firstEvent,
            final long sequence,
            final long timeMillis,
            final int part,
            final boolean last) {
        buffer.putInt(offset, MAGIC);
        buffer.putInt(offset + TOTAL_AT, total);
        buffer.putInt(offset + COUNT_AT, count);
        buffer.putLong(offset + FIRST_EVENT_AT, firstEvent);
        buffer.putLong(offset + SEQUENCE_AT, sequence);
        buffer.putLong(offset + TIME_AT, timeMillis);
        buffer.putInt(offset + PART_AT, part);
        buffer.putInt(offset + LAST_PART_AT, last ? 1 : 0);
        buffer.putInt(offset + CRC_AT, computedCrc(total));
    }

    /** What is wrong with the block here; null when it is whole. */
    @Nullable
    String fault(final int available) {
        if (available < HEADER_BYTES) {
            return "a block of which " + available + " bytes are there";
        }
        if (buffer.getInt(offset) != MAGIC) {
            return "no block";
        }
        final int total = total();
        if (total < HEADER_BYTES || total > MAX_BYTES) {
            return "a block of " + total + " bytes";
        }
        if (total > available) {
            return "a block of " + total + " bytes of which " + available + " are there";
        }
        if (buffer.getInt(offset + CRC_AT) != computedCrc(total)) {
            return "a block with a wrong checksum";
        }
        return count() < 1
                ? "a block of " + count() + " events"
                : BatchFrames.fault(bytes, framesOffset(), total - HEADER_BYTES, count());
    }

    int total() {
        return buffer.getInt(offset + TOTAL_AT);
    }

    int count() {
        return buffer.getInt(offset + COUNT_AT);
    }

    long firstEvent() {
        return buffer.getLong(offset + FIRST_EVENT_AT);
    }

    long lastEvent() {
        return firstEvent() + count() - 1;
    }

    long sequence() {
        return buffer.getLong(offset + SEQUENCE_AT);
    }

    long timeMillis() {
        return buffer.getLong(offset + TIME_AT);
    }

    /** Which part of its command's events this is, from 0. */
    int part() {
        return buffer.getInt(offset + PART_AT);
    }

    HeapBuffer buffer() {
        return buffer;
    }

    int framesOffset() {
        return offset + HEADER_BYTES;
    }

    int framesEnd() {
        return offset + total();
    }

    private int computedCrc(final int total) {
        crc.reset();
        crc.update(bytes, offset, CRC_AT);
        crc.update(bytes, offset + COUNT_AT, total - COUNT_AT);
        return (int) crc.getValue();
    }
}
