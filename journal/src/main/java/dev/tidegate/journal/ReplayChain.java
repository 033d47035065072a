package dev.tidegate.journal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Computes the chain while a journal is replayed, and compares every head that an envelope records. See {@link KnownHeads}. */
final class ReplayChain {
    private final Chain chain;
    private final long[] kept;
    private final @Nullable String[] keptHeads;
    private final KnownHeads heads;
    private final Envelope envelope = new Envelope();

    /**
     * @param chain the chain behind the record before the first
     * @param kept numbers of records, rising, whose heads {@link #head} will give
     */
    ReplayChain(final Chain chain, final long[] kept) {
        this.chain = chain;
        this.kept = kept;
        this.keptHeads = new String[kept.length];
        heads = new KnownHeads(chain);
        keepHead();
    }

    /** Extends the chain by a block's records; where a segment ends, its head is set, or compared when it has one. */
    void extend(final ReplayBlock block) {
        for (int i = 0; i < block.count(); i++) {
            final int start = block.start(i);
            envelope.wrap(block.bytes, start);
            final String fault = heads.fault(envelope, block.bytes);
            if (fault != null) {
                throw block.segment()
                        .differs(DamageException.Of.CHAIN, block.fileOffset(i), envelope.sequence(), fault);
            }
            chain.extend(block.bytes, start, envelope.totalBytes());
            heads.add();
            keepHead();
        }
        if (block.endsSegment()) {
            block.segment().endsWithHead(chain.headHex());
        }
    }

    /** The head after the i-th of the records that were to be kept; null when the log did not reach it. */
    @Nullable
    String head(final int index) {
        return keptHeads[index];
    }

    private void keepHead() {
        final int index = Arrays.binarySearch(kept, chain.record());
        if (index >= 0) {
            keptHeads[index] = chain.headHex();
        }
    }
}
