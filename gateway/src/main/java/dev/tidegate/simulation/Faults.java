package dev.tidegate.simulation;

import dev.tidegate.simulation.FaultPlan.CrashAt;
import dev.tidegate.simulation.disk.Chance;
import dev.tidegate.simulation.disk.DiskFaults.Fault;

/** What befalls the node: how time goes, and when the disk is full, a force fails, or the process or the machine ends. */
final class Faults {
    private static final int MOST_FILLED_BYTES = 8 << 20;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long DAYS_91_MILLIS = 91 * 24 * HOUR_MILLIS;

    private final SimWorld world;
    private final Setup setup;
    private int fullUntil;

    Faults(final SimWorld world) {
        this.world = world;
        setup = world.setup;
    }

    /** Lets time pass until the next step. */
    void passTime(final Chance chance, final boolean faulty) {
        // What is retried after a while needs time to pass.
        world.clock.pass(chance.from(faulty ? 0 : 1, Math.max(faulty ? 0 : 1, setup.millisMost())));
        final boolean idle = chance.oneIn(setup.idleOneIn());
        final boolean longIdle = chance.oneIn(setup.longIdleOneIn());
        final boolean set = chance.oneIn(setup.setClockOneIn());
        if (faulty && idle) {
            world.count("idle");
            world.clock.pass(chance.of(100L, 1_000L, 61_000L, 400_000L, 90_000_000L));
        }
        if (faulty && longIdle) {
            world.count("idle_for_months");
            world.clock.pass(DAYS_91_MILLIS);
        }
        if (faulty && set) {
            world.count("clock_set");
            world.clock.set(chance.of(-HOUR_MILLIS, -5_000L, -1L, 1_500L, HOUR_MILLIS, 25 * HOUR_MILLIS));
        }
    }

    /**
     * Decides what goes wrong in the calls that come.
     *
     * @param mayCrash whether the process or the machine may end
     */
    void arm(final Chance chance, final boolean mayCrash) {
        final Fault crash = chance.of(Fault.CRASH_BEFORE, Fault.CRASH_DURING, Fault.CRASH_AFTER);
        final int calls = chance.from(1, 12);
        final boolean kills = chance.oneIn(setup.killOneIn());
        final boolean cuts = chance.oneIn(setup.powerOneIn());
        if ((kills || cuts) && mayCrash) {
            world.plan.crash(crash, cuts, CrashAt.ANY_CALL, calls);
        }
        if (chance.oneIn(setup.failForceOneIn())) {
            world.plan.failForce(chance.from(1, 4));
        }
        if (chance.oneIn(setup.slowForceOneIn())) {
            world.plan.slowForce(chance.from(1, 4));
        }
        if (chance.oneIn(setup.fullOneIn())) {
            world.count("disk_full");
            fullUntil = world.now + chance.from(5, 80);
            world.disk.leave(chance.from(0, MOST_FILLED_BYTES));
        } else if (fullUntil == world.now) {
            world.disk.leave(Long.MAX_VALUE);
        }
    }

    /** A start writes little until the folder is recovered, and much behind it; names are lost with the power only. */
    void crashAtStart(final Chance chance) {
        final Fault crash = chance.of(Fault.CRASH_BEFORE, Fault.CRASH_DURING, Fault.CRASH_AFTER);
        final CrashAt at = chance.of(CrashAt.ANY_CALL, CrashAt.ANY_CALL, CrashAt.FORCE_OF_NAMES);
        final boolean ofNames = at == CrashAt.FORCE_OF_NAMES;
        final boolean cuts = chance.oneIn(2) || ofNames;
        world.plan.crash(crash, cuts, at, chance.from(1, ofNames ? 3 : chance.of(8, 16, 40)));
    }

    boolean isDiskFull() {
        return fullUntil >= world.now;
    }

    void makeRoom() {
        fullUntil = 0;
        world.disk.leave(Long.MAX_VALUE);
    }

    /** Nothing goes wrong from now on. */
    void stop() {
        world.healing = true;
        world.plan.stop();
        makeRoom();
    }
}
