package dev.tidegate.journal;

import dev.tidegate.pipeline.JournalReplay;
import org.jspecify.annotations.Nullable;

/** Counts the batches that it is given, which must come without a gap, and does something at one of them. */
class CountedReplay implements JournalReplay {
    private final long at;
    private final Runnable there;
    private long batches;
    private long lastSequence;

    /** Does nothing but count. */
    CountedReplay() {
        this(0, () -> {});
    }

    /**
     * Does something when it is given a batch.
     *
     * @param at number of that batch, from 1; 0 for none
     */
    CountedReplay(final long at, final Runnable there) {
        this.at = at;
        this.there = there;
    }

    /** Batches that it was given, with the one at which it failed. */
    final long batches() {
        return batches;
    }

    @Override
    public void batch(
            final byte[] bytes,
            final int framesOffset,
            final int framesLength,
            final long firstSequence,
            final int commandCount,
            final long timeMillis) {
        if (firstSequence != lastSequence + 1) {
            throw new AssertionError(firstSequence + " behind " + lastSequence);
        }
        lastSequence += commandCount;
        batches++;
        if (batches == at) {
            there.run();
        }
    }

    @Override
    public @Nullable String mark(final long sequence, final long digestHigh, final long digestLow) {
        return null;
    }
}
