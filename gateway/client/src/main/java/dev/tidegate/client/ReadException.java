package dev.tidegate.client;

import dev.tidegate.message.OutcomeCode;
import java.io.Serial;

/** Why a read was not answered: BUSY, FORBIDDEN, NOT_RUNNING, UNKNOWN when its time was over, or another code. */
public final class ReadException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final OutcomeCode code;

    ReadException(final OutcomeCode code, final String reason) {
        super(reason.isEmpty() ? code.name() : code + ": " + reason);
        this.code = code;
    }

    public OutcomeCode code() {
        return code;
    }
}
