package dev.tidegate.pipeline;

import dev.tidegate.message.OutcomeCode;
import java.io.Serial;

/** Why a read or a move of time was not answered: BUSY, NOT_RUNNING, DISK_LOW or UNKNOWN. */
public final class PipelineException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final OutcomeCode code;

    PipelineException(final OutcomeCode code, final PipelineState state) {
        super(state.reason().isEmpty() ? code.name() : code + ": " + state.reason(), state.cause());
        this.code = code;
    }

    public OutcomeCode code() {
        return code;
    }
}
