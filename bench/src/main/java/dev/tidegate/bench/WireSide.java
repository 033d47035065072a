package dev.tidegate.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** One side of a comparison over loopback: a server in another process, and so many connections of such a depth to it. */
final class WireSide implements AutoCloseable {
    /** How long a life holds an order. A turn begins and ends with it, so that no turn does another's expiries. */
    static final long LIFE_HOLD_MILLIS = 1000;

    static final long HOT_HOLD_MILLIS = 1_800_000;
    private static final long SETTLE_MILLIS = 200;

    final Turns rates;
    final WireLoad load;

    private final String name;
    private final String shape;
    private final LongSupplier serverNanos;
    private final boolean life;
    private final Histogram nanos = new Histogram(60_000_000_000L, 3);
    private long commands;
    private long clockNanos;
    private long serverSpentNanos;
    private long loadSpentNanos;

    /** {@code serverNanos} is the processor time of the server so far. */
    WireSide(
            final String name,
            final List<? extends OrderWire> wires,
            final int depth,
            final Mix mix,
            final int turns,
            final LongSupplier serverNanos)
            throws IOException {
        this.name = name;
        shape = wires.size() + " connections " + (depth == 1 ? "unpipelined" : "pipelined " + depth);
        this.serverNanos = serverNanos;
        life = mix.life();
        load = new WireLoad(wires, depth, life, life ? LIFE_HOLD_MILLIS : HOT_HOLD_MILLIS);
        rates = new Turns(turns);
    }

    void warmUp(final double seconds) throws IOException {
        load.run(seconds);
        settle();
    }

    void turn(final int index, final double seconds) throws IOException {
        if (life) {
            load.run(LIFE_HOLD_MILLIS / 1e3);
        }
        load.nanos.reset();
        final long before = load.answered();
        final long server = serverNanos.getAsLong();
        final long own = Report.threadNanos();
        final long clock = System.nanoTime();
        rates.set(index, load.run(seconds) / 1e3);
        clockNanos += System.nanoTime() - clock;
        loadSpentNanos += Report.threadNanos() - own;
        serverSpentNanos += serverNanos.getAsLong() - server;
        commands += load.answered() - before;
        nanos.add(load.nanos);
        settle();
    }

    private void settle() throws IOException {
        load.drain();
        try {
            Thread.sleep(SETTLE_MILLIS + (life ? LIFE_HOLD_MILLIS : 0));
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
    }

    String row() {
        return String.format(
                "%-18s %s: %s k/s, p50 %.2f ms p99 %.2f ms, refused %,d of %,d, processor time: server %.1f us a command,"
                        + " load generator %.0f %% of one",
                name,
                shape,
                rates.text("%.1f"),
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                load.reserved.refused + load.confirmed.refused + load.released.refused,
                load.answered(),
                serverSpentNanos / 1e3 / commands,
                100.0 * loadSpentNanos / clockNanos);
    }

    String ratioTo(final WireSide other) {
        return String.format("%s against %s, %s: %s", name, other.name, shape, rates.against(other.rates));
    }

    @Override
    public void close() throws IOException {
        load.close();
    }
}
