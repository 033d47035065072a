package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.journal.JournalReading;
import dev.tidegate.launcher.replay.Replays.Keeping;
import dev.tidegate.launcher.replay.Replays.Run;
import dev.tidegate.pipeline.Replayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a replay with snapshots in processes of its own and kills them: while a snapshot is being written, while the folder
 * is being recovered, or at a random moment of their work. Whatever a kill leaves must be whole.
 */
final class SnapshotKiller {
    private final Path file;
    private final int percent;
    private final int snapshotEvery;
    private final int mostStartMillis;
    private final Path folders;
    private final Keeping keeping;
    private final Random random;
    private int folder;
    private int duringSnapshot;
    private int duringRecovery;
    private int fromSnapshot;

    /** Runs in new folders whose names begin like {@code folders}; some are killed within so many milliseconds. */
    SnapshotKiller(Path file, int percent, int snapshotEvery, int mostStartMillis, Path folders, Keeping keeping) {
        this.file = file;
        this.percent = percent;
        this.snapshotEvery = snapshotEvery;
        this.mostStartMillis = mostStartMillis;
        this.folders = folders;
        this.keeping = keeping;
        random = new Random(keeping.hashCode());
    }

    /** Kills while a snapshot was being written. */
    int duringSnapshot() {
        return duringSnapshot;
    }

    /** Kills before the run had recovered its folder. */
    int duringRecovery() {
        return duringRecovery;
    }

    /** Times that a kill left snapshots to begin with. */
    int fromSnapshot() {
        return fromSnapshot;
    }

    /**
     * Kills that many runs, going on with the same folder until it is finished and then with a new one; each finished
     * folder must come to the figures of the run that was left alone. On a busy machine a snapshot may have ended before
     * the kill comes: then more are killed, ten times as many at most.
     */
    void killUntil(int kills, Run alone) throws Exception {
        for (int killed = 0; killed < kills || duringSnapshot == 0 && killed < 10 * kills; ) {
            boolean goesOn = Files.exists(folder().resolve("MANIFEST"));
            JournalPages.Probe probe = new JournalPages.Probe(folder());
            Process child = start();
            if (random.nextInt(3) == 0) {
                child.waitFor(random.nextInt(mostStartMillis), TimeUnit.MILLISECONDS);
            } else {
                awaitSnapshot(child, random.nextInt(4));
            }
            if (child.isAlive()) {
                boolean recovering = goesOn && !probe.reached(0);
                child.destroyForcibly().waitFor();
                killed++;
                duringRecovery += recovering ? 1 : 0;
                look();
            } else {
                assertFinished(child, alone);
            }
        }
        assertFinished(start(), alone);
    }

    private Path folder() {
        return folders.resolveSibling(folders.getFileName().toString() + folder);
    }

    private Process start() throws IOException {
        List<String> arguments = new ArrayList<>(Arrays.asList(keeping.arguments(file, percent, folder())));
        arguments.addAll(List.of("--snapshot-every", Integer.toString(snapshotEvery)));
        return Replays.child(arguments.toArray(new String[0]));
    }

    /** Waits until so many snapshots were begun and ended, and one more begun. */
    private void awaitSnapshot(Process child, int before) throws IOException {
        for (int i = 0; i <= before && child.isAlive(); i++) {
            while (child.isAlive() && i > 0 && snapshots(".tmp") > 0) {
                Thread.onSpinWait();
            }
            while (child.isAlive() && snapshots(".tmp") == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private long snapshots(String ending) throws IOException {
        if (!Files.exists(folder())) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith("snapshot-") && name.endsWith(ending))
                    .count();
        }
    }

    /** Everything that a kill left must be whole, and the tail of a log at most torn. */
    private void look() throws IOException {
        duringSnapshot += snapshots(".tmp") > 0 ? 1 : 0;
        if (Files.exists(folder().resolve("MANIFEST"))) {
            JournalReading reading = JournalFolder.read(folder(), new Replayer(EngineSettings.small()));
            assertThat(reading.snapshots()).allMatch(each -> each.fault() == null);
            fromSnapshot += reading.snapshots().isEmpty() ? 0 : 1;
        }
    }

    private void assertFinished(Process child, Run alone) throws Exception {
        String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = child.waitFor();
        assertThat(new Run(code, out, "").figures()).isEqualTo(alone.figures());
        folder++;
    }
}
