package dev.tidegate.journal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The chain's last heads, for comparing those that envelopes record. Heads are remembered for the last
 * {@value #HEADS_KEPT} records, which is why a writer never records an older one.
 */
final class KnownHeads {
    /** A writer records a head only if it covers one of this many records before its own. */
    static final int HEADS_KEPT = 1 << 16;

    private final Chain chain;
    private final long first;
    private final byte[] heads = new byte[HEADS_KEPT * Envelope.CHAIN_HEAD_BYTES];

    /** Knows the chain's head as it stands. */
    KnownHeads(final Chain chain) {
        this.chain = chain;
        first = chain.record();
        add();
    }

    /** Remembers the head after the chain was extended. */
    void add() {
        chain.copyHead(heads, slot(chain.record()));
    }

    /**
     * What is wrong with the head in the envelope that the chain is to be extended by; null when it is right, or of a
     * record before the first.
     */
    @Nullable
    String fault(final Envelope envelope, final byte[] bytes) {
        final long covered = envelope.chainRecord();
        if (covered < first || covered == 0) {
            return null;
        }
        final int head = envelope.chainHeadOffset();
        final boolean known = covered <= chain.record() && covered > chain.record() - HEADS_KEPT;
        return known
                        && Arrays.equals(
                                bytes,
                                head,
                                head + Envelope.CHAIN_HEAD_BYTES,
                                heads,
                                slot(covered),
                                slot(covered) + Envelope.CHAIN_HEAD_BYTES)
                ? null
                : "the chain head recorded for record " + covered + " is not the one computed";
    }

    private static int slot(final long record) {
        return (int) (record & (HEADS_KEPT - 1)) * Envelope.CHAIN_HEAD_BYTES;
    }
}
