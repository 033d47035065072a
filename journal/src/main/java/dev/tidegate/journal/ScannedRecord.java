package dev.tidegate.journal;

import org.jspecify.annotations.Nullable;

/**
 * One intact record as a scan found it; valid during the call only.
 *
 * @param segment number of its segment
 * @param offset where its frame begins, in bytes from the start of the file
 * @param record its number
 * @param isBatch whether it holds commands; else it is a mark
 * @param sequence of its first command; of a mark the sequence it speaks of
 * @param count how many commands, 0 for a mark
 * @param forcedRecord record up to which the log was known forced when it was written
 * @param chainRecord record whose chain head it carries, 0 for none
 * @param chain whether that head is the one computed
 * @param bytes buffer that holds its frames, or a mark's digest
 * @param framesOffset where they begin in {@code bytes}
 * @param framesLength how many bytes they are
 */
public record ScannedRecord(
        long segment,
        long offset,
        long record,
        boolean isBatch,
        long sequence,
        int count,
        long timeMillis,
        long forcedRecord,
        long chainRecord,
        ChainState chain,
        byte[] bytes,
        int framesOffset,
        int framesLength) {

    /** What can be said of the chain head that a record carries. */
    public enum ChainState {
        /** It carries none. */
        NONE,
        /** It is the one computed from the records before. */
        AGREES,
        /** Records before it are missing, so that it cannot be computed. */
        UNKNOWN,
        /** It is another: records before it were rewritten. */
        DIFFERS
    }

    /** The last sequence it holds; of a mark the one it speaks of. */
    public long lastSequence() {
        return isBatch ? sequence + count - 1 : sequence;
    }

    static ScannedRecord of(
            final long segment,
            final long offset,
            final Envelope envelope,
            final ChainState chain,
            final byte[] bytes,
            final int start) {
        return new ScannedRecord(
                segment,
                offset,
                envelope.record(),
                envelope.kind() == Envelope.BATCH,
                envelope.sequence(),
                envelope.count(),
                envelope.timeMillis(),
                envelope.forcedRecord(),
                envelope.chainRecord(),
                chain,
                bytes,
                start + Envelope.HEADER_BYTES,
                envelope.totalBytes() - Envelope.HEADER_BYTES);
    }

    /** The digest of a mark, high half first, in hexadecimal; null for a batch, and for what has no room for one. */
    public @Nullable String digest() {
        if (isBatch || framesLength < 2 * Long.BYTES) {
            return null;
        }
        final Envelope envelope = new Envelope().wrap(bytes, framesOffset - Envelope.HEADER_BYTES);
        return String.format("%016x%016x", envelope.digestHigh(), envelope.digestLow());
    }
}
