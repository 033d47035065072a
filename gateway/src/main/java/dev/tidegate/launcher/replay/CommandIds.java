package dev.tidegate.launcher.replay;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Derives the command ids of a replay from the file, so that a resumed run makes the same ones and the engine
 * recognises what it has already done.
 *
 * <p>An id is a UUID of version 7 (RFC 9562): 48 bits of Unix time in milliseconds, the version, and 74 bits that are
 * not random here but the first 74 of SHA-256 over, in this order and big-endian: the SHA-256 of the file (32 bytes),
 * {@link Kind#code} (1 byte), the record number (8), the part (4). Changing any of it breaks the resumption of
 * folders begun before.
 */
public final class CommandIds {
    private static final int SHA256_BYTES = 32;
    private static final int INPUT_BYTES = SHA256_BYTES + Byte.BYTES + Long.BYTES + Integer.BYTES;
    private static final long MOST_MILLIS = (1L << 48) - 1;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final byte[] fileSha256;
    private final MessageDigest digest = Sha256.digest();

    /** What a command does. The codes never change. */
    public enum Kind {
        /** Receives opening stock; record of the {@link ReplayStep.OpeningStock}. */
        RECEIVE(1),
        /** Places an order; record of the {@link ReplayStep.PlaceOrder}, as for the next two. */
        PLACE(2),
        /** Confirms the payment of an order. */
        PAY(3),
        /** Ships an order. */
        SHIP(4),
        /** Takes goods back; record of the {@link ReplayStep.ReturnLine}. */
        RETURN(5),
        /** Sets the limits; record 0, as for the next two. */
        LIMITS(6),
        /** Defines the warehouse. */
        WAREHOUSE(7),
        /** Defines the channel. */
        CHANNEL(8),
        /** Defines a SKU; record of its first line in an order. */
        SKU(9);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }
    }

    /** Ids for the commands of a file with this SHA-256, in 64 hexadecimal digits. */
    public CommandIds(String fileSha256) {
        this.fileSha256 = HexFormat.of().parseHex(fileSha256);
        if (this.fileSha256.length != SHA256_BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits: " + fileSha256);
        }
    }

    /**
     * The id of one command.
     *
     * @param record the record that stands for the command, see {@link Kind}
     * @param part tells commands of the same kind and record apart, from 0
     * @param timeMillis epoch milliseconds, 0 or above: the time of the step
     */
    public UUID id(Kind kind, long record, int part, long timeMillis) {
        if (timeMillis < 0 || timeMillis > MOST_MILLIS) {
            throw new IllegalArgumentException("time does not fit 48 bits: " + timeMillis);
        }
        ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES)
                .put(fileSha256)
                .put(kind.code)
                .putLong(record)
                .putInt(part);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(input.array()));
        long first = hash.getLong();
        long second = hash.getLong();
        // 12 bits beside the version, then 62 beside the variant.
        long most = timeMillis << 16 | VERSION_7 | first >>> 52;
        long least = VARIANT | (first << 12 | second >>> 52) >>> 2;
        return new UUID(most, least);
    }
}
