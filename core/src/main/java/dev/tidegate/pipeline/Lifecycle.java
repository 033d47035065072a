package dev.tidegate.pipeline;

import dev.tidegate.pipeline.PipelineState.Phase;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

/**
 * The state, and where the ring ends once it no longer runs. A producer claims first and then looks at the state; a
 * stop sets the state first and then looks at the cursor. So every command that was taken lies at or before the last
 * entry, and nobody is left waiting behind it.
 */
final class Lifecycle {
    private final LongSupplier cursor;
    private volatile PipelineState state = PipelineState.RUNNING;
    private volatile long lastEntry = Long.MAX_VALUE;

    Lifecycle(final LongSupplier cursor) {
        this.cursor = cursor;
    }

    PipelineState state() {
        return state;
    }

    boolean running() {
        return state == PipelineState.RUNNING;
    }

    boolean failed() {
        return state.phase() == Phase.FAILED;
    }

    /** Whether no entry that counts has that ring sequence or a later one. */
    boolean endsBefore(final long sequence) {
        return sequence > lastEntry;
    }

    /** Begins the close; false when it was closing, closed or failed already. */
    synchronized boolean beginClose() {
        final boolean first = running();
        if (first) {
            state = PipelineState.CLOSING;
            sealRing();
        }
        return first;
    }

    synchronized void fail(final Throwable cause) {
        final boolean first = running();
        if (state.phase() != Phase.FAILED) {
            state = PipelineState.failed(cause);
        }
        if (first) {
            sealRing();
        }
    }

    synchronized void closed() {
        if (state.phase() == Phase.CLOSING) {
            state = PipelineState.CLOSED;
        }
    }

    private void sealRing() {
        VarHandle.fullFence();
        lastEntry = cursor.getAsLong();
    }
}
