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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A replay that is killed again and again ends with the figures, digest and sequence of one that was left alone. */
class ReplayKillIT {
    private static final int INVOICES = 4_000;
    private static final int PERCENT = 60;
    private static final int KILLS = 7;

    @TempDir
    static Path temp;

    private static Path file;

    static List<Keeping> keepings() {
        return Keeping.all();
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

        ReplayKiller killer = new ReplayKiller(file, PERCENT, temp.resolve("killed" + keeping), keeping);
        killer.killUntil(KILLS, alone.figures());

        // Most were killed at work, not before they began.
        assertThat(killer.sequences()).hasSizeGreaterThan(KILLS / 2);
    }

    @Test
    void shouldCloseItsFolderWhenToldToEndAndGoOnLater() throws Exception {
        Keeping keeping = new Keeping("disk", "file");
        ReplayKiller killer = new ReplayKiller(file, PERCENT, temp.resolve("told"), keeping);
        Run told = killer.tellToEnd();

        assertThat(told.code()).isNotZero();
        assertThat(told.out()).startsWith("{\"ok\":false,").contains("the same command goes on from here");
        Run again = Replays.here(keeping.arguments(file, PERCENT, temp.resolve("told0")));
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.OK);
    }
}
