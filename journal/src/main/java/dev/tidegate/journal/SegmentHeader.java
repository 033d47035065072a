package dev.tidegate.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first record of every segment: which journal and which segment it is. Little-endian, {@value #BYTES} bytes:
 *
 * <pre>
 *  0  long  magic, "TGSEGMT1"
 *  8  long  segment number
 * 16  long  high half of the journal's id
 * 24  long  low half of the journal's id
 * 32  int   format version, 1
 * 36  int   CRC32C of bytes 0 to 35
 * </pre>
 */
final class SegmentHeader {
    static final int BYTES = 40;

    /** "TGSEGMT1", read as a little-endian long. */
    private static final long MAGIC = 0x3154_4d47_4553_4754L;

    private static final int CRC_AT = 36;

    private SegmentHeader() {}

    static byte[] of(final UUID journal, final long number) {
        final ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC)
                .putLong(number)
                .putLong(journal.getMostSignificantBits())
                .putLong(journal.getLeastSignificantBits())
                .putInt(Envelope.VERSION)
                .putInt(crc(header.array(), 0));
        return header.array();
    }

    /** What is wrong with a header, or null when it is that of segment {@code number} of {@code journal}. */
    static @Nullable String fault(
            final byte[] bytes, final int offset, final int length, final UUID journal, final long number) {
        if (length != BYTES) {
            return "no segment header";
        }
        final ByteBuffer header = ByteBuffer.wrap(bytes, offset, BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getLong() != MAGIC || header.getInt(offset + CRC_AT) != crc(bytes, offset)) {
            return "no intact segment header";
        }
        final long found = header.getLong();
        final UUID owner = new UUID(header.getLong(), header.getLong());
        if (!owner.equals(journal)) {
            return "a segment of another journal, " + owner;
        }
        return found == number ? null : "segment " + found + " in its place";
    }

    /** The journal that a header names, whether it is intact or not. */
    static UUID owner(final byte[] bytes, final int offset) {
        final ByteBuffer header = ByteBuffer.wrap(bytes, offset, BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return new UUID(header.getLong(offset + 2 * Long.BYTES), header.getLong(offset + 3 * Long.BYTES));
    }

    private static int crc(final byte[] bytes, final int offset) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, offset, CRC_AT);
        return (int) crc.getValue();
    }
}
