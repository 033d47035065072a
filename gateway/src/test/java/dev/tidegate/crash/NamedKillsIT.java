package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.crash.KillRounds.Place;
import dev.tidegate.crash.Laboratory.Keeping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed at a named place has lost nothing that it answered, has nothing that nobody asked for, and
 * recovers to what a replay of its folder comes to.
 */
@Timeout(36_000)
class NamedKillsIT {
    @TempDir
    private Path temp;

    /** Places in the way of a batch; needs nothing but a JVM. */
    @Test
    void shouldKeepEveryAnswerKilledAroundAppendAndForce() throws Exception {
        assertEach(run(null), place -> !place.needsDisk());
    }

    /** Places in the way of a file: segments, manifest, snapshots, compression, and whatever recovery does. */
    @Test
    void shouldKeepEveryAnswerKilledInAnyChangeOfItsFiles() throws Exception {
        assertEach(run(FaultyDisk.compile(temp)), Place::needsDisk);
    }

    private static void assertEach(final Map<Place, Integer> kills, final Predicate<Place> among) {
        for (final Place place : Place.values()) {
            if (among.test(place)) {
                assertThat(kills.getOrDefault(place, 0)).as("kills at " + place).isPositive();
            }
        }
    }

    private Map<Place, Integer> run(final @Nullable FaultyDisk disk) throws Exception {
        final Path services = CrashNode.services(temp);
        final Map<Place, Integer> all = new EnumMap<>(Place.class);
        for (final long seed : Laboratory.seeds()) {
            final Path below = temp.resolve("seed-" + seed);
            final List<Callable<Map<Place, Integer>>> tasks = new ArrayList<>();
            for (final Keeping keeping : keepings(disk != null, seed)) {
                tasks.add(() -> new KillRounds(below, keeping, disk, services, seed).run(Laboratory.times()));
            }
            final Map<Place, Integer> kills = new EnumMap<>(Place.class);
            Laboratory.together(tasks)
                    .forEach(some -> some.forEach((place, count) -> kills.merge(place, count, Integer::sum)));
            Laboratory.report("kills", seed, kills);
            kills.forEach((place, count) -> all.merge(place, count, Integer::sum));
        }
        return all;
    }

    /** All four; of the many places in the way of a file two of them, each kind and each durability once, by the seed. */
    private static List<Keeping> keepings(final boolean many, final long seed) {
        final List<Keeping> all = Keeping.all();
        if (!many || Laboratory.times() > 1) {
            return all;
        }
        return seed % 2 == 0 ? List.of(all.get(0), all.get(3)) : List.of(all.get(1), all.get(2));
    }
}
