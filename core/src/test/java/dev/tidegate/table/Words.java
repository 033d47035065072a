package dev.tidegate.table;

import java.util.Arrays;
import java.util.function.Consumer;

/** What a {@link StateWriter} wrote, in memory. */
final class Words implements StateInput {
    private long[] words = {};
    private int at;

    private Words() {}

    static Words written(final Consumer<StateWriter> what) {
        final Words written = new Words();
        final StateWriter writer = new StateWriter((block, from, count) -> {
            written.resize(written.words.length + count);
            System.arraycopy(block, from, written.words, written.words.length - count, count);
        });
        what.accept(writer);
        writer.end();
        return written;
    }

    /** Puts another word there. */
    void set(final int index, final long word) {
        words[index] = word;
    }

    long get(final int index) {
        return words[index];
    }

    void resize(final int length) {
        words = Arrays.copyOf(words, length);
    }

    /** Reads from the beginning. */
    StateReader reader() {
        at = 0;
        return new StateReader(this);
    }

    @Override
    public long left() {
        return words.length - at;
    }

    @Override
    public void take(final long[] target, final int from, final int count) {
        System.arraycopy(words, at, target, from, count);
        at += count;
    }
}
