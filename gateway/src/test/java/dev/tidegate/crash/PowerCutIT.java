package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a power cut leaves of the pages and names that were not forced, every answer given in DISK is there. */
@Timeout(36_000)
class PowerCutIT {
    @TempDir
    private Path temp;

    @Test
    void shouldStartFromEveryImageWithEveryAnswer() throws Exception {
        final FaultyDisk disk = FaultyDisk.compile(temp);
        final Path services = CrashNode.services(temp);
        for (final long seed : Laboratory.seeds()) {
            final Path below = temp.resolve("seed-" + seed);
            final List<Callable<Map<String, Integer>>> tasks = new ArrayList<>();
            for (final Kind kind : Kind.values()) {
                tasks.add(() -> new PowerCutRuns(below, kind, disk, services, seed).run(PowerCutRuns.nanos()));
            }
            final List<Map<String, Integer>> figures = Laboratory.together(tasks);
            for (int i = 0; i < figures.size(); i++) {
                Laboratory.report("power cuts, " + Kind.values()[i], seed, figures.get(i));
            }
            for (final Map<String, Integer> of : figures) {
                assertThat(of.get("images that had lost commands")).isPositive();
                assertThat(of.get("lost or misplaced pages reported with their place"))
                        .isPositive();
            }
            assertThat(figures.get(1).get("images")).isGreaterThan(PowerCutRuns.LEAST_IMAGES);
        }
    }
}
