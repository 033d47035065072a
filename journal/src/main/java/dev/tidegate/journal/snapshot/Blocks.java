package dev.tidegate.journal.snapshot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/** The frame of a snapshot's body: blocks of words, and a footer. */
final class Blocks {
    /** Bytes of words in every block but the last. */
    static final int BLOCK_BYTES = 256 * 1024;

    /** Length and CRC32C before each block's words. */
    static final int HEAD_BYTES = 2 * Integer.BYTES;

    static final int SHA_BYTES = 32;

    /** Magic and number of words, then the SHA-256. */
    static final int FOOTER_BYTES = 2 * Long.BYTES + SHA_BYTES;

    /** "TGSNAPE1", read as a little-endian long. */
    static final long FOOTER_MAGIC = 0x3145_5041_4e53_4754L;

    private Blocks() {}

    static ByteBuffer buffer() {
        return ByteBuffer.allocate(HEAD_BYTES + BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** CRC32C of a block's number and its words, so that no block can stand in another's place. */
    static int crc(final CRC32C crc, final long number, final byte[] block, final int length) {
        crc.reset();
        for (int i = 0; i < Long.BYTES; i++) {
            crc.update((int) (number >>> (Byte.SIZE * i)));
        }
        crc.update(block, HEAD_BYTES, length);
        return (int) crc.getValue();
    }

    static byte[] footer(final long words) {
        return ByteBuffer.allocate(FOOTER_BYTES - SHA_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(FOOTER_MAGIC)
                .putLong(words)
                .array();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
