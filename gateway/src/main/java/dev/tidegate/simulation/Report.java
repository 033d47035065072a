package dev.tidegate.simulation;

import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param digest over every answer, restart and the final state: the same for the same seed, on every machine
 * @param commands calls that clients made
 * @param applied commands in the log at the end, ticks and repetitions included
 * @param steps steps of the simulation
 * @param faults how often each kind of fault happened, by name
 * @param restarts starts of the node behind the first
 * @param figures what else was counted, by name
 * @param broken what was broken first; empty when nothing was
 * @param promise which promise that is; empty when nothing was
 * @param calls calls that are left of the failing run once all that it does not need was left out; oldest first
 */
public record Report(
        long seed,
        String digest,
        int commands,
        long applied,
        int steps,
        Map<String, Integer> faults,
        int restarts,
        Map<String, Long> figures,
        String broken,
        String promise,
        List<String> calls) {
    public Report {
        calls = List.copyOf(calls);
    }

    public boolean ok() {
        return broken.isEmpty();
    }
}
