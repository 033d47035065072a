package dev.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Honest callers over HTTP beside {@link HttpAbuse}: the gateway and a bare Netty server in turns, each under the same
 * abuse. Honest orders are a closed loop of a few connections; every one must be accepted.
 *
 * <pre>
 * MODE,... CONNECTIONS IDLE REPEATS SECONDS
 * </pre>
 *
 * IDLE connections are open beside them and say nothing.
 */
public final class HttpAbuseMain {
    static final String USAGE = "MODE,... CONNECTIONS IDLE REPEATS SECONDS";

    private static final int WINDOW = 256;
    private static final int EXPECTED_ORDERS = 4_000_000;
    private static final double WARM_UP_SECONDS = 6;

    private HttpAbuseMain() {}

    public static void main(final String[] arguments) throws IOException {
        if (arguments.length < 5) {
            System.out.println(USAGE);
            return;
        }
        System.out.println(Report.machine());
        for (final String mode : arguments[0].split(",")) {
            rows(
                    Storm.Of.parse(mode),
                    Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Double.parseDouble(arguments[4]));
        }
    }

    private static void rows(
            final Storm.Of what, final int connections, final int idle, final int repeats, final double seconds)
            throws IOException {
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "abuse-");
        try (ServedStorm served = new ServedStorm("", what, folder.resolve("data"), WINDOW, EXPECTED_ORDERS)) {
            final double[] ours = new double[repeats];
            final double[] theirs = new double[repeats];
            final AnswerCounts counts = new AnswerCounts();
            turn(served.httpPort(), connections, idle, WARM_UP_SECONDS, what.storm(), counts);
            turn(served.bareHttpPort(), connections, idle, WARM_UP_SECONDS / 2, what.storm(), new AnswerCounts());
            for (int i = 0; i < repeats; i++) {
                ours[i] = turn(served.httpPort(), connections, idle, seconds, what.storm(), counts);
                theirs[i] = turn(served.bareHttpPort(), connections, idle, seconds, what.storm(), new AnswerCounts());
            }
            final String wrong = what.storm().wrong(counts);
            PeerRehearsal.require(wrong == null, String.valueOf(wrong));
            final String books = served.books();
            PeerRehearsal.require(books.startsWith("verified "), books);
            System.out.printf(
                    "http %s beside abuse, %d honest connections, %d idle, load %.1f, pace %.2f%n"
                            + "  p99 in us: gateway %s, bare %s, ratio turn by turn %s%n    proof ok: %s, verified%n",
                    what,
                    connections,
                    idle,
                    Report.load(),
                    Report.pace(),
                    spread(ours, "%.0f"),
                    spread(theirs, "%.0f"),
                    spread(ratios(ours, theirs), "%.1f"),
                    counts);
        } finally {
            PipelineMeasure.delete(folder);
        }
    }

    /** The p99 of the honest orders in microseconds. */
    private static double turn(
            final int port,
            final int connections,
            final int idle,
            final double seconds,
            final Storm storm,
            final AnswerCounts counts)
            throws IOException {
        final BinaryHttpLoad load = new BinaryHttpLoad(port, connections, storm);
        try (HttpAbuse abuse = new HttpAbuse(port, idle)) {
            // The deaf ones have been filled by then.
            load.run(seconds);
            counts.add(load.counts());
            load.run(seconds);
            counts.add(load.counts());
            if (abuse.storms() == 0) {
                throw new IOException("there was no abuse");
            }
        } finally {
            load.close();
        }
        return load.nanos().getValueAtPercentile(99) / 1e3;
    }

    static double[] ratios(final double[] ours, final double[] theirs) {
        final double[] ratios = new double[ours.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours[i] / theirs[i];
        }
        return ratios;
    }

    /** The median, and the lowest and highest in brackets. */
    static String spread(final double[] turns, final String format) {
        final double[] sorted = turns.clone();
        Arrays.sort(sorted);
        return String.format(
                format + " (" + format + " to " + format + ")",
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
