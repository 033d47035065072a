package dev.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fixed seeds and fresh ones, and the planted bugs. How long the fresh ones go on says the system property {@code
 * tidegate.simulation.seconds}: 60 by default, more on demand. {@code tidegate.simulation.bug} is a part of the name of
 * the planted bugs to look for, all by default.
 */
class SimulationIT {
    private static final int FIXED_SEEDS = 40;
    private static final int COMMANDS = 300;
    private static final int MOST_SEEDS_FOR_A_BUG = 100;
    private static final int COMMANDS_FOR_A_BUG = 200;
    private static final long FRESH_SECONDS = Long.getLong("tidegate.simulation.seconds", 60);

    private static final String BUG = System.getProperty("tidegate.simulation.bug", "");

    private final Map<String, Long> totals = new TreeMap<>();
    private long seeds;
    private long commands;
    private long applied;
    private long restarts;

    @Test
    void shouldKeepEveryPromise() {
        final long start = System.nanoTime();
        final List<String> broken = new ArrayList<>();
        for (long seed = 1; seed <= FIXED_SEEDS; seed++) {
            run(seed, broken);
        }
        final long first = new SecureRandom().nextLong() >>> 16;
        final long until = start + TimeUnit.SECONDS.toNanos(FRESH_SECONDS);
        for (long seed = first; System.nanoTime() < until && broken.isEmpty(); seed++) {
            run(seed, broken);
        }
        System.out.printf(
                "simulation: %d seeds (1 to %d, and from %d on), %d commands, %d applied, %d restarts, %d s%n  %s%n",
                seeds,
                FIXED_SEEDS,
                first,
                commands,
                applied,
                restarts,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                totals);
        assertThat(broken).isEmpty();
        assertThat(totals)
                .containsKeys(
                        "kill_at_write",
                        "kill_at_force",
                        "kill_at_change",
                        "power_cut_at_write",
                        "power_cut_at_force",
                        "power_cut_at_change",
                        "crash_while_starting",
                        "force_failed",
                        "force_slow",
                        "disk_full",
                        "clock_set",
                        "idle",
                        "idle_for_months",
                        "message_lost",
                        "message_doubled",
                        "message_delayed",
                        "reply_lost",
                        "damage_flip_reported",
                        "damage_lost_page_reported",
                        "damage_misdirected_page_reported",
                        "closed_and_started",
                        "snapshots",
                        "starts_from_snapshot",
                        "tails_cut");
    }

    private void run(final long seed, final List<String> broken) {
        final Report report = Simulation.run(seed, COMMANDS);
        seeds++;
        commands += report.commands();
        applied += report.applied();
        restarts += report.restarts();
        report.faults().forEach((kind, count) -> totals.merge(kind, (long) count, Long::sum));
        report.figures().forEach((kind, count) -> {
            if (count > 0) {
                totals.merge(kind, count, Long::sum);
            }
        });
        if (!report.ok()) {
            broken.add("./tidegate simulate --seed " + seed + " --commands " + COMMANDS + ": " + report.promise() + " "
                    + report.broken() + " " + report.calls());
        }
    }

    @Test
    void shouldFindEveryPlantedBug(@TempDir final Path scratch) throws Exception {
        assertThat(missed(PlantedBugs.ALL, scratch)).isEmpty();
    }

    @Test
    void shouldFindThePlantedBugsOfAnotherAuthor(@TempDir final Path scratch) throws Exception {
        assertThat(missed(OtherPlantedBugs.SIMULATED, scratch)).isEmpty();
    }

    @Test
    void shouldFindPlantedBugsBesideTheModel(@TempDir final Path scratch) throws Exception {
        for (final PlantedBug bug : chosen(OtherPlantedBugs.BESIDE_THE_MODEL)) {
            final long start = System.nanoTime();
            final String differs = bug.findBesideTheModel(scratch);
            System.out.printf("planted: %-62s %.1f s, %s%n", bug.name(), secondsSince(start), differs);
            assertThat(differs).as(bug.name()).startsWith("seed ");
        }
    }

    @Test
    void shouldFindPlantedBugsByOneStory(@TempDir final Path scratch) throws Exception {
        for (final OtherPlantedBugs.Told told : OtherPlantedBugs.TOLD) {
            if (chosen(List.of(told.bug())).isEmpty()) {
                continue;
            }
            final long start = System.nanoTime();
            final String differs = told.bug().findByStory(scratch, told.stories(), told.story());
            System.out.printf(
                    "planted: %-62s %.1f s, %s: %s%n", told.bug().name(), secondsSince(start), told.story(), differs);
            assertThat(differs).as(told.bug().name()).startsWithIgnoringCase("expect");
        }
    }

    @Test
    void shouldFindPlantedBugsByReadingBack(@TempDir final Path scratch) throws Exception {
        assertThat(ReadBack.broken(scratch.resolve("right"))).isNull();
        for (final PlantedBug bug : chosen(OtherPlantedBugs.READ_BACK)) {
            final long start = System.nanoTime();
            final String broken = bug.findByReadingBack(scratch);
            System.out.printf("planted: %-62s %.1f s, %s%n", bug.name(), secondsSince(start), broken);
            assertThat(broken).as(bug.name()).isNotNull();
        }
    }

    /** Those that were asked for, of these; a name that is nobody's is a mistake. */
    private static List<PlantedBug> chosen(final List<PlantedBug> bugs) {
        assertThat(Stream.of(
                                PlantedBugs.ALL,
                                OtherPlantedBugs.SIMULATED,
                                OtherPlantedBugs.BESIDE_THE_MODEL,
                                OtherPlantedBugs.toldBugs(),
                                OtherPlantedBugs.READ_BACK)
                        .flatMap(List::stream))
                .anyMatch(bug -> bug.name().contains(BUG));
        return bugs.stream().filter(bug -> bug.name().contains(BUG)).toList();
    }

    /** The names of those that no seed finds. */
    private static List<String> missed(final List<PlantedBug> bugs, final Path scratch) throws Exception {
        final List<String> missed = new ArrayList<>();
        for (final PlantedBug bug : chosen(bugs)) {
            final long start = System.nanoTime();
            final PlantedBug.Found found = bug.find(scratch, MOST_SEEDS_FOR_A_BUG, COMMANDS_FOR_A_BUG);
            System.out.printf(
                    "planted: %-62s %s, %.1f s%n",
                    bug.name(),
                    found == null ? "NOT FOUND" : found.promise() + " after " + found.seeds() + " seeds",
                    secondsSince(start));
            if (found == null) {
                missed.add(bug.name());
            }
        }
        return missed;
    }

    private static double secondsSince(final long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
