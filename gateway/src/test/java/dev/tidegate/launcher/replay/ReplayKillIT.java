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
    private static final int INVOICES = 2_500;
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
        Path aloneFolder = temp.resolve("alone" + keeping);
        Run alone = Replays.here(keeping.arguments(file, PERCENT, aloneFolder));
        assertThat(alone.code()).as(alone.err()).isEqualTo(ExitCode.OK);

        ReplayKiller killer = new ReplayKiller(file, PERCENT, temp.resolve("killed" + keeping), keeping);
        killer.killUntil(KILLS, alone, aloneFolder);

        // Some were killed at work, not all before they began.
        assertThat(killer.sequences()).hasSizeGreaterThan(1);
    }

    @Test
    void shouldCloseItsFolderWhenToldToEndAndGoOnLater() throws Exception {
        Keeping keeping = new Keeping("disk", "file");
        ReplayKiller killer = new ReplayKiller(file, PERCENT, temp.resolve("told"), keeping);
        Run told = killer.tellToEnd();

        assertThat(told.code()).isNotZero();
        assertThat(told.out()).startsWith("{\"ok\":false,").contains("the same command goes on from here");
        Run again = Replays.here(keeping.arguments(file, PERCENT, killer.folder()));
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.OK);
    }
}
