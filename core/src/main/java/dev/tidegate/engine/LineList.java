package dev.tidegate.engine;

import dev.tidegate.message.Command;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.stock.PendingUnits;
import java.util.Arrays;

/** The lines and quantities that a command about an order names. */
final class LineList {
    private static final int MOST_LINES = 2_000;

    private final PendingUnits named = new PendingUnits();
    private int count;
    private int[] number = new int[16];
    private long[] quantity = new long[16];
    private int[] grade = new int[16];
    /** The order's line record for each, found by {@link #find}. */
    private int[] record = new int[16];

    void clear() {
        count = 0;
        named.clear();
    }

    void add(final int lineNumber, final long units, final int lineGrade) {
        if (count == number.length) {
            number = Arrays.copyOf(number, 2 * count);
            quantity = Arrays.copyOf(quantity, 2 * count);
            grade = Arrays.copyOf(grade, 2 * count);
            record = Arrays.copyOf(record, 2 * count);
        }
        number[count] = lineNumber;
        quantity[count] = units;
        grade[count++] = lineGrade;
    }

    int count() {
        return count;
    }

    int number(final int i) {
        return number[i];
    }

    /** Units, or {@link Command#ALL}. */
    long quantity(final int i) {
        return quantity[i];
    }

    int grade(final int i) {
        return grade[i];
    }

    int record(final int i) {
        return record[i];
    }

    /** Units named, or all that is left. */
    long units(final int i, final long left) {
        return quantity[i] == Command.ALL ? left : quantity[i];
    }

    /** Checks what needs no state; {@code grades} is how many grades there are, 0 when the lines have none. */
    boolean check(final Outcome outcome, final int grades) {
        if (count > MOST_LINES) {
            return Handler.refuse(outcome, OutcomeCode.TOO_MANY_LINES, 0, count, MOST_LINES);
        }
        for (int i = 0; i < count; i++) {
            if (grades > 0 && (grade[i] < 1 || grade[i] > grades)) {
                return Handler.refuse(outcome, OutcomeCode.VALUE_OUT_OF_RANGE, number[i], grade[i], 0);
            }
            if (quantity[i] <= 0 && quantity[i] != Command.ALL) {
                return Handler.refuse(outcome, OutcomeCode.QUANTITY_NOT_POSITIVE, number[i], quantity[i], 0);
            }
            if (quantity[i] > Handler.MOST_QUANTITY) {
                return Handler.refuse(outcome, OutcomeCode.QUANTITY_TOO_LARGE, number[i], quantity[i], 0);
            }
            if (named.get(number[i]) != 0) {
                return Handler.refuse(outcome, OutcomeCode.DUPLICATE_LINE, number[i], 0, 0);
            }
            named.add(number[i], 1);
        }
        return true;
    }

    /**
     * Finds the i-th line's record in the order, 0 when the order has no such line. Looks on from the line found before,
     * so that lines named in their order are found in one pass.
     */
    int find(final State state, final int order, final int i) {
        final int from = i == 0 ? 0 : state.lines.next(record[i - 1]);
        int line = search(state, from, 0, number[i]);
        if (line == 0) {
            line = search(state, state.orders.firstLine(order), from, number[i]);
        }
        record[i] = line;
        return line;
    }

    private static int search(final State state, final int from, final int to, final int lineNumber) {
        int line = from;
        while (line != to && state.lines.number(line) != lineNumber) {
            line = state.lines.next(line);
        }
        return line == to ? 0 : line;
    }

    /** Names every line of the order that has live units, whole. */
    void addAllLive(final State state, final int order) {
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            if (state.lines.live(line) > 0) {
                add(state.lines.number(line), Command.ALL, 0);
                record[count - 1] = line;
            }
        }
    }
}
