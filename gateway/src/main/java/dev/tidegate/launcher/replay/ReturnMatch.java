package dev.tidegate.launcher.replay;

import java.util.List;

/**
 * The order that a line of a return belongs to.
 *
 * @param orderStep index of its {@link ReplayStep.PlaceOrder} in {@link ReplayPlan#steps()}
 * @param parts what comes back of which line, in the order of the lines; together the quantity of the return line
 */
public record ReturnMatch(int orderStep, List<Part> parts) {
    public ReturnMatch {
        parts = List.copyOf(parts);
    }

    /**
     * Units that come back of one line of the order.
     *
     * @param lineIndex index in {@link ReplayStep.PlaceOrder#lines()}, from 0
     * @param quantity units, above 0
     */
    public record Part(int lineIndex, long quantity) {}
}
