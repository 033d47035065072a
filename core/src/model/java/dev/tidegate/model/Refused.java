package dev.tidegate.model;

import dev.tidegate.message.OutcomeCode;

/** Leaves a handler with a refusal. The model is written for plainness: here an exception is an outcome. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final OutcomeCode code;
    private final long entityId;
    private final int line;
    private final long asked;
    private final long available;

    Refused(final OutcomeCode code, final long entityId, final int line, final long asked, final long available) {
        super(code.name(), null, false, false);
        this.code = code;
        this.entityId = entityId;
        this.line = line;
        this.asked = asked;
        this.available = available;
    }

    static Refused of(final OutcomeCode code) {
        return new Refused(code, 0, 0, 0, 0);
    }

    static Refused asked(final OutcomeCode code, final long asked) {
        return new Refused(code, 0, 0, asked, 0);
    }

    static Refused asked(final OutcomeCode code, final long asked, final long available) {
        return new Refused(code, 0, 0, asked, available);
    }

    static Refused line(final OutcomeCode code, final int line) {
        return new Refused(code, 0, line, 0, 0);
    }

    static Refused line(final OutcomeCode code, final int line, final long asked, final long available) {
        return new Refused(code, 0, line, asked, available);
    }

    Answer answer() {
        return Answer.of(code, entityId, line, asked, available);
    }

    Refused about(final long entity) {
        return new Refused(code, entity, line, asked, available);
    }
}
