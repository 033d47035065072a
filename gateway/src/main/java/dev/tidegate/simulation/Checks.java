package dev.tidegate.simulation;

import dev.tidegate.engine.Engine;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.simulation.Violation.Promise;

/** Holds what the node does, and what it leaves, against the promises. */
final class Checks {
    private static final int STATE_EVERY = 64;

    private final SimWorld world;

    Checks(final SimWorld world) {
        this.world = world;
    }

    /** What a step must not have come to, whatever became of the process. */
    void stepped(final Node node) {
        world.log.throwFound();
        if (!world.disk.misuse().isEmpty()) {
            throw new Violation(Promise.FORCE_REPEATED, world.disk.misuse());
        }
        if (world.disk.isRunning() && !node.damageFound().isEmpty() && !world.plan.hasFailed()) {
            throw new Violation(Promise.RECOVERY, "the shadow: " + node.damageFound());
        }
    }

    /** The answers of a process that is well, and now and then the whole state. */
    void follow(final Engine engine) {
        world.oracle.follow(engine.sequence());
        if (world.now % STATE_EVERY == 0) {
            world.oracle.compareState(engine);
        }
    }

    /**
     * What a start has found: all that was answered, but what a power cut may take where nobody forces each batch. The oracle
     * and the clients go on from there.
     */
    void survived(final Node node, final boolean powerWasCut, final boolean wasClosed) {
        final Engine engine = node.engine();
        final long last = engine.sequence();
        final var recovery = node.recovery();
        world.digest.add(
                "recovered " + last + " from " + recovery.snapshotSequence() + " tail " + recovery.tailBytesCut());
        if (!recovery.rejected().isEmpty()) {
            throw new Violation(Promise.RECOVERY, "a snapshot was refused: " + recovery.rejected());
        }
        if (last > world.log.last()) {
            throw new Violation(Promise.INVENTED, "the log ends at " + last + ", appended were " + world.log.last());
        }
        final boolean mayLose = powerWasCut && world.setup.durability() == Durability.PROCESS && !wasClosed;
        for (long sequence = last + 1; sequence <= world.log.last() && !mayLose; sequence++) {
            if (wasClosed || world.log.entry(sequence).answer() != null) {
                throw new Violation(
                        Promise.LOST,
                        "sequence " + sequence + " was answered "
                                + world.log.entry(sequence).answer() + " and is gone: the log ends at " + last);
            }
        }
        world.log.cutBehind(last);
        world.clients.cutBehind(last);
        world.oracle.backTo(last);
        world.oracle.follow(last);
        world.oracle.learnUnanswered(engine);
        world.random.follow(world.oracle.model());
        world.oracle.compareState(engine);
    }

    /** Two engines have come to the same. */
    static void requireSame(final Engine expected, final Engine actual, final String where) {
        if (expected.sequence() != actual.sequence()
                || expected.digestHigh() != actual.digestHigh()
                || expected.digestLow() != actual.digestLow()) {
            throw new Violation(
                    Promise.RULES,
                    where + " comes to another state: sequence " + actual.sequence() + " instead of "
                            + expected.sequence());
        }
    }
}
