package dev.tidegate.simulation;

import dev.tidegate.model.RandomCommands;
import dev.tidegate.simulation.disk.Chance;
import dev.tidegate.simulation.disk.SimDisk;
import java.util.Map;
import java.util.TreeMap;

/** What a run consists of beside the node, as its seed makes it, and the step that it is at. */
final class SimWorld {
    /** Purposes of {@link #chance}; the setup and the network have others. */
    static final int STEPS = 2;

    static final int DISK = 3;
    static final int RESTARTS = 4;

    final long seed;
    final Setup setup;
    final SimClock clock = new SimClock();
    final SimDisk disk;
    final FaultPlan plan;
    final SentLog log = new SentLog();
    final Oracle oracle = new Oracle(log);
    final RandomCommands random;
    final Clients clients;
    final Damage damage;
    final RunDigest digest = new RunDigest();
    int now;
    /** Whether nothing goes wrong any more. */
    boolean healing;

    private final Map<String, Integer> counts = new TreeMap<>();

    SimWorld(final long seed, final int commands) {
        this.seed = seed;
        setup = Setup.of(seed);
        plan = new FaultPlan(counts);
        random = new RandomCommands(
                seed, oracle.model(), oracle::keyOfOrder, setup.documentBytes(), setup.campaignStretch(), 0);
        clients = new Clients(seed, setup, log, commands, counts, oracle::records);
        damage = new Damage(setup, log, counts);
        disk = new SimDisk(() -> clock.pass(chance(DISK, now).from(5, 3_000)));
        disk.addFolder(Node.FOLDER);
        disk.faults(plan, chance(DISK, 0));
    }

    /** Chance for that purpose at that step; it depends on the seed and the two alone. */
    Chance chance(final int purpose, final long step) {
        return Chance.at(seed, purpose, step);
    }

    /** Something has happened that a report is to tell how often. */
    void count(final String kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    /** How often what has happened, by kind. */
    Map<String, Integer> counts() {
        return counts;
    }
}
