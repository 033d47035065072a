package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that is killed while it appends loses nothing that it acknowledged. */
class KillTest {
    private static final int ROUNDS = 5;
    private static final int MAX_BATCHES = 2_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldKeepEverythingAcknowledgedOverKills(final Kind kind) throws Exception {
        final Random random = new Random(11);
        long last = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final long acknowledged = appendAndKill(kind, 1 + random.nextInt(MAX_BATCHES));
            assertThat(acknowledged).isGreaterThan(last);
            // The bytes of every batch are checked as they are replayed.
            assertThat(TestJournal.read(folder).lastSequence).isBetween(acknowledged, acknowledged + 4);
            if (round % 2 == 0) {
                TestJournal.open(folder, kind).close();
            }
            last = acknowledged;
        }
    }

    private long appendAndKill(final Kind kind, final int batches) throws Exception {
        final Process child = JournalChild.start(true, "append", folder.toString(), kind.name());
        try (BufferedReader lines = child.inputReader()) {
            String line = lines.readLine();
            String acknowledged = "0";
            for (int i = 0; line != null; i++) {
                acknowledged = line;
                if (i == batches) {
                    // Through its handle: what it has printed stays readable.
                    child.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
            child.waitFor();
            return Long.parseLong(acknowledged);
        }
    }
}
