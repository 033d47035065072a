package dev.tidegate.pipeline;

import dev.tidegate.message.OutcomeCode;

/** Whether a command was taken into the ring. Anything but TAKEN is a definite no: nothing was or will be done. */
public enum Intake {
    /** The callback will be called once. */
    TAKEN(OutcomeCode.ACCEPTED),
    /** The ring is full, or as full as new orders may make it. */
    BUSY(OutcomeCode.BUSY),
    /** Closed, closing or stopped by a failure. */
    NOT_RUNNING(OutcomeCode.NOT_RUNNING),
    /** Not one whole command, or one above 256 KiB. */
    MALFORMED(OutcomeCode.MALFORMED);

    private final OutcomeCode code;

    Intake(final OutcomeCode code) {
        this.code = code;
    }

    /** The answer to give for it; ACCEPTED for TAKEN, which says nothing about the command yet. */
    public OutcomeCode code() {
        return code;
    }
}
