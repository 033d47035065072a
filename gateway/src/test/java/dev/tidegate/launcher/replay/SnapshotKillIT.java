package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.journal.JournalReading;
import dev.tidegate.launcher.ExitCode;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A replay that is killed while it writes snapshots and while it recovers from them ends with the figures and the digest
 * of one that was left alone; every snapshot that has its name is whole, whenever the kill came.
 */
class SnapshotKillIT {
    private static final int INVOICES = 2_500;
    private static final int PERCENT = 60;
    private static final int KILLS = 16;
    private static final int MOST_START_MILLIS = 900;

    @TempDir
    static Path temp;

    private static Path file;

    private int folder;
    private int duringSnapshot;
    private int fromSnapshot;

    static List<Keeping> keepings() {
        return List.of(new Keeping("process", "chronicle"), new Keeping("disk", "file"));
    }

    @BeforeAll
    static void writeASeason() throws IOException {
        file = Files.writeString(temp.resolve("season.csv"), RetailFiles.season(7, INVOICES));
    }

    @ParameterizedTest
    @MethodSource("keepings")
    void shouldEndAsIfItHadNeverBeenKilled(Keeping keeping) throws Exception {
        Run alone = Replays.here(keeping.arguments(file, PERCENT, temp.resolve("alone" + keeping)));
        assertThat(alone.code()).as(alone.err()).isEqualTo(ExitCode.OK);

        Random random = new Random(keeping.hashCode());
        for (int killed = 0; killed < KILLS; ) {
            Process child = start(keeping);
            if (random.nextInt(4) == 0) {
                child.waitFor(random.nextInt(MOST_START_MILLIS), TimeUnit.MILLISECONDS);
            } else {
                awaitSnapshot(child, keeping, random.nextInt(4));
            }
            if (child.isAlive()) {
                child.destroyForcibly().waitFor();
                killed++;
                look(keeping);
            } else {
                assertFinished(child, alone);
            }
        }
        assertFinished(start(keeping), alone);
        assertThat(duringSnapshot)
                .as("kills while a snapshot was being written")
                .isPositive();
        assertThat(fromSnapshot).as("folders with a snapshot to begin with").isPositive();
    }

    private Path folder(Keeping keeping) {
        return temp.resolve("killed" + keeping + folder);
    }

    private Process start(Keeping keeping) throws IOException {
        List<String> arguments = new ArrayList<>(Arrays.asList(keeping.arguments(file, PERCENT, folder(keeping))));
        arguments.addAll(List.of("--snapshot-every", "400"));
        return Replays.child(arguments.toArray(new String[0]));
    }

    /** Waits until so many snapshots were begun and ended, and one more begun. */
    private void awaitSnapshot(Process child, Keeping keeping, int before) throws IOException {
        for (int i = 0; i <= before && child.isAlive(); i++) {
            while (child.isAlive() && i > 0 && snapshots(keeping, ".tmp") > 0) {
                Thread.onSpinWait();
            }
            while (child.isAlive() && snapshots(keeping, ".tmp") == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private long snapshots(Keeping keeping, String ending) throws IOException {
        if (!Files.exists(folder(keeping))) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder(keeping))) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith("snapshot-") && name.endsWith(ending))
                    .count();
        }
    }

    /** Everything that a kill left must be whole, and the tail of a log at most torn. */
    private void look(Keeping keeping) throws IOException {
        duringSnapshot += snapshots(keeping, ".tmp") > 0 ? 1 : 0;
        if (Files.exists(folder(keeping).resolve("MANIFEST"))) {
            JournalReading reading = JournalFolder.read(folder(keeping), new Replayer(EngineSettings.small()));
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
