package dev.tidegate.simulation;

import dev.tidegate.simulation.disk.DiskFaults;
import java.util.Locale;
import java.util.Map;

/** The faults of the disk that are to come: each is armed at a step, and goes off some calls later. */
final class FaultPlan implements DiskFaults {
    private final Map<String, Integer> counts;
    private int crashIn;
    private Fault crash = Fault.NONE;
    private boolean crashCutsPower;
    private CrashAt crashAt = CrashAt.ANY_CALL;
    private int failIn;
    private int slowIn;
    private boolean failed;

    FaultPlan(final Map<String, Integer> counts) {
        this.counts = counts;
    }

    /** Which calls count until a crash: writes are so many that those of names would hardly ever be met. */
    enum CrashAt {
        ANY_CALL,
        /** The names of a folder are forced. */
        FORCE_OF_NAMES
    }

    /** The process or the machine ends at the last of that many such calls. */
    void crash(final Fault how, final boolean cutsPower, final CrashAt at, final int calls) {
        if (crashIn == 0) {
            crash = how;
            crashAt = at;
            crashCutsPower = cutsPower;
            crashIn = calls;
        }
    }

    void failForce(final int forces) {
        failIn = failIn == 0 ? forces : failIn;
    }

    void slowForce(final int forces) {
        slowIn = slowIn == 0 ? forces : slowIn;
    }

    /** Nothing more goes wrong. */
    void stop() {
        crashIn = 0;
        failIn = 0;
        slowIn = 0;
    }

    /** Whether the last crash took the power with it. */
    boolean crashCutsPower() {
        return crashCutsPower;
    }

    /** Whether a force has failed, and nobody has taken note yet. */
    boolean hasFailed() {
        return failed;
    }

    /** Whether a force has failed since this was asked. */
    boolean takeFailed() {
        final boolean was = failed;
        failed = false;
        return was;
    }

    @Override
    public Fault next(final Call call, final String file, final int bytes) {
        if (crashIn > 0 && counts(call, file) && --crashIn == 0) {
            count((crashCutsPower ? "power_cut_at_" : "kill_at_") + call.name().toLowerCase(Locale.ROOT));
            return crash;
        }
        if (call == Call.FORCE && failIn > 0 && --failIn == 0) {
            failed = true;
            count("force_failed");
            return Fault.FAIL;
        }
        if (call == Call.FORCE && slowIn > 0 && --slowIn == 0) {
            count("force_slow");
            return Fault.SLOW;
        }
        return Fault.NONE;
    }

    private boolean counts(final Call call, final String file) {
        return switch (crashAt) {
            case ANY_CALL -> true;
            case FORCE_OF_NAMES -> call == Call.FORCE && file.equals(Node.FOLDER);
        };
    }

    private void count(final String kind) {
        counts.merge(kind, 1, Integer::sum);
    }
}
