package dev.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A storm over HTTP, 64 keep-alive connections of one request at a time: the gateway and a bare Netty server in turns, and
 * a second build of the gateway with them where one is named. The load in this process, each build in another. The bare
 * server answers with as many bytes as the gateway does.
 *
 * <pre>
 * MODE[/STORM],... REPEATS SECONDS WARM_UP_SECONDS [CLASSES]
 * </pre>
 *
 * CLASSES is a folder or jar with the classes that are other in the second build; it comes first on its class path.
 */
public final class HttpMain {
    static final String USAGE = "MODE[/STORM],... REPEATS SECONDS WARM_UP_SECONDS [CLASSES]\n" + Storm.Of.USAGE;

    private static final int CONNECTIONS = 64;
    private static final int WINDOW = 256;
    private static final int EXPECTED_ORDERS = 4_000_000;

    private HttpMain() {}

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
        final int repeats = Integer.parseInt(arguments[1]);
        final double seconds = Double.parseDouble(arguments[2]);
        final double warmUp = Double.parseDouble(arguments[3]);
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "http-");
        final List<ServedStorm> builds = new ArrayList<>();
        try {
            final List<LoadRow> rows = new ArrayList<>();
            for (int i = 0; i < (arguments.length > 4 ? 2 : 1); i++) {
                final ServedStorm build = new ServedStorm(
                        i == 0 ? "" : arguments[4], what, folder.resolve("build" + i), WINDOW, EXPECTED_ORDERS);
                builds.add(build);
                rows.add(row(i == 0 ? "this build" : "the classes", build.httpPort(), what.storm(), repeats));
            }
            final LoadRow bare = row("bare", builds.get(0).bareHttpPort(), what.storm(), repeats);
            rows.add(bare);
            for (final LoadRow row : rows) {
                row.warmUp(row == bare ? warmUp / 2 : warmUp);
            }
            for (int i = 0; i < repeats; i++) {
                for (int turn = 0; turn < rows.size(); turn++) {
                    // Whoever goes first may find the machine at another speed.
                    rows.get((i + turn) % rows.size()).turn(i, seconds);
                }
            }
            final String machine = String.format("load %.1f, pace %.2f", Report.load(), Report.pace());
            final List<String> proofs = new ArrayList<>();
            for (int i = 0; i < builds.size(); i++) {
                proofs.add(builds.get(i).prove(what.storm(), rows.get(i)));
            }
            System.out.println("http " + what + ", " + CONNECTIONS + " connections, " + machine);
            for (final LoadRow row : rows) {
                row.print(bare);
                row.close();
            }
            proofs.forEach(proof -> System.out.println("    " + proof));
        } finally {
            for (final ServedStorm build : builds) {
                build.close();
            }
            PipelineMeasure.delete(folder);
        }
    }

    private static LoadRow row(final String name, final int port, final Storm storm, final int repeats)
            throws IOException {
        return new LoadRow(name, new BinaryHttpLoad(port, CONNECTIONS, storm), repeats);
    }
}
