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

/**
 * A force or write that fails ends the process without another yes; what it had answered is on the disk, and what the next
 * process answers is, too, though the machine believes that it has written those pages already.
 */
@Timeout(36_000)
class FailedForceIT {
    @TempDir
    private Path temp;

    @Test
    void shouldStopForGoodAndRecoverWhateverCallFails() throws Exception {
        final FaultyDisk disk = FaultyDisk.compile(temp);
        final Path services = CrashNode.services(temp);
        for (final long seed : Laboratory.seeds()) {
            final Path below = temp.resolve("seed-" + seed);
            final List<Callable<Map<String, Integer>>> tasks = new ArrayList<>();
            for (final Kind kind : Kind.values()) {
                tasks.add(() -> new FailedForceRuns(below, kind, disk, services, seed).run(2 * Laboratory.times()));
            }
            final List<Map<String, Integer>> figures = Laboratory.together(tasks);
            for (int i = 0; i < figures.size(); i++) {
                Laboratory.report("failed forces and writes, " + Kind.values()[i], seed, figures.get(i));
            }
            assertThat(figures).allMatch(of -> of.get("ended with " + CrashChild.STOPPED) > 0);
        }
    }
}
