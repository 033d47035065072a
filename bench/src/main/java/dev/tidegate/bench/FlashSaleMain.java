package dev.tidegate.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The workload "flash sale" from the command line, without JMH: every row is checked before it is printed.
 *
 * <pre>
 * engine   MIX,... OPEN_ORDERS [prepared|bare] [REPEATS SECONDS]
 * pipeline MODE,... MIX OPEN_ORDERS [own|engine] [REPEATS SECONDS]
 * futures  MODE,... OPEN_ORDERS [REPEATS SECONDS]
 * </pre>
 */
public final class FlashSaleMain {
    private static final String USAGE = "engine MIX,... OPEN_ORDERS [prepared|bare] [REPEATS SECONDS]%n"
            + "pipeline MODE,... MIX OPEN_ORDERS [own|engine] [REPEATS SECONDS]%n"
            + "futures MODE,... OPEN_ORDERS [REPEATS SECONDS]%n"
            + "mixes %s%nmodes %s%n";

    private final String[] arguments;

    private FlashSaleMain(final String[] arguments) {
        this.arguments = arguments;
    }

    public static void main(final String[] arguments) throws IOException {
        if (arguments.length < 3) {
            System.out.printf(USAGE, Arrays.toString(Mix.values()), Arrays.toString(JournalMode.values()));
            return;
        }
        System.out.println(Report.machine());
        final FlashSaleMain main = new FlashSaleMain(arguments);
        switch (arguments[0]) {
            case "engine" -> main.engine();
            case "pipeline" -> main.pipeline();
            case "futures" -> main.futures();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private void engine() {
        for (final String mix : list(1)) {
            final Plan plan = Plan.of(Mix.valueOf(mix), Integer.parseInt(arguments[2]));
            EngineMeasure.row(plan, !"bare".equals(text(3, "prepared")), repeats(4), seconds(5));
        }
    }

    private void pipeline() throws IOException {
        final Mix mix = Mix.valueOf(arguments[2].toUpperCase(Locale.ROOT));
        final Plan plan = Plan.of(mix, Integer.parseInt(arguments[3]));
        for (final String mode : list(1)) {
            final boolean inline = "engine".equals(text(4, "own"));
            PipelineMeasure.rows(plan, JournalMode.valueOf(mode), inline, repeats(5), seconds(6));
        }
    }

    private void futures() throws IOException {
        final Plan plan = Plan.of(Mix.LIFE, Integer.parseInt(arguments[2]));
        for (final String mode : list(1)) {
            FutureMeasure.row(plan, JournalMode.valueOf(mode), repeats(3), seconds(4));
        }
    }

    private List<String> list(final int index) {
        return List.of(arguments[index].toUpperCase(Locale.ROOT).split(","));
    }

    private String text(final int index, final String otherwise) {
        return arguments.length > index ? arguments[index] : otherwise;
    }

    private int repeats(final int index) {
        return Integer.parseInt(text(index, "5"));
    }

    private double seconds(final int index) {
        return Double.parseDouble(text(index, "1"));
    }
}
