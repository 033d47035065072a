package dev.tidegate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Two builds of the gateway beside each other, each in a process of its own, the same load at both in turns: the hot mix
 * with full windows, and one order at a time. So a change is measured at whatever speed the machine has at that moment.
 *
 * <pre>
 * MODE CONNECTIONS WINDOW FRAME_COMMANDS REPEATS SECONDS CLASSES
 * </pre>
 *
 * CLASSES is a folder or jar with the classes that are other in the second build; it comes first on its class path.
 */
public final class PairMain {
    private static final int EXPECTED_ORDERS = 4_000_000;
    private static final double WARM_UP_SECONDS = 9;

    private PairMain() {}

    /** One of the two. */
    private static final class Build implements AutoCloseable {
        final Process server;
        final BufferedReader said;
        final BinaryLoad load;
        final BinaryLoad ping;
        final double[] rates;
        final double[] pings;

        Build(
                final String classes,
                final String mode,
                final Path folder,
                final int connections,
                final int window,
                final int frame,
                final int repeats)
                throws IOException {
            server = BinaryServer.start(classes, mode, folder, window, EXPECTED_ORDERS);
            said = server.inputReader();
            final int port = Integer.parseInt(String.valueOf(said.readLine()).split(" ")[2]);
            load = new BinaryLoad(port, connections, window, frame);
            ping = new BinaryLoad(port, 1, 1, 1);
            rates = new double[repeats];
            pings = new double[repeats];
        }

        void turn(final int index, final double seconds) throws IOException {
            rates[index] = load.run(seconds) / 1e6;
            load.drain();
            ping.run(seconds / 2);
            pings[index] = ping.nanos().getValueAtPercentile(50) / 1e3;
            ping.drain();
        }

        /** What it says last. */
        String end() throws IOException {
            server.getOutputStream().close();
            return String.valueOf(said.readLine());
        }

        @Override
        public void close() throws IOException {
            load.close();
            ping.close();
            server.destroy();
        }
    }

    public static void main(final String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 7) {
            System.out.println("MODE CONNECTIONS WINDOW FRAME_COMMANDS REPEATS SECONDS CLASSES");
            return;
        }
        System.out.println(Report.machine());
        final String mode = arguments[0].toUpperCase(Locale.ROOT);
        final int connections = Integer.parseInt(arguments[1]);
        final int window = Integer.parseInt(arguments[2]);
        final int frame = Integer.parseInt(arguments[3]);
        final int repeats = Integer.parseInt(arguments[4]);
        final double seconds = Double.parseDouble(arguments[5]);
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "pair-");
        try (Build one = new Build("", mode, folder.resolve("one"), connections, window, frame, repeats);
                Build other =
                        new Build(arguments[6], mode, folder.resolve("other"), connections, window, frame, repeats)) {
            one.load.run(WARM_UP_SECONDS);
            one.load.drain();
            other.load.run(WARM_UP_SECONDS);
            other.load.drain();
            for (int i = 0; i < repeats; i++) {
                // Whoever goes first may find the machine at another speed.
                (i % 2 == 0 ? one : other).turn(i, seconds);
                (i % 2 == 0 ? other : one).turn(i, seconds);
            }
            row("this build ", one);
            row("the classes", other);
            System.out.printf(
                    "ratio of each turn, classes to this build: rate %s, p50 of one at a time %s; load %.1f, pace %.2f%n",
                    ratios(other.rates, one.rates), ratios(other.pings, one.pings), Report.load(), Report.pace());
            System.out.println("    " + one.end() + "\n    " + other.end());
        } finally {
            PipelineMeasure.delete(folder);
        }
    }

    private static void row(final String name, final Build build) {
        System.out.printf(
                "%s %.3f M/s (%.3f to %.3f), one at a time p50 %.1f us (%.1f to %.1f)%n",
                name,
                sorted(build.rates)[build.rates.length / 2],
                sorted(build.rates)[0],
                sorted(build.rates)[build.rates.length - 1],
                sorted(build.pings)[build.pings.length / 2],
                sorted(build.pings)[0],
                sorted(build.pings)[build.pings.length - 1]);
    }

    private static double[] sorted(final double[] figures) {
        final double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static String ratios(final double[] above, final double[] below) {
        final double[] ratios = new double[above.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = above[i] / below[i];
        }
        Arrays.sort(ratios);
        return String.format("%.3f (%.3f to %.3f)", ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1]);
    }
}
