package dev.tidegate.pipeline;

import dev.tidegate.table.StateException;
import dev.tidegate.table.StateInput;
import dev.tidegate.table.StateOutput;

/** Holds a state that is being written against one that is read: equal states have equal words. */
final class StateComparison implements StateOutput {
    private final StateInput expected;
    private long[] block = new long[0];
    private long compared;

    StateComparison(final StateInput expected) {
        this.expected = expected;
    }

    @Override
    public void put(final long[] words, final int from, final int count) {
        if (block.length < count) {
            block = new long[count];
        }
        if (expected.left() < count) {
            throw new StateException("it ends after " + (compared + expected.left()) + " words, the state does not");
        }
        expected.take(block, 0, count);
        for (int i = 0; i < count; i++, compared++) {
            if (block[i] != words[from + i]) {
                throw new StateException("its word " + compared + " is not that of the replayed state");
            }
        }
    }

    void end() {
        if (expected.left() > 0) {
            throw new StateException("it has " + expected.left() + " words more than the replayed state");
        }
    }
}
