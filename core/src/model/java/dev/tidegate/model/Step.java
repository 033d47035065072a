package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;

/**
 * One command of a run, or a tick (both null). An order id above 0 in the command is the {@code key} of the step that
 * placed the order, so that a step means the same after others have been left out; likewise a record is a
 * {@link RecordRecipe}.
 */
public record Step(long key, long timeMillis, CommandHeader header, Command command) {
    public static Step tick(final long key, final long timeMillis) {
        return new Step(key, timeMillis, null, null);
    }

    public boolean isTick() {
        return command == null;
    }
}
