package dev.tidegate.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline stands.
 *
 * @param reason one sentence when it has failed, else empty
 * @param cause what was thrown when it failed, else null
 */
public record PipelineState(
        Phase phase, String reason, @Nullable Throwable cause) {

    /** A pipeline only moves downward in this list. */
    public enum Phase {
        /** Takes commands. */
        RUNNING,
        /** Takes no more, answers those it has. */
        CLOSING,
        /** Everything answered, the journal closed. */
        CLOSED,
        /** Stopped by a failure; what was journaled is applied at the next start. */
        FAILED
    }

    static final PipelineState RUNNING = new PipelineState(Phase.RUNNING, "", null);
    static final PipelineState CLOSING = new PipelineState(Phase.CLOSING, "", null);
    static final PipelineState CLOSED = new PipelineState(Phase.CLOSED, "", null);

    static PipelineState failed(final Throwable cause) {
        return new PipelineState(Phase.FAILED, "stopped by " + cause, cause);
    }

    public boolean running() {
        return phase == Phase.RUNNING;
    }
}
