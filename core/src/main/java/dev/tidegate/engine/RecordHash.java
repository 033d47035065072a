package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 16 bytes of the SHA-256 of an order's record: what is kept of a record that has gone, so that a forged one can
 * be told from it.
 */
final class RecordHash {
    private static final int BYTES = 32;

    private final MessageDigest sha256;
    private final byte[] bytes = new byte[BYTES];
    private final HeapBuffer result = new HeapBuffer(bytes);

    RecordHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Hashes these bytes; allocates nothing. */
    RecordHash of(final HeapBuffer buffer, final int offset, final int length) {
        sha256.update(buffer.byteArray(), offset, length);
        try {
            sha256.digest(bytes, 0, BYTES);
        } catch (final DigestException e) {
            throw new IllegalStateException("SHA-256 takes 32 bytes", e);
        }
        return this;
    }

    long high() {
        return result.getLong(0);
    }

    long low() {
        return result.getLong(Long.BYTES);
    }
}
