package dev.tidegate.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * We and what a shop would otherwise take, side by side in turns: whatever speed the machine has at that moment, both have
 * it. Every row is checked before it is printed.
 *
 * <pre>
 * map   MIX,... OPEN_ORDERS [REPEATS SECONDS]
 * redis always|everysec,... MIX,... [CONNECTIONS DEPTH REPEATS SECONDS]
 * </pre>
 *
 * {@code map} is a shop in maps of the JDK behind one lock, beside our engine alone. {@code redis} is the same shop as Lua
 * scripts, its file forced before each answer or each second, beside our gateway in DISK or PROCESS; it starts the
 * {@code redis-server} on the PATH. Mixes are HOT and LIFE.
 */
public final class PeersMain {
    private static final String USAGE = "map MIX,... OPEN_ORDERS [REPEATS SECONDS]%n"
            + "redis always|everysec,... MIX,... [CONNECTIONS DEPTH REPEATS SECONDS]%n"
            + "mixes HOT, LIFE%n";

    private final String[] arguments;

    private PeersMain(final String[] arguments) {
        this.arguments = arguments;
    }

    public static void main(final String[] arguments) throws IOException {
        if (arguments.length < 3) {
            System.out.printf(USAGE);
            return;
        }
        System.out.println(Report.machine());
        final PeersMain main = new PeersMain(arguments);
        switch (arguments[0]) {
            case "map" -> main.map();
            case "redis" -> main.redis();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private void map() throws IOException {
        for (final String mix : list(1)) {
            final Plan plan = Plan.of(Mix.valueOf(mix.toUpperCase(Locale.ROOT)), Integer.parseInt(arguments[2]));
            MapMeasure.rows(plan, number(3, 5), Double.parseDouble(text(4, "1")));
        }
    }

    private void redis() throws IOException {
        for (final String force : list(1)) {
            for (final String mix : list(2)) {
                final RedisMeasure measure = new RedisMeasure(
                        RedisMeasure.Force.valueOf(force.toUpperCase(Locale.ROOT)),
                        Mix.valueOf(mix.toUpperCase(Locale.ROOT)),
                        number(3, 50),
                        number(4, 64),
                        number(5, 5));
                measure.rows(Double.parseDouble(text(6, "1.5")));
            }
        }
    }

    private List<String> list(final int index) {
        return List.of(arguments[index].split(","));
    }

    private String text(final int index, final String otherwise) {
        return arguments.length > index ? arguments[index] : otherwise;
    }

    private int number(final int index, final int otherwise) {
        return Integer.parseInt(text(index, String.valueOf(otherwise)));
    }
}
