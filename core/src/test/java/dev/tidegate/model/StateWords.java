package dev.tidegate.model;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.table.StateException;
import dev.tidegate.table.StateInput;
import java.util.Arrays;

/** A state in memory, as words. */
public final class StateWords implements StateInput {
    private long[] words = new long[1024];
    private int count;
    private int at;

    private StateWords() {}

    public static StateWords of(final Engine engine) {
        final StateWords state = new StateWords();
        engine.write((words, from, count) -> {
            if (state.count + count > state.words.length) {
                state.words = Arrays.copyOf(state.words, 2 * (state.count + count));
            }
            System.arraycopy(words, from, state.words, state.count, count);
            state.count += count;
        });
        return state;
    }

    static StateWords of(final long[] words) {
        final StateWords state = new StateWords();
        state.words = words;
        state.count = words.length;
        return state;
    }

    long[] words() {
        return Arrays.copyOf(words, count);
    }

    public Engine read(final EngineSettings settings) {
        at = 0;
        return Engine.read(this, settings);
    }

    @Override
    public long left() {
        return count - at;
    }

    @Override
    public void take(final long[] target, final int from, final int length) {
        if (length > left()) {
            throw new StateException("no more words");
        }
        System.arraycopy(words, at, target, from, length);
        at += length;
    }
}
