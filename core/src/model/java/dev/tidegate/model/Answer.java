package dev.tidegate.model;

import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.ReferenceOutcome.Missing;
import java.util.List;

/** What a handler answers: an outcome without the marks of its command id. */
record Answer(
        OutcomeCode code,
        long entityId,
        int line,
        long asked,
        long available,
        long deadlineMillis,
        List<Missing> missing) {

    static Answer of(
            final OutcomeCode code, final long entityId, final int line, final long asked, final long available) {
        return new Answer(code, entityId, line, asked, available, 0, List.of());
    }

    static Answer accepted(final long entityId) {
        return of(OutcomeCode.ACCEPTED, entityId, 0, 0, 0);
    }

    Answer withDeadline(final long millis) {
        return new Answer(code, entityId, line, asked, available, millis, missing);
    }

    Answer withMissing(final List<Missing> lines) {
        return new Answer(code, entityId, line, asked, available, deadlineMillis, lines);
    }
}
