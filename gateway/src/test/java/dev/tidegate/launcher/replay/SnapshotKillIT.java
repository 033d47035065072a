package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.replay.Replays.Keeping;
import dev.tidegate.launcher.replay.Replays.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    private static final int SNAPSHOT_EVERY = 400;
    private static final int MOST_START_MILLIS = 900;

    @TempDir
    static Path temp;

    private static Path file;

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

        SnapshotKiller killer = new SnapshotKiller(
                file, PERCENT, SNAPSHOT_EVERY, MOST_START_MILLIS, temp.resolve("killed" + keeping), keeping);
        killer.killUntil(KILLS, alone);

        assertThat(killer.duringSnapshot())
                .as("kills while a snapshot was being written")
                .isPositive();
        assertThat(killer.fromSnapshot())
                .as("folders with a snapshot to begin with")
                .isPositive();
    }
}
