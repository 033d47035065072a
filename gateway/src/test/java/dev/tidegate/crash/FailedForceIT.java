package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A force or write that fails ends the process without another yes; what it had answered is on the disk, and what the next
 * process answers is, too, though the machine believes that it has written those pages already.
 */
@Timeout(3600)
class FailedForceIT {
    private static final Logger LOG = Logger.getLogger(FailedForceIT.class.getName());

    @TempDir
    private Path temp;

    @Test
    void shouldStopForGoodAndRecoverWhateverCallFails() throws Exception {
        final long seed = Laboratory.seed();
        LOG.info(() -> "-Dtidegate.crash.seed=" + seed);
        final FaultyDisk disk = FaultyDisk.compile(temp);
        final Path services = CrashNode.services(temp);
        final List<Callable<Map<String, Integer>>> tasks = new ArrayList<>();
        for (final Kind kind : Kind.values()) {
            tasks.add(() -> new FailedForceRuns(temp, kind, disk, services, seed).run(2 * Laboratory.times()));
        }
        final List<Map<String, Integer>> figures = Laboratory.together(tasks);
        LOG.info(() -> "CHRONICLE " + figures.get(0) + ", FILE " + figures.get(1));
        assertThat(figures).allMatch(of -> of.get("ended with " + CrashChild.STOPPED) > 0);
    }
}
