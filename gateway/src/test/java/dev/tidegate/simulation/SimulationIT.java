package dev.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fixed seeds, fresh ones behind them, and the planted bugs. How long the fresh ones go on says the system property {@code
 * tidegate.simulation.seconds}: 50 by default, more on demand, and some of them however slow the machine is. {@code tidegate.simulation.bug} is a part of the name of
 * the planted bugs to look for, all by default.
 */
class SimulationIT {
    private static final int FIXED_SEEDS = 40;
    private static final int LEAST_FRESH_SEEDS = 5;
    private static final int COMMANDS = 300;
    private static final int MOST_SEEDS_FOR_A_BUG = 100;
    private static final int COMMANDS_FOR_A_BUG = 200;
    private static final long FRESH_SECONDS = Long.getLong("tidegate.simulation.seconds", 50);

    private static final String BUG = System.getProperty("tidegate.simulation.bug", "");

    @Test
    void shouldKeepEveryPromise() {
        final SeedTotals fixed = new SeedTotals(COMMANDS);
        for (long seed = 1; seed <= FIXED_SEEDS; seed++) {
            fixed.run(seed);
        }
        System.out.println("report: simulation, seeds 1 to " + FIXED_SEEDS + ": " + fixed);
        final SeedTotals fresh = new SeedTotals(COMMANDS);
        final long first = new SecureRandom().nextLong() >>> 16;
        final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(FRESH_SECONDS);
        while (fresh.broken().isEmpty() && (fresh.seeds() < LEAST_FRESH_SEEDS || System.nanoTime() < until)) {
            fresh.run(first + fresh.seeds());
        }
        System.out.println("report: simulation, fresh seeds from " + first + " on: " + fresh);
        assertThat(fixed.broken()).isEmpty();
        assertThat(fresh.broken()).isEmpty();
        // Of the fixed seeds alone: what a slow machine has time for must not decide.
        assertThat(fixed.faults())
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
                        "closed_and_started");
        assertThat(fixed.figures()).containsKeys("snapshots", "starts_from_snapshot", "tails_cut");
    }

    @Test
    void shouldFindEveryPlantedBug(@TempDir final Path scratch) throws Exception {
        assertThat(missed(PlantedBugs.SIMULATED, scratch)).isEmpty();
    }

    @Test
    void shouldFindThePlantedBugsOfAnotherAuthor(@TempDir final Path scratch) throws Exception {
        assertThat(missed(OtherPlantedBugs.SIMULATED, scratch)).isEmpty();
    }

    @Test
    void shouldFindPlantedBugsBesideTheModel(@TempDir final Path scratch) throws Exception {
        final List<PlantedBug> bugs = new ArrayList<>(chosen(PlantedBugs.BESIDE_THE_MODEL));
        bugs.addAll(chosen(OtherPlantedBugs.BESIDE_THE_MODEL));
        for (final PlantedBug bug : bugs) {
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
                                PlantedBugs.SIMULATED,
                                PlantedBugs.BESIDE_THE_MODEL,
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
