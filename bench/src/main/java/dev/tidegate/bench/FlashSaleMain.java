package dev.tidegate.bench;

import java.util.Locale;

/**
 * The workload from the command line: {@code engine MIX OPEN [bare] [REPEATS SECONDS]}.
 */
public final class FlashSaleMain {
    private FlashSaleMain() {}

    public static void main(final String[] arguments) {
        System.out.println(Report.machine());
        final Mix mix = Mix.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        final int open = Integer.parseInt(arguments[2]);
        final boolean prepared = !"bare".equals(arguments[3]);
        EngineMeasure.row(
                Plan.of(mix, open), prepared, Integer.parseInt(arguments[4]), Double.parseDouble(arguments[5]));
    }
}
