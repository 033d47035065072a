package dev.tidegate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Orders over HTTP, 64 keep-alive connections of one order at a time: the gateway and a bare Netty server in turns, and a
 * second build of the gateway with them where one is named. The load in this process, each build in another.
 *
 * <pre>
 * MODE,... REPEATS SECONDS WARM_UP_SECONDS [CLASSES]
 * </pre>
 *
 * CLASSES is a folder or jar with the classes that are other in the second build; it comes first on its class path.
 */
public final class HttpMain {
    private static final int CONNECTIONS = 64;
    private static final int WINDOW = 256;
    private static final int EXPECTED_ORDERS = 4_000_000;

    private HttpMain() {}

    /** One build, with the figures of each of its turns. */
    private static final class Build {
        final String name;
        final Process server;
        final BufferedReader said;
        final String[] ready;

        Build(final String name, final String classes, final String mode, final Path folder) throws IOException {
            this.name = name;
            server = BinaryServer.start(classes, mode, folder, WINDOW, EXPECTED_ORDERS);
            said = server.inputReader();
            ready = String.valueOf(said.readLine()).split(" ");
        }

        int httpPort() {
            return Integer.parseInt(ready[1]);
        }

        int barePort() {
            return Integer.parseInt(ready[3]);
        }

        String end() throws IOException {
            server.getOutputStream().close();
            return String.valueOf(said.readLine());
        }
    }

    /** One port, with the figures of its turns. */
    private static final class Row {
        final String name;
        final BinaryHttpLoad load;
        final double[] rates;
        final Histogram nanos = new Histogram(60_000_000_000L, 3);
        long refused;

        Row(final String name, final int port, final int repeats) throws IOException {
            this.name = name;
            load = new BinaryHttpLoad(port, CONNECTIONS);
            rates = new double[repeats];
        }

        void turn(final int index, final double seconds) throws IOException {
            rates[index] = load.run(seconds);
            refused += load.refused();
            nanos.add(load.nanos());
        }

        void print(final Row bare) {
            final double[] ratios = new double[rates.length];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = rates[i] / bare.rates[i];
            }
            Arrays.sort(ratios);
            final double[] sorted = rates.clone();
            Arrays.sort(sorted);
            System.out.printf(
                    "  %-12s %5.1f k/s (%.1f to %.1f), ratio to bare %.2f (%.2f to %.2f), p50 %.0f us p99 %.0f us,"
                            + " refused %,d%n",
                    name,
                    sorted[sorted.length / 2] / 1e3,
                    sorted[0] / 1e3,
                    sorted[sorted.length - 1] / 1e3,
                    ratios[ratios.length / 2],
                    ratios[0],
                    ratios[ratios.length - 1],
                    nanos.getValueAtPercentile(50) / 1e3,
                    nanos.getValueAtPercentile(99) / 1e3,
                    refused);
        }
    }

    public static void main(final String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 4) {
            System.out.println("MODE,... REPEATS SECONDS WARM_UP_SECONDS [CLASSES]");
            return;
        }
        System.out.println(Report.machine());
        for (final String mode : arguments[0].toUpperCase(Locale.ROOT).split(",")) {
            rows(mode, arguments);
        }
    }

    private static void rows(final String mode, final String[] arguments) throws IOException, InterruptedException {
        final int repeats = Integer.parseInt(arguments[1]);
        final double seconds = Double.parseDouble(arguments[2]);
        final double warmUp = Double.parseDouble(arguments[3]);
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "http-");
        final Build[] builds = new Build[arguments.length > 4 ? 2 : 1];
        try {
            builds[0] = new Build("this build", "", mode, folder.resolve("one"));
            if (builds.length > 1) {
                builds[1] = new Build("the classes", arguments[4], mode, folder.resolve("other"));
            }
            final Row[] rows = new Row[builds.length + 1];
            for (int i = 0; i < builds.length; i++) {
                rows[i] = new Row(builds[i].name, builds[i].httpPort(), repeats);
            }
            rows[builds.length] = new Row("bare", builds[0].barePort(), repeats);
            for (final Row row : rows) {
                row.load.run(row == rows[builds.length] ? warmUp / 2 : warmUp);
            }
            for (int i = 0; i < repeats; i++) {
                for (int turn = 0; turn < rows.length; turn++) {
                    // Whoever goes first may find the machine at another speed.
                    rows[(i + turn) % rows.length].turn(i, seconds);
                }
            }
            System.out.printf("%s, load %.1f, pace %.2f%n", mode, Report.load(), Report.pace());
            for (final Row row : rows) {
                row.print(rows[builds.length]);
                row.load.close();
            }
            for (final Build build : builds) {
                System.out.println("    " + build.end());
            }
        } finally {
            for (final Build build : builds) {
                if (build != null) {
                    build.server.destroy();
                    build.server.waitFor();
                }
            }
            PipelineMeasure.delete(folder);
        }
    }
}
