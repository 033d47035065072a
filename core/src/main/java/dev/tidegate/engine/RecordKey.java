package dev.tidegate.engine;

import dev.tidegate.table.Digest;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The key of {@link RecordMac}: drawn when the first order leaves, from all that was applied before, and part of the
 * state from then on. So every replay has the same one, and nobody who does not have the journal can know it: it is drawn
 * from the 192 bits behind the digest, of which the 128 that are shown leave 64 open.
 */
final class RecordKey {
    private long high;
    private long low;

    /** Whether it has been drawn. */
    boolean isDrawn() {
        return (high | low) != 0;
    }

    void draw(final Digest settled) {
        try {
            final byte[] words = ByteBuffer.allocate(3 * Long.BYTES)
                    .putLong(settled.chain())
                    .putLong(settled.sumHigh())
                    .putLong(settled.sumLow())
                    .array();
            final ByteBuffer drawn =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(words));
            high = drawn.getLong();
            low = drawn.getLong();
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    void write(final StateWriter target) {
        target.put(high);
        target.put(low);
    }

    void read(final StateReader source) {
        high = source.next();
        low = source.next();
    }
}
