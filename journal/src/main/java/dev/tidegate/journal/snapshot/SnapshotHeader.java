package dev.tidegate.journal.snapshot;

import dev.tidegate.engine.Engine;
import dev.tidegate.table.StateException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What a snapshot is of, and where the journal goes on behind it.
 *
 * @param journal id of the journal
 * @param sequence sequence of the last command in the state
 * @param timeMillis the engine's time then, UTC epoch milliseconds
 * @param digestHigh high half of the state's digest
 * @param digestLow low half
 * @param record the journal's last record in the state, batch or mark; 0 for none
 * @param segment the segment that holds that record; 0 for none
 * @param offset where that record's frame begins in the segment's file, in bytes
 * @param headBefore chain head before that record, 32 bytes
 * @param head chain head after that record, 32 bytes
 */
public record SnapshotHeader(
        UUID journal,
        long sequence,
        long timeMillis,
        long digestHigh,
        long digestLow,
        long record,
        long segment,
        long offset,
        byte[] headBefore,
        byte[] head) {
    /** Version of the file's format. */
    public static final int VERSION = 1;

    static final int BYTES = 160;
    private static final int FIELDS_AT = 16;
    private static final int HEAD_BYTES = 32;
    private static final int CRC_AT = BYTES - Integer.BYTES;

    /** "TGSNAPS1", read as a little-endian long. */
    private static final long MAGIC = 0x3153_5041_4e53_4754L;

    /** The chain head after the last record, in hexadecimal. */
    public String headHex() {
        return HexFormat.of().formatHex(head);
    }

    byte[] toBytes() {
        final ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(Engine.STATE_VERSION);
        bytes.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
        bytes.putLong(sequence).putLong(timeMillis).putLong(digestHigh).putLong(digestLow);
        bytes.putLong(record).putLong(segment).putLong(offset);
        bytes.put(headBefore).put(head);
        bytes.putInt(0).putInt(crc(bytes.array()));
        return bytes.array();
    }

    /**
     * Reads {@link #toBytes} back.
     *
     * @throws StateException when it is not a snapshot's header, or of a version that this release does not read
     */
    static SnapshotHeader parse(final byte[] header) {
        final ByteBuffer bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong() != MAGIC || bytes.getInt(CRC_AT) != crc(header)) {
            throw new StateException("no intact snapshot header");
        }
        final int format = bytes.getInt();
        final int state = bytes.getInt();
        if (format != VERSION || state != Engine.STATE_VERSION) {
            throw new StateException(
                    "its format is " + format + " and its state's " + state
                            + ", this release reads " + VERSION + " and " + Engine.STATE_VERSION
                            + ". Open the folder with the release that wrote it, or move the file away to have the journal replayed");
        }
        return fields(bytes);
    }

    /** Reads what stands there, whether it can be believed or not. */
    static SnapshotHeader unchecked(final byte[] header) {
        return fields(ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).position(FIELDS_AT));
    }

    private static SnapshotHeader fields(final ByteBuffer bytes) {
        final UUID journal = new UUID(bytes.getLong(), bytes.getLong());
        return new SnapshotHeader(
                journal,
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                head(bytes),
                head(bytes));
    }

    private static byte[] head(final ByteBuffer bytes) {
        final byte[] head = new byte[HEAD_BYTES];
        bytes.get(head);
        return head;
    }

    private static int crc(final byte[] header) {
        final CRC32C crc = new CRC32C();
        crc.update(header, 0, CRC_AT);
        return (int) crc.getValue();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof SnapshotHeader that && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }
}
