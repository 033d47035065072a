package dev.tidegate.simulation;

import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.PipelineState;
import dev.tidegate.simulation.Violation.Promise;
import dev.tidegate.simulation.disk.Chance;
import dev.tidegate.simulation.disk.PowerCut;
import dev.tidegate.simulation.disk.SimDisk;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The processes of the node, one after the other: how each ends, and how the next one starts from what is left. */
final class Lives {
    private static final int MOST_STARTS = 60;
    private static final int STEPS_OF_THE_DYING = 3;

    private final SimWorld world;
    private final Setup setup;
    private final SimDisk disk;
    private final FaultPlan plan;
    private final Faults faults;
    private final Checks checks;
    private @Nullable Node running;
    private int restarts;
    private long snapshots;
    private long tails;
    private long fromSnapshot;

    Lives(final SimWorld world, final Faults faults, final Checks checks) {
        this.world = world;
        this.faults = faults;
        this.checks = checks;
        setup = world.setup;
        disk = world.disk;
        plan = world.plan;
    }

    Node node() {
        return Objects.requireNonNull(running);
    }

    boolean isWell() {
        return disk.isRunning() && !node().hasFailed();
    }

    /** Starts behind the first. */
    int restarts() {
        return restarts;
    }

    void addFigures(final Map<String, Long> figures) {
        figures.put("snapshots", snapshots);
        figures.put("starts_from_snapshot", fromSnapshot);
        figures.put("tails_cut", tails);
    }

    /** Starts a process behind one that was closed, or the first. */
    void start() {
        disk.kill();
        startAgain(false, true);
    }

    /** Closes the process for good. */
    void close() {
        final Node last = node();
        last.close();
        snapshots += last.snapshots();
        if (last.hasFailed()) {
            final PipelineState state = last.pipeline().state();
            throw new Violation(Promise.EXCEPTION, "closing failed: " + state.reason());
        }
    }

    /** Lets go of the process that is left. */
    void release() {
        disk.kill();
        final Node left = running;
        if (left != null) {
            left.reap();
        }
    }

    /** The process has ended, or must: the next one starts. */
    void afterTheEnd() {
        final boolean crashed = !disk.isRunning();
        final PipelineState state = node().pipeline().state();
        for (int i = 0; i < STEPS_OF_THE_DYING && disk.isRunning(); i++) {
            // Where it is embedded, the process lives on and so does the shadow.
            node().workOnShadow();
        }
        node().reap();
        final boolean failed = plan.takeFailed();
        if (!crashed && !failed && !faults.isDiskFull()) {
            throw new Violation(
                    Promise.EXCEPTION, "the node stopped: " + state.reason(), Objects.requireNonNull(state.cause()));
        }
        restarts++;
        final boolean dies = !disk.isRunning();
        disk.kill();
        final boolean power = dies && !failed && plan.crashCutsPower()
                || !crashed && world.chance(SimWorld.RESTARTS, world.now).oneIn(setup.powerOneIn() == 0 ? 0 : 3);
        if (power) {
            cutPower();
        }
        snapshots += node().snapshots();
        world.digest.add("restart " + restarts + " at step " + world.now + " call " + disk.calls());
        startAgain(power, false);
    }

    /** The process is closed while the clients go on, and the next one starts. */
    void closeAndStart() {
        world.count("closed_and_started");
        final Node closing = node();
        try {
            closing.close();
        } catch (final RuntimeException | Error failure) {
            if (disk.isRunning() && !plan.hasFailed() && !faults.isDiskFull()) {
                throw new Violation(Promise.EXCEPTION, "closing failed", failure);
            }
            disk.kill();
        }
        snapshots += closing.snapshots();
        if (!disk.isRunning() || closing.hasFailed()) {
            afterTheEnd();
            return;
        }
        restarts++;
        world.digest.add("closed at step " + world.now);
        disk.kill();
        startAgain(false, true);
    }

    private void cutPower() {
        final Chance chance = world.chance(SimWorld.RESTARTS, (long) world.now * MOST_STARTS + restarts);
        final PowerCut cut = chance.of(PowerCut.values());
        world.count("power_cut_" + cut.name().toLowerCase(Locale.ROOT));
        disk.cutPower(cut, chance);
    }

    /** Starts the node until it runs, and looks at what has survived. */
    private void startAgain(final boolean powerWasCut, final boolean wasClosed) {
        final Chance chance = world.chance(SimWorld.RESTARTS, -world.now);
        boolean power = powerWasCut;
        running = null;
        for (int i = 0; running == null; i++) {
            if (i == MOST_STARTS) {
                throw new Violation(Promise.HEALING, "the node does not start");
            }
            final boolean damages = !world.healing && chance.oneIn(setup.damageOneIn());
            final SimDisk copy = damages ? disk.copy() : null;
            if (!world.healing && chance.oneIn(setup.recoveryCrashOneIn())) {
                faults.crashAtStart(chance);
            }
            disk.restart();
            power |= !attemptStart();
            if (running != null && copy != null) {
                world.damage.tryOn(copy, node().engine(), chance);
            }
        }
        final var recovery = node().recovery();
        tails += recovery.tailBytesCut() > 0 ? 1 : 0;
        fromSnapshot += recovery.snapshotSequence() > 0 ? 1 : 0;
        checks.survived(node(), power, wasClosed);
    }

    /** Starts the node; answers false when that attempt ended with a power cut. */
    private boolean attemptStart() {
        try {
            running = Node.start(setup, disk, world.clock, world.log::before);
            return true;
        } catch (final RuntimeException | Error failure) {
            if (!disk.isRunning()) {
                world.count("crash_while_starting");
                restarts++;
                if (plan.crashCutsPower()) {
                    cutPower();
                    return false;
                }
                return true;
            }
            disk.kill();
            restarts++;
            final boolean full = failure instanceof JournalException exception
                    && (exception.kind() == JournalException.Kind.DISK_FULL || faults.isDiskFull());
            if (full) {
                world.count("disk_full_while_starting");
                faults.makeRoom();
                return true;
            }
            if (failure instanceof JournalException && plan.takeFailed()) {
                world.count("force_failed_while_starting");
                return true;
            }
            throw new Violation(Promise.RECOVERY, "the node does not start: " + failure.getMessage(), failure);
        }
    }
}
