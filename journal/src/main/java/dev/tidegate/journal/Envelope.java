package dev.tidegate.journal;

import dev.tidegate.journal.log.RecordCheck;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The header before each record's frames, written and read in place. Little-endian, {@value #HEADER_BYTES} bytes:
 *
 * <pre>
 *  0  int    magic, "TGJ1"
 *  4  short  format version, 1
 *  6  byte   kind: 1 batch of commands, 2 mark
 *  7  byte   zero
 *  8  int    total length, header and frames, in bytes
 * 12  int    CRC32C of bytes 0 to 11 and 16 to the end
 * 16  long   record number: 1, 2, 3 ... over batches and marks
 * 24  long   batch: sequence of its first command; mark: the sequence it speaks of
 * 32  int    batch: number of commands; mark: 0
 * 36  int    zero
 * 40  long   engine time of the batch, UTC epoch milliseconds; mark: that of the last batch
 * 48  long   record number up to which the log was known forced when this was written, 0 for none
 * 56  long   record number that the chain head below covers, 0 for none
 * 64  byte*32  SHA-256 chain head after that record, zero for none
 * 96         frames; mark: digest high, digest low (two longs)
 * </pre>
 *
 * <p>One instance serves one thread.
 */
final class Envelope implements RecordCheck {
    static final int HEADER_BYTES = 96;
    static final int CHAIN_HEAD_BYTES = 32;
    static final int MARK_BYTES = HEADER_BYTES + 2 * Long.BYTES;
    static final short VERSION = 1;
    static final byte BATCH = 1;
    static final byte MARK = 2;

    /** "TGJ1", read as a little-endian int. */
    static final int MAGIC = 0x314a_4754;

    private static final int VERSION_AT = 4;
    private static final int KIND_AT = 6;
    private static final int LENGTH_AT = 8;
    private static final int CRC_AT = 12;
    private static final int RECORD_AT = 16;
    private static final int SEQUENCE_AT = 24;
    private static final int COUNT_AT = 32;
    private static final int TIME_AT = 40;
    private static final int FORCED_AT = 48;
    private static final int CHAIN_RECORD_AT = 56;
    private static final int CHAIN_HEAD_AT = 64;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NO_HEAD = new byte[CHAIN_HEAD_BYTES];

    private final CRC32C crc = new CRC32C();
    private byte[] bytes = NO_HEAD;
    private int offset;

    /** Looks at the envelope that starts at {@code offset}. */
    Envelope wrap(final byte[] bytes, final int offset) {
        this.bytes = bytes;
        this.offset = offset;
        return this;
    }

    /** Writes the header's fixed part and its length; the other fields follow, and {@link #sign()} comes last. */
    Envelope begin(final byte kind, final int totalBytes) {
        INT.set(bytes, offset, MAGIC);
        SHORT.set(bytes, offset + VERSION_AT, VERSION);
        bytes[offset + KIND_AT] = kind;
        bytes[offset + KIND_AT + 1] = 0;
        INT.set(bytes, offset + LENGTH_AT, totalBytes);
        INT.set(bytes, offset + COUNT_AT + Integer.BYTES, 0);
        return this;
    }

    Envelope position(final long record, final long sequence, final int count, final long timeMillis) {
        LONG.set(bytes, offset + RECORD_AT, record);
        LONG.set(bytes, offset + SEQUENCE_AT, sequence);
        INT.set(bytes, offset + COUNT_AT, count);
        LONG.set(bytes, offset + TIME_AT, timeMillis);
        return this;
    }

    Envelope forced(final long forcedRecord) {
        LONG.set(bytes, offset + FORCED_AT, forcedRecord);
        return this;
    }

    Envelope chain(final long chainRecord, final byte[] head) {
        LONG.set(bytes, offset + CHAIN_RECORD_AT, chainRecord);
        System.arraycopy(head, 0, bytes, offset + CHAIN_HEAD_AT, CHAIN_HEAD_BYTES);
        return this;
    }

    Envelope noChain() {
        return chain(0, NO_HEAD);
    }

    Envelope digest(final long high, final long low) {
        LONG.set(bytes, offset + HEADER_BYTES, high);
        LONG.set(bytes, offset + HEADER_BYTES + Long.BYTES, low);
        return this;
    }

    /** Writes the checksum over all that was written before. */
    void sign() {
        INT.set(bytes, offset + CRC_AT, computeCrc(bytes, offset, totalBytes()));
    }

    int totalBytes() {
        return (int) INT.get(bytes, offset + LENGTH_AT);
    }

    int version() {
        return (short) SHORT.get(bytes, offset + VERSION_AT);
    }

    byte kind() {
        return bytes[offset + KIND_AT];
    }

    long record() {
        return (long) LONG.get(bytes, offset + RECORD_AT);
    }

    long sequence() {
        return (long) LONG.get(bytes, offset + SEQUENCE_AT);
    }

    int count() {
        return (int) INT.get(bytes, offset + COUNT_AT);
    }

    long timeMillis() {
        return (long) LONG.get(bytes, offset + TIME_AT);
    }

    long forcedRecord() {
        return (long) LONG.get(bytes, offset + FORCED_AT);
    }

    long chainRecord() {
        return (long) LONG.get(bytes, offset + CHAIN_RECORD_AT);
    }

    int chainHeadOffset() {
        return offset + CHAIN_HEAD_AT;
    }

    long digestHigh() {
        return (long) LONG.get(bytes, offset + HEADER_BYTES);
    }

    long digestLow() {
        return (long) LONG.get(bytes, offset + HEADER_BYTES + Long.BYTES);
    }

    /** What is wrong with the bytes of a record of {@code length} bytes, or null when they are as they were written. */
    @Nullable
    String fault(final int length) {
        if (length < HEADER_BYTES) {
            return "a record of " + length + " bytes, shorter than an envelope";
        }
        if ((int) INT.get(bytes, offset) != MAGIC) {
            return "no envelope";
        }
        if (totalBytes() != length) {
            return "an envelope of " + totalBytes() + " bytes in a record of " + length;
        }
        final String wrong =
                computeCrc(bytes, offset, length) == (int) INT.get(bytes, offset + CRC_AT) ? null : "a wrong checksum";
        return wrong == null && kind() == MARK && length != MARK_BYTES ? "a mark of " + length + " bytes" : wrong;
    }

    @Override
    public boolean startsAt(final byte[] bytes, final int offset, final int available) {
        if (available < HEADER_BYTES || (int) INT.get(bytes, offset) != MAGIC) {
            return false;
        }
        final int total = (int) INT.get(bytes, offset + LENGTH_AT);
        return total >= HEADER_BYTES
                && total <= available
                && computeCrc(bytes, offset, total) == (int) INT.get(bytes, offset + CRC_AT);
    }

    private int computeCrc(final byte[] bytes, final int offset, final int length) {
        crc.reset();
        crc.update(bytes, offset, CRC_AT);
        crc.update(bytes, offset + RECORD_AT, length - RECORD_AT);
        return (int) crc.getValue();
    }
}
