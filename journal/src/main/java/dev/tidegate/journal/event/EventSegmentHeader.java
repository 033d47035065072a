package dev.tidegate.journal.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of an event log's file: whose it is, and what its first block begins with.
 *
 * @param firstEvent sequence of its first event, which is its name too
 * @param firstSequence sequence of the command that made it
 * @param firstTimeMillis engine time of that command
 */
record EventSegmentHeader(UUID journal, long firstEvent, long firstSequence, long firstTimeMillis) {
    static final int BYTES = 64;
    static final int VERSION = 1;

    /** "TGEVENT1", read as a little-endian long. */
    private static final long MAGIC = 0x3154_4e45_5645_4754L;

    private static final int CRC_AT = 60;

    byte[] toBytes() {
        final ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(BYTES);
        bytes.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
        bytes.putLong(firstEvent).putLong(firstSequence).putLong(firstTimeMillis);
        bytes.putInt(0).putInt(crc(bytes.array()));
        return bytes.array();
    }

    /** What is wrong with these bytes as the header of that journal's file; null when nothing is. */
    static @Nullable String fault(final byte[] bytes, final int length, final UUID journal, final long firstEvent) {
        if (length < BYTES) {
            return "a header of which " + length + " bytes are there";
        }
        final ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getLong(0) != MAGIC) {
            return "no event log";
        }
        if (header.getInt(8) > VERSION) {
            return "format version " + header.getInt(8) + "; this release reads up to " + VERSION
                    + ". Use the release that wrote it, or a newer one";
        }
        if (header.getInt(CRC_AT) != crc(bytes) || header.getInt(12) != BYTES) {
            return "a header with a wrong checksum";
        }
        if (!journalOf(header).equals(journal)) {
            return "it belongs to journal " + journalOf(header);
        }
        return header.getLong(32) == firstEvent ? null : "it begins with event " + header.getLong(32);
    }

    /** Reads a header that has no fault. */
    static EventSegmentHeader parse(final byte[] bytes) {
        final ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new EventSegmentHeader(journalOf(header), header.getLong(32), header.getLong(40), header.getLong(48));
    }

    private static UUID journalOf(final ByteBuffer header) {
        return new UUID(header.getLong(16), header.getLong(24));
    }

    private static int crc(final byte[] bytes) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        return (int) crc.getValue();
    }
}
