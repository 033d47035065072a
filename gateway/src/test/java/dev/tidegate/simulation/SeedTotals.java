package dev.tidegate.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What many seeds came to together. */
final class SeedTotals {
    private final int commandsOfEach;
    private final Map<String, Long> faults = new TreeMap<>();
    private final Map<String, Long> figures = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private int seeds;
    private long commands;
    private long applied;
    private long restarts;
    private long nanos;

    SeedTotals(final int commandsOfEach) {
        this.commandsOfEach = commandsOfEach;
    }

    void run(final long seed) {
        final long start = System.nanoTime();
        final Report report = Simulation.run(seed, commandsOfEach);
        nanos += System.nanoTime() - start;
        seeds++;
        commands += report.commands();
        applied += report.applied();
        restarts += report.restarts();
        report.faults().forEach((kind, count) -> faults.merge(kind, (long) count, Long::sum));
        report.figures().forEach((kind, count) -> {
            if (count > 0) {
                figures.merge(kind, count, Long::sum);
            }
        });
        if (!report.ok()) {
            broken.add("./tidegate simulate --seed " + seed + " --commands " + commandsOfEach + ": " + report.promise()
                    + " " + report.broken() + " " + report.calls());
        }
    }

    int seeds() {
        return seeds;
    }

    Map<String, Long> faults() {
        return Collections.unmodifiableMap(faults);
    }

    /** What was counted beside the faults; what never was above 0 is missing. */
    Map<String, Long> figures() {
        return Collections.unmodifiableMap(figures);
    }

    /** A line for each seed that broke a promise, with the way to run it again. */
    List<String> broken() {
        return Collections.unmodifiableList(broken);
    }

    @Override
    public String toString() {
        return seeds + " seeds, " + commands + " commands, " + applied + " applied, " + restarts + " restarts, "
                + broken.size() + " broken, " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s; faults " + faults
                + "; figures " + figures;
    }
}
