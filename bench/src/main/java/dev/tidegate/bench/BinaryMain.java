package dev.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A storm over the binary protocol on loopback, in a closed loop: the gateway and a bare Netty server, which answers as many
 * bytes, in turns. Both servers in one process, the load in this one.
 *
 * <pre>
 * MODE[/STORM],... CONNECTIONS WINDOW FRAME_COMMANDS [REPEATS SECONDS WARM_UP_SECONDS]
 * </pre>
 */
public final class BinaryMain {
    static final String USAGE =
            "MODE[/STORM],... CONNECTIONS WINDOW FRAME_COMMANDS [REPEATS SECONDS WARM_UP_SECONDS]\n" + Storm.Of.USAGE;

    private static final int EXPECTED_ORDERS = 12_000_000;

    private BinaryMain() {}

    public static void main(final String[] arguments) throws IOException {
        if (arguments.length < 4) {
            System.out.println(USAGE);
            return;
        }
        final List<Storm.Of> asked = new ArrayList<>();
        for (final String text : arguments[0].split(",")) {
            asked.add(Storm.Of.parse(text));
        }
        System.out.println(Report.machine());
        for (final Storm.Of what : asked) {
            rows(what, arguments);
        }
    }

    private static void rows(final Storm.Of what, final String[] arguments) throws IOException {
        final int connections = Integer.parseInt(arguments[1]);
        final int window = Integer.parseInt(arguments[2]);
        final int frame = Integer.parseInt(arguments[3]);
        final int repeats = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 5;
        final double seconds = arguments.length > 5 ? Double.parseDouble(arguments[5]) : 1;
        final double warmUp = arguments.length > 6 ? Double.parseDouble(arguments[6]) : 5;
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "binary-");
        try (ServedStorm served = new ServedStorm("", what, folder.resolve("data"), window, EXPECTED_ORDERS)) {
            final LoadRow gateway = new LoadRow(
                    "gateway", new BinaryLoad(served.binaryPort(), connections, window, frame, what.storm()), repeats);
            final LoadRow bare = new LoadRow(
                    "bare", new BinaryLoad(served.barePort(), connections, window, frame, what.storm()), repeats);
            gateway.warmUp(warmUp);
            bare.warmUp(warmUp / 2);
            for (int i = 0; i < repeats; i++) {
                // Whoever goes first may find the machine at another speed.
                (i % 2 == 0 ? gateway : bare).turn(i, seconds);
                (i % 2 == 0 ? bare : gateway).turn(i, seconds);
            }
            final String machine = String.format("load %.1f, pace %.2f", Report.load(), Report.pace());
            final String proof = served.prove(what.storm(), gateway);
            System.out.printf(
                    "binary %s, %d connections, window %d, %d a frame, %s%n",
                    what, connections, window, frame, machine);
            gateway.print(bare);
            bare.print(bare);
            System.out.println("    " + proof);
            gateway.close();
            bare.close();
        } finally {
            PipelineMeasure.delete(folder);
        }
    }
}
