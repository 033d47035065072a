package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.replay.Replays.Keeping;
import dev.tidegate.launcher.replay.Replays.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole year of a real shop, see {@link RealOrdersTest}. Runs where TIDEGATE_REAL_ORDERS names the file. */
class ReplayRealOrdersIT {
    private static final Keeping KEEPING = new Keeping("process", "chronicle");
    private static final int KILLS = 5;
    private static final int SNAPSHOT_KILLS = 12;
    private static final int SNAPSHOT_EVERY = 4_000;
    private static final int MOST_START_MILLIS = 4_000;

    @TempDir
    Path temp;

    private Path file;

    @BeforeEach
    void findTheFile() {
        String path = System.getenv("TIDEGATE_REAL_ORDERS");
        assumeTrue(path != null, "TIDEGATE_REAL_ORDERS is not set: the file of real orders is not replayed");
        file = Path.of(path);
    }

    @Test
    void shouldComeToTheKnownFiguresAlsoWhenKilled() throws Exception {
        Run alone = replay(90);

        assertThat(alone.figures())
                .startsWith("{\"ok\":true,\"lines\":541909,\"orders\":19773,\"accepted\":17697,\"refused\":2076,"
                        + "\"units_opening\":5017523,\"units_sold\":4491106,\"return_lines_matched\":6761,"
                        + "\"return_lines_unmatched\":1943,\"units_returned\":86591,\"units_left\":613008,\"skus\":3791,"
                        + "\"rejects\":{\"malformed\":0,\"invoice_kind\":3,\"not_a_product\":2992,\"quantity\":1324,"
                        + "\"price\":1161},\"digest\":\"");
        new ReplayKiller(file, 90, temp.resolve("killed"), KEEPING).killUntil(KILLS, alone, temp.resolve("alone90"));
    }

    /** Snapshots every few thousand commands, and kills also while they are written and while the folder is recovered. */
    @Test
    void shouldComeToTheSameFiguresWithSnapshotsWheneverKilled() throws Exception {
        Run alone = replay(75);

        SnapshotKiller killer =
                new SnapshotKiller(file, 75, SNAPSHOT_EVERY, MOST_START_MILLIS, temp.resolve("snapshots"), KEEPING);
        killer.killUntil(SNAPSHOT_KILLS, alone);

        assertThat(killer.duringSnapshot())
                .as("kills while a snapshot was being written")
                .isPositive();
        assertThat(killer.duringRecovery()).as("kills during recovery").isPositive();
        assertThat(killer.fromSnapshot()).as("folders with snapshots").isPositive();
    }

    @Test
    void shouldComeToTheKnownFiguresWithStockForHalf() {
        assertThat(replay(50).figures())
                .contains("\"accepted\":11374,\"refused\":8399,\"units_opening\":2787554,\"units_sold\":2248948,"
                        + "\"return_lines_matched\":4674,\"return_lines_unmatched\":4030,\"units_returned\":52112,"
                        + "\"units_left\":590718,");
    }

    private Run replay(int percent) {
        Run run = Replays.here(KEEPING.arguments(file, percent, temp.resolve("alone" + percent)));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        return run;
    }
}
