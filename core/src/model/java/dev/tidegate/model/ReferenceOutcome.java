package dev.tidegate.model;

import dev.tidegate.message.OutcomeCode;
import java.util.List;

/**
 * An answer as a value, of the model or of the engine, so that the two can be compared.
 *
 * @param firstSequence sequence of the first command with this id; its own for a first one
 */
public record ReferenceOutcome(
        OutcomeCode code,
        boolean duplicate,
        long firstSequence,
        long firstTimeMillis,
        long entityId,
        int line,
        long asked,
        long available,
        long deadlineMillis,
        List<Missing> missing) {

    /** A line of a partial order that was granted less than asked. */
    public record Missing(int line, long quantity) {}
}
