package dev.tidegate.simulation;

import dev.tidegate.model.Shrinker;
import dev.tidegate.simulation.Violation.Promise;
import java.util.List;

/**
 * One run from one seed: first with faults, until the clients have made their calls; then without, until each has its
 * answer and the folder has been verified. What the faults are, and when they come, depends on the seed and the step
 * alone, so that a run with fewer calls meets the same.
 */
public final class Simulation {
    private static final int MOST_SHRINKING_RUNS = 150;

    private Simulation() {}

    /**
     * Runs a seed.
     *
     * @param commands calls that clients make, 1 or more
     * @return what it came to; of a run that fails the calls that it takes to fail
     */
    public static Report run(final long seed, final int commands) {
        final Run whole = new Run(seed, commands, null, 0);
        final Violation violation = whole.run();
        return whole.report(
                violation, violation == null ? List.of() : shrink(seed, commands, whole, violation.promise()));
    }

    /** The same without looking for the fewest calls that fail. */
    public static Report runOnce(final long seed, final int commands) {
        final Run whole = new Run(seed, commands, null, 0);
        return whole.report(whole.run(), List.of());
    }

    private static List<Planned> shrink(final long seed, final int commands, final Run whole, final Promise promise) {
        final int[] runs = {0};
        return Shrinker.shrink(whole.made(), fewer -> {
            if (runs[0]++ >= MOST_SHRINKING_RUNS) {
                return false;
            }
            final Violation again = new Run(seed, commands, fewer, whole.faultSteps()).run();
            return again != null && again.promise() == promise;
        });
    }
}
