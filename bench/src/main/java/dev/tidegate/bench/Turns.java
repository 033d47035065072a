package dev.tidegate.bench;

import java.util.Arrays;

/** The figure of each turn, and what is said of them. */
final class Turns {
    private final double[] figures;

    Turns(final int count) {
        figures = new double[count];
    }

    void set(final int turn, final double figure) {
        figures[turn] = figure;
    }

    /** The median, the lowest and the highest turn. */
    String text(final String format) {
        return text(figures, format);
    }

    /** How many times the other's figure, turn by turn. */
    String against(final Turns other) {
        final double[] ratios = new double[figures.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figures[i] / other.figures[i];
        }
        return text(ratios, "%.2fx");
    }

    private static String text(final double[] figures, final String format) {
        final double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return String.format(
                format + " (" + format.replace("x", "") + "-" + format.replace("x", "") + ")",
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
