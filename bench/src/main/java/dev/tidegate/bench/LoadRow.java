package dev.tidegate.bench;

import java.io.IOException;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** One port under a closed loop, with the figures of its turns. */
final class LoadRow {
    final String name;
    private final ClosedLoop load;
    private final double[] rates;
    private final Histogram nanos = new Histogram(60_000_000_000L, 3);
    private final Histogram pollNanos = new Histogram(60_000_000_000L, 3);
    private final AnswerCounts counted = new AnswerCounts();
    private long acceptedEver;

    LoadRow(final String name, final ClosedLoop load, final int turns) {
        this.name = name;
        this.load = load;
        rates = new double[turns];
    }

    void warmUp(final double seconds) throws IOException {
        load.run(seconds);
        load.drain();
        acceptedEver += load.counts().accepted();
    }

    void turn(final int index, final double seconds) throws IOException {
        rates[index] = load.run(seconds);
        nanos.add(load.nanos());
        pollNanos.add(load.pollNanos());
        load.drain();
        counted.add(load.counts());
        acceptedEver += load.counts().accepted();
    }

    /** Of the turns, without the warm-up. */
    AnswerCounts counted() {
        return counted;
    }

    /** Orders accepted, in the warm-up too. */
    long acceptedEver() {
        return acceptedEver;
    }

    void print(final LoadRow bare) {
        final double[] ratios = new double[rates.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = rates[i] / bare.rates[i];
        }
        Arrays.sort(ratios);
        final double[] sorted = rates.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "  %-12s %.1f k/s (%.1f to %.1f), ratio to bare %.2f (%.2f to %.2f), %s%s%n",
                name,
                sorted[sorted.length / 2] / 1e3,
                sorted[0] / 1e3,
                sorted[sorted.length - 1] / 1e3,
                ratios[ratios.length / 2],
                ratios[0],
                ratios[ratios.length - 1],
                latencies("orders", nanos),
                pollNanos.getTotalCount() == 0 ? "" : ", " + latencies("polls", pollNanos));
    }

    private static String latencies(final String what, final Histogram nanos) {
        return String.format(
                "%s p50 %.0f us p99 %.0f us p99.9 %.0f us max %.1f ms",
                what,
                nanos.getValueAtPercentile(50) / 1e3,
                nanos.getValueAtPercentile(99) / 1e3,
                nanos.getValueAtPercentile(99.9) / 1e3,
                nanos.getMaxValue() / 1e6);
    }

    void close() throws IOException {
        load.close();
    }
}
