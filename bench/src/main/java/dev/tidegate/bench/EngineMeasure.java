package dev.tidegate.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Measures an engine alone: repeats of a given time, the making of the commands left out. */
final class EngineMeasure {
    static final int BLOCK = 1024;

    private final EngineRun run;
    private final CommandBatch batch = new CommandBatch(BLOCK);
    private final boolean prepared;
    private final Histogram histogram = new Histogram(100_000_000, 3);

    EngineMeasure(final Plan plan, final boolean prepared) {
        run = new EngineRun(plan);
        this.prepared = prepared;
    }

    EngineRun run() {
        return run;
    }

    /** Fills the engine until it is steady. */
    void fill() {
        run.fill(batch);
    }

    /** Nanoseconds of the thread's own time for a command, over about that long of it. */
    double repeat(final long nanos) {
        long busy = 0;
        long commands = 0;
        while (busy < nanos) {
            final long took = block();
            histogram.recordValue(took / batch.count());
            busy += took;
            commands += batch.count();
        }
        return (double) busy / commands;
    }

    /** Until three repeats in a row were no faster than what came before: the compiler may have to wait for a processor. */
    private void warmUp(final long nanos) {
        double best = Double.MAX_VALUE;
        for (int slower = 0, rounds = 0; slower < 3 && rounds < 20; rounds++) {
            final double now = repeat(nanos);
            slower = now > 0.97 * best ? slower + 1 : 0;
            best = Math.min(best, now);
            System.out.printf("    warming up: %.0f ns, pace %.2f%n", now, Report.pace());
        }
    }

    /** Nanoseconds that one block took. What is due is done inside of them in a life, before them otherwise. */
    private long block() {
        final boolean life = run.sale().plan().mix().life();
        run.sale().fill(batch);
        if (!life) {
            run.tick(batch.timeMillis());
        }
        final long start = Report.threadNanos();
        if (life) {
            run.tick(batch.timeMillis());
        }
        run.apply(batch, prepared);
        final long took = Report.threadNanos() - start;
        run.takeAnswers(batch);
        return took;
    }

    /** Measures and prints one row. */
    static void row(final Plan plan, final boolean prepared, final int repeats, final double seconds) {
        final long before = Report.usedBytes();
        final EngineMeasure measure = new EngineMeasure(plan, prepared);
        final long filling = System.nanoTime();
        measure.fill();
        final long filled = System.nanoTime() - filling;
        final long used = Report.usedBytes() - before;
        final long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        measure.warmUp(nanos / 2);
        measure.histogram.reset();
        final double[] results = new double[repeats];
        final double[] paces = new double[repeats];
        final long allocated = Report.allocatedBytes();
        final long commands = measure.run.sale().commands();
        for (int i = 0; i < repeats; i++) {
            results[i] = measure.repeat(nanos);
            paces[i] = Report.pace();
        }
        final double bytes = (double) (Report.allocatedBytes() - allocated)
                / (measure.run.sale().commands() - commands);
        Arrays.sort(results);
        Arrays.sort(paces);
        final double median = results[repeats / 2];
        // A block is a millisecond long: on a shared machine the quickest ones say what nobody else disturbed.
        System.out.printf(
                "    ns a command in blocks of %d: p1 %d p10 %d p50 %d p90 %d p99 %d max %d%n",
                BLOCK,
                measure.histogram.getValueAtPercentile(1),
                measure.histogram.getValueAtPercentile(10),
                measure.histogram.getValueAtPercentile(50),
                measure.histogram.getValueAtPercentile(90),
                measure.histogram.getValueAtPercentile(99),
                measure.histogram.getMaxValue());
        System.out.printf(
                "engine %-19s %,11d open %-8s %6.0f ns (min %.0f max %.0f) %6.2f M/s  %.3f B/command allocated,"
                        + " %,d B of heap for each open order, filled in %.1f s, load %.1f, pace %.2f%n    %s%n",
                plan.mix(),
                plan.openOrders(),
                prepared ? "prepared" : "bare",
                median,
                results[0],
                results[repeats - 1],
                1000 / median,
                bytes,
                used / plan.openOrders(),
                filled / 1e9,
                Report.load(),
                paces[repeats / 2],
                Proof.of(measure.run));
    }
}
