package dev.tidegate.engine;

import dev.tidegate.message.OutcomeCode;
import java.util.Arrays;

/** The lines that are to be held in one step, what was found for each, and why not more. Filled and filled again. */
final class Basket {
    int channel;
    long buyerHigh;
    long buyerLow;
    int count;

    /** The number of the first line that was not granted whole, from 1; 0 when all were. */
    int failedLine;

    long failedAsked;
    long failedAvailable;

    /** Number of the outcome. */
    private int failure;

    private BasketLine[] lines = {};

    void clear() {
        count = 0;
    }

    BasketLine line(final int index) {
        return lines[index];
    }

    /** Adds a line as an earlier basket left it: every field has to be set. */
    BasketLine add() {
        if (count == lines.length) {
            grow();
        }
        return lines[count++];
    }

    private void grow() {
        lines = Arrays.copyOf(lines, Math.max(16, 2 * count));
        for (int i = count; i < lines.length; i++) {
            lines[i] = new BasketLine();
        }
    }

    void clearResults() {
        failedLine = 0;
        failure = OutcomeCode.ACCEPTED.number();
        failedAsked = 0;
        failedAvailable = 0;
    }

    void fail(final BasketLine line, final OutcomeCode code, final long available) {
        if (failedLine == 0) {
            failedLine = line.number;
            failure = code.number();
            failedAsked = line.asked;
            failedAvailable = available;
        }
    }

    /** Why the first line was not granted whole. */
    OutcomeCode failure() {
        return OutcomeCode.of(failure);
    }

    boolean hasBuyer() {
        return (buyerHigh | buyerLow) != 0;
    }
}
