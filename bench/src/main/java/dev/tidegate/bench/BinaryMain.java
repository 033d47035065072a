package dev.tidegate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * The hot mix over the binary protocol on loopback: the gateway in one process, the load in another, in a closed loop.
 *
 * <pre>
 * MODE,... CONNECTIONS WINDOW FRAME_COMMANDS [REPEATS SECONDS]
 * </pre>
 */
public final class BinaryMain {
    private static final int EXPECTED_ORDERS = 12_000_000;
    private static final double WARM_UP_SECONDS = 5;

    private BinaryMain() {}

    public static void main(final String[] arguments) throws IOException, InterruptedException {
        System.out.println(Report.machine());
        final int connections = Integer.parseInt(arguments[1]);
        final int window = Integer.parseInt(arguments[2]);
        final int frame = Integer.parseInt(arguments[3]);
        final int repeats = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 5;
        final double seconds = arguments.length > 5 ? Double.parseDouble(arguments[5]) : 1;
        for (final String mode : arguments[0].toUpperCase(Locale.ROOT).split(",")) {
            row(mode, connections, window, frame, repeats, seconds);
        }
    }

    private static void row(
            final String mode,
            final int connections,
            final int window,
            final int frame,
            final int repeats,
            final double seconds)
            throws IOException, InterruptedException {
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "binary-");
        final Process server = BinaryServer.start("", mode, folder.resolve("data"), window, EXPECTED_ORDERS);
        try {
            final BufferedReader said = server.inputReader();
            final String[] ready = String.valueOf(said.readLine()).split(" ");
            final BinaryLoad load = new BinaryLoad(Integer.parseInt(ready[2]), connections, window, frame);
            load.run(WARM_UP_SECONDS);
            final double[] rates = new double[repeats];
            long accepted = 0;
            long busy = 0;
            long refused = 0;
            final Histogram nanos = new Histogram(60_000_000_000L, 3);
            for (int i = 0; i < repeats; i++) {
                rates[i] = load.run(seconds);
                accepted += load.accepted();
                busy += load.busy();
                refused += load.refused();
                nanos.add(load.nanos());
            }
            load.close();
            Arrays.sort(rates);
            server.getOutputStream().close();
            final String proof = String.valueOf(said.readLine());
            System.out.printf(
                    "binary %-17s %d connections, window %d, %d a frame: %.2f M/s (min %.2f max %.2f), accepted %,d, busy"
                            + " %,d, refused %,d, p50 %.0f us p99 %.0f us max %.1f ms, load %.1f, pace %.2f%n    %s%n",
                    mode,
                    connections,
                    window,
                    frame,
                    rates[repeats / 2] / 1e6,
                    rates[0] / 1e6,
                    rates[repeats - 1] / 1e6,
                    accepted,
                    busy,
                    refused,
                    nanos.getValueAtPercentile(50) / 1e3,
                    nanos.getValueAtPercentile(99) / 1e3,
                    nanos.getMaxValue() / 1e6,
                    Report.load(),
                    Report.pace(),
                    proof);
        } finally {
            server.destroy();
            server.waitFor();
            PipelineMeasure.delete(folder);
        }
    }
}
