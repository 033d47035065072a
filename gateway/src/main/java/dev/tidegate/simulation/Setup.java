package dev.tidegate.simulation;

import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.Upkeep;
import dev.tidegate.simulation.disk.Chance;

/**
 * What the seed says about a whole run beside the commands' own swarm: sizes, network, and how often what goes wrong. A
 * figure {@code ...OneIn} is how many steps lie between two of them on average; 0 is never, so that every run leaves some
 * of the possible out.
 *
 * @param documentBytes largest document of an order, which is what fills segments
 * @param openCalls calls that clients have open at most
 * @param askAgainAfter steps after which a client that has no answer asks again
 * @param stepOneIn how often the pipeline takes what has arrived: the larger, the larger the batches
 * @param workMost steps of background work between two steps at most
 * @param delayMost steps that a message is on its way at most
 * @param millisMost milliseconds between two steps at most
 * @param campaignStretch how many times longer campaigns last than the commands' own swarm says: time goes faster here,
 *     and what a campaign sells comes back while it lasts, or behind it
 */
record Setup(
        Durability durability,
        JournalSettings journal,
        int ringSlots,
        int batchCommands,
        int commandsPerMark,
        int documentBytes,
        int openCalls,
        int askAgainAfter,
        int stepOneIn,
        int workMost,
        int delayMost,
        int millisMost,
        int loseOneIn,
        int doubleOneIn,
        int killOneIn,
        int powerOneIn,
        int recoveryCrashOneIn,
        int closeOneIn,
        int failForceOneIn,
        int slowForceOneIn,
        int fullOneIn,
        int setClockOneIn,
        int idleOneIn,
        int longIdleOneIn,
        int damageOneIn,
        int campaignStretch) {
    private static final long MIB = 1L << 20;
    private static final int PURPOSE = 1;

    static Setup of(final long seed) {
        final Chance chance = Chance.at(seed, PURPOSE, 0);
        final boolean bigDocuments = chance.oneIn(3);
        return new Setup(
                chance.oneIn(3) ? Durability.PROCESS : Durability.DISK,
                journal(chance),
                chance.of(64, 1024, 2048, 4096),
                chance.of(1, 2, 7, 64, 1024),
                chance.of(1, 5, 30, 200, 5000),
                bigDocuments ? chance.of(4_000, 20_000, 60_000) : chance.of(2, 2, 300),
                chance.of(1, 3, 10, 40),
                chance.of(10, 40, 150),
                chance.of(1, 1, 3, 10),
                chance.of(0, 1, 3, 20),
                chance.of(0, 1, 4, 30),
                chance.of(0, 1, 3, 6, 40),
                chance.of(0, 100, 20, 5),
                chance.of(0, 100, 20, 5),
                chance.of(0, 400, 120, 40),
                chance.of(0, 400, 120, 40),
                chance.of(0, 2, 2),
                chance.of(0, 1000, 200),
                chance.of(0, 600, 200),
                chance.of(0, 100, 20),
                chance.of(0, 0, 500, 150),
                chance.of(0, 500, 100),
                chance.of(0, 500, 100),
                chance.of(0, 0, 600),
                chance.of(0, 4, 1),
                chance.of(1, 100, 100_000));
    }

    private static JournalSettings journal(final Chance chance) {
        final Upkeep upkeep = Upkeep.NONE
                .withSnapshotEvery(chance.of(0, 10, 50, 300, 2000))
                .withSnapshotAtEnds(chance.oneIn(3))
                .withKeepSnapshots(chance.from(2, 4))
                .withRetentionDays(chance.oneIn(2) ? Upkeep.LEAST_DAYS : Upkeep.FOR_EVER)
                .withCapBytes(chance.oneIn(2) ? MIB : Long.MAX_VALUE)
                .withLowWaterBytes(chance.of(0L, 64 * MIB));
        return new JournalSettings(
                JournalSettings.Kind.FILE,
                chance.of(MIB, MIB, 2 * MIB),
                chance.of(MIB / 16, MIB / 4, MIB),
                EventLogSettings.none(),
                upkeep);
    }
}
