package dev.tidegate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * How long single orders take over the binary protocol, the gateway and a bare Netty server in turns: one at a time, at
 * given rates, and at a rate beside callers that do what they should not. The servers in one process, the load in this one.
 *
 * <pre>
 * MODE,... ping|rate|abuse RATE,... SECONDS REPEATS
 * </pre>
 */
public final class OpenLoopMain {
    private static final int CONNECTIONS = 8;
    private static final int WINDOW = 1024;
    private static final int EXPECTED_ORDERS = 4_000_000;
    private static final double WARM_UP_SECONDS = 2;
    /** With full windows: at the rates measured here the compiler would still be at work long after. */
    private static final double COMPILED_SECONDS = 8;

    private static final int FORCES = 500;

    private OpenLoopMain() {}

    /** What is measured of one port for one turn. */
    @FunctionalInterface
    private interface Turn {
        Histogram run() throws IOException, InterruptedException;
    }

    public static void main(final String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 5) {
            System.out.println("MODE,... ping|rate|abuse RATE,... SECONDS REPEATS");
            return;
        }
        System.out.println(Report.machine());
        final double seconds = Double.parseDouble(arguments[3]);
        final int repeats = Integer.parseInt(arguments[4]);
        for (final String mode : arguments[0].toUpperCase(Locale.ROOT).split(",")) {
            final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "open-");
            final Process server = BinaryServer.start("", mode, folder.resolve("data"), WINDOW, EXPECTED_ORDERS);
            try {
                final BufferedReader said = server.inputReader();
                final String[] ready = String.valueOf(said.readLine()).split(" ");
                final int gateway = Integer.parseInt(ready[2]);
                final int bare = Integer.parseInt(ready[4]);
                warmUp(gateway, COMPILED_SECONDS);
                warmUp(bare, COMPILED_SECONDS / 4);
                if (arguments[1].equals("ping")) {
                    ping(mode, folder, gateway, bare, seconds, repeats);
                } else {
                    for (final String rate : arguments[2].split(",")) {
                        rate(
                                mode,
                                gateway,
                                bare,
                                Integer.parseInt(rate),
                                seconds,
                                repeats,
                                arguments[1].equals("abuse"));
                    }
                }
                server.getOutputStream().close();
                System.out.println("    " + said.readLine());
            } finally {
                server.destroy();
                server.waitFor();
                PipelineMeasure.delete(folder);
            }
        }
    }

    private static void warmUp(final int port, final double seconds) throws IOException {
        final BinaryLoad load = new BinaryLoad(port, CONNECTIONS, 64, 16);
        load.run(seconds);
        load.drain();
        load.close();
    }

    private static void ping(
            final String mode,
            final Path folder,
            final int gateway,
            final int bare,
            final double seconds,
            final int repeats)
            throws IOException, InterruptedException {
        final BinaryLoad one = new BinaryLoad(gateway, 1, 1, 1);
        final BinaryLoad other = new BinaryLoad(bare, 1, 1, 1);
        one.run(WARM_UP_SECONDS);
        one.drain();
        other.run(WARM_UP_SECONDS / 2);
        other.drain();
        final Histogram forces = forces(folder);
        inTurns(
                mode + " one at a time",
                repeats,
                () -> {
                    one.run(seconds);
                    one.drain();
                    return one.nanos();
                },
                () -> {
                    other.run(seconds);
                    other.drain();
                    return other.nanos();
                });
        System.out.printf(
                "    fdatasync of 4 KiB over written blocks: p50 %.0f us, p99 %.0f us%n",
                forces.getValueAtPercentile(50) / 1e3, forces.getValueAtPercentile(99) / 1e3);
        one.close();
        other.close();
    }

    /** What the disk itself takes. */
    static Histogram forces(final Path folder) throws IOException {
        final Histogram nanos = new Histogram(60_000_000_000L, 3);
        final ByteBuffer block = ByteBuffer.allocateDirect(4096);
        try (FileChannel channel =
                FileChannel.open(folder.resolve("force"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(FORCES * block.capacity()), 0);
            channel.force(true);
            for (int i = 0; i < FORCES; i++) {
                final long began = System.nanoTime();
                channel.write(block.clear(), (long) i * block.capacity());
                channel.force(false);
                nanos.recordValue(System.nanoTime() - began);
            }
        }
        return nanos;
    }

    private static void rate(
            final String mode,
            final int gateway,
            final int bare,
            final int rate,
            final double seconds,
            final int repeats,
            final boolean abused)
            throws IOException, InterruptedException {
        final OpenLoad one = new OpenLoad(gateway, CONNECTIONS, WINDOW);
        final OpenLoad other = new OpenLoad(bare, CONNECTIONS, WINDOW);
        one.run(rate, WARM_UP_SECONDS);
        other.run(rate, WARM_UP_SECONDS / 2);
        if (abused) {
            // Connections that come and go, and refusals, are to be compiled too.
            turn(one, gateway, rate, WARM_UP_SECONDS, true, new long[2], new Histogram(one.lateNanos()));
            turn(other, bare, rate, WARM_UP_SECONDS / 2, true, new long[2], new Histogram(one.lateNanos()));
        }
        final long[] counts = new long[2];
        final Histogram late = new Histogram(60_000_000_000L, 3);
        inTurns(
                mode + " " + rate + "/s" + (abused ? " beside abuse" : ""),
                repeats,
                () -> turn(one, gateway, rate, seconds, abused, counts, late),
                () -> turn(other, bare, rate, seconds, abused, new long[2], new Histogram(late)));
        System.out.printf(
                "    busy %,d, refused %,d, the sender itself late: p50 %.0f us p99 %.0f us%n",
                counts[0], counts[1], late.getValueAtPercentile(50) / 1e3, late.getValueAtPercentile(99) / 1e3);
        one.close();
        other.close();
    }

    private static Histogram turn(
            final OpenLoad load,
            final int port,
            final int rate,
            final double seconds,
            final boolean abused,
            final long[] counts,
            final Histogram late)
            throws IOException, InterruptedException {
        if (abused) {
            try (EdgeAbuse abuse = new EdgeAbuse(port)) {
                // The deaf ones have been filled by then.
                load.run(rate, seconds);
                load.run(rate, seconds);
                if (abuse.storms() == 0) {
                    throw new IOException("there was no abuse");
                }
            }
        } else {
            load.run(rate, seconds);
        }
        counts[0] += load.busy();
        counts[1] += load.refused();
        late.add(load.lateNanos());
        return load.nanos();
    }

    private static void inTurns(final String name, final int repeats, final Turn gateway, final Turn bare)
            throws IOException, InterruptedException {
        final List<Histogram> ours = new ArrayList<>();
        final List<Histogram> theirs = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            ours.add(gateway.run().copy());
            theirs.add(bare.run().copy());
        }
        System.out.printf(
                "%-32s gateway %s%n%-32s bare    %s%n%-32s ratio of each turn: p50 %.1f, p99 %.1f (median; %.1f to %.1f);"
                        + " load %.1f, pace %.2f%n",
                name,
                row(ours),
                "",
                row(theirs),
                "",
                median(ratios(ours, theirs, 50)),
                median(ratios(ours, theirs, 99)),
                ratios(ours, theirs, 99)[0],
                ratios(ours, theirs, 99)[repeats - 1],
                Report.load(),
                Report.pace());
    }

    /** Medians over the turns, in microseconds. */
    private static String row(final List<Histogram> turns) {
        return String.format(
                "p50 %.0f us, p99 %.0f us (%.0f to %.0f), p99.9 %.0f us, worst %.1f ms",
                micros(turns, nanos -> nanos.getValueAtPercentile(50)),
                micros(turns, nanos -> nanos.getValueAtPercentile(99)),
                turns.stream()
                                .mapToLong(nanos -> nanos.getValueAtPercentile(99))
                                .min()
                                .orElse(0)
                        / 1e3,
                turns.stream()
                                .mapToLong(nanos -> nanos.getValueAtPercentile(99))
                                .max()
                                .orElse(0)
                        / 1e3,
                micros(turns, nanos -> nanos.getValueAtPercentile(99.9)),
                turns.stream().mapToLong(Histogram::getMaxValue).max().orElse(0) / 1e6);
    }

    private static double micros(final List<Histogram> turns, final ToDoubleFunction<Histogram> figure) {
        return median(turns.stream().mapToDouble(figure).sorted().toArray()) / 1e3;
    }

    private static double[] ratios(final List<Histogram> ours, final List<Histogram> theirs, final double percentile) {
        final double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double) ours.get(i).getValueAtPercentile(percentile)
                    / theirs.get(i).getValueAtPercentile(percentile);
        }
        Arrays.sort(ratios);
        return ratios;
    }

    private static double median(final double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
