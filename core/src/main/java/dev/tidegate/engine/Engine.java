package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;

/** Skeleton; the engine lands in the next commit. */
public final class Engine {
    public Engine(final EngineSettings settings) {}

    /** Reads ahead what a run of commands will touch; changes nothing but speed. */
    public void prepare(final HeapBuffer buffer, final int[] offsets, final int from, final int to) {}

    /** Applies one command. */
    public void apply(
            final long sequence,
            final long timeMillis,
            final HeapBuffer buffer,
            final int offset,
            final int length,
            final Outcome outcome) {
        throw new UnsupportedOperationException();
    }

    public long nextDeadlineMillis() {
        throw new UnsupportedOperationException();
    }

    public long sequence() {
        throw new UnsupportedOperationException();
    }

    public long timeMillis() {
        throw new UnsupportedOperationException();
    }

    public EngineReads reads() {
        throw new UnsupportedOperationException();
    }

    public EventBuffer events() {
        throw new UnsupportedOperationException();
    }

    public long digestHigh() {
        throw new UnsupportedOperationException();
    }

    public long digestLow() {
        throw new UnsupportedOperationException();
    }
}
