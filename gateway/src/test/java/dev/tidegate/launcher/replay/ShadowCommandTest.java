package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.Launched;
import dev.tidegate.launcher.replay.Replays.Keeping;
import dev.tidegate.launcher.replay.Replays.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code shadow}, and what {@code replay} and {@code verify} do with snapshots. */
class ShadowCommandTest {
    private static final int PERCENT = 60;
    private static final Keeping KEEPING = new Keeping("process", "file");

    @TempDir
    static Path temp;

    private static Path file;
    private static Run alone;

    @BeforeAll
    static void replayASeason() throws IOException {
        file = Files.writeString(temp.resolve("season.csv"), RetailFiles.season(7, 400));
        alone = Replays.here(KEEPING.arguments(file, PERCENT, temp.resolve("alone")));
        assertThat(alone.code()).as(alone.err()).isEqualTo(ExitCode.OK);
    }

    private static Run replayWithSnapshots(Path folder, int every) {
        List<String> arguments = new ArrayList<>(Arrays.asList(KEEPING.arguments(file, PERCENT, folder)));
        arguments.addAll(List.of("--snapshot-every", Integer.toString(every)));
        return Replays.here(arguments.toArray(new String[0]));
    }

    private static List<Path> snapshots(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.getFileName().toString().startsWith("snapshot-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldReplayToTheSameFiguresWithSnapshotsOnTheWay() throws IOException {
        Path folder = temp.resolve("with");
        assertThat(replayWithSnapshots(folder, 300).figures()).isEqualTo(alone.figures());
        assertThat(snapshots(folder)).isNotEmpty();
        Run again = replayWithSnapshots(folder, 300);
        assertThat(again.figures()).isEqualTo(alone.figures());
        String digest =
                alone.out().replaceAll(".*\"digest\":\"([0-9a-f]+)\".*", "$1").strip();
        assertThat(again.err())
                .containsPattern("replayed [0-9,]+ commands in [0-9.]+ s behind the snapshot of sequence [1-9]")
                .contains("digest " + digest);

        Launched verified = Launched.with("verify", folder.toString(), "--json");
        assertThat(verified.code()).as(verified.err()).isEqualTo(ExitCode.OK);
        assertThat(verified.number("snapshots_compared"))
                .isEqualTo(snapshots(folder).size());
    }

    @Test
    void shouldCompressWhatCanBeAtOnce() throws IOException {
        Path folder = temp.resolve("packed");
        assertThat(Replays.here(KEEPING.arguments(file, PERCENT, folder)).code())
                .isEqualTo(ExitCode.OK);
        assertThat(Replays.here(KEEPING.arguments(file, PERCENT, folder)).code())
                .isEqualTo(ExitCode.OK);

        Launched first = Launched.with("shadow", folder.toString(), "--once", "--compress", "--json");
        assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.OK);
        assertThat(first.number("segments_compressed")).isPositive();
        assertThat(folder.resolve("segment-00000001.gz")).exists();
        assertThat(folder.resolve("segment-00000001.log")).doesNotExist();
        assertThat(Launched.with("shadow", folder.toString(), "--once", "--compress", "--json")
                        .number("segments_compressed"))
                .isZero();
        Launched verified = Launched.with("verify", folder.toString(), "--json");
        assertThat(verified.code()).as(verified.err()).isEqualTo(ExitCode.OK);
        assertThat(Replays.here(KEEPING.arguments(file, PERCENT, folder)).figures())
                .isEqualTo(alone.figures());
    }

    @Test
    void shouldMakeASnapshotOnDemandAndFindADamagedOne() throws IOException {
        Path folder = temp.resolve("alone");
        Launched made = Launched.with("shadow", folder.toString(), "--once", "--json", "--percent", "100");
        assertThat(made.code()).as(made.err()).isEqualTo(ExitCode.OK);
        long last = Replays.number(alone.out(), "sequence");
        assertThat(made.number("sequence")).isEqualTo(last);
        assertThat(made.number("snapshot_sequence")).isEqualTo(last);
        assertThat(Launched.with("verify", folder.toString()).code()).isEqualTo(ExitCode.OK);

        Path snapshot = snapshots(folder).get(0);
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[bytes.length / 2] ^= 1;
        Files.write(snapshot, bytes);
        Launched damaged = Launched.with("verify", folder.toString());
        assertThat(damaged.code()).isEqualTo(ExitCode.DAMAGED);
        assertThat(damaged.err())
                .contains(snapshot.getFileName().toString())
                .contains("block at byte")
                .contains("recovery does without them");
        Files.delete(snapshot);
    }

    @Test
    void shouldTellTheStockAsItWas() throws IOException {
        Path folder = temp.resolve("was");
        assertThat(replayWithSnapshots(folder, 500).code()).isEqualTo(ExitCode.OK);
        String sku = Files.readAllLines(file).get(1).split(",")[1];
        Launched now = Launched.with("shadow", folder.toString(), "--stock", sku, "--json");
        assertThat(now.code()).as(now.err()).isEqualTo(ExitCode.OK);
        long last = now.number("sequence");
        assertThat(last).isEqualTo(Replays.number(alone.out(), "sequence"));

        Launched before =
                Launched.with("shadow", folder.toString(), "--stock", sku, "--at", Long.toString(last / 2), "--json");
        assertThat(before.number("sequence")).isEqualTo(last / 2);
        assertThat(before.number("sellable")).isGreaterThanOrEqualTo(now.number("sellable"));
        assertThat(Launched.with("shadow", folder.toString(), "--stock", sku, "--at", "2200-01-01T00:00:00Z", "--json")
                        .number("sequence"))
                .isEqualTo(last);
    }

    @Test
    void shouldRefuseWhatItCannotUnderstandOrFind() {
        String folder = temp.resolve("alone").toString();
        assertThat(Launched.with("shadow", folder, "--stock", "no such", "--at", "5")
                        .err())
                .contains("there was no SKU no such after sequence 5");
        assertThat(Launched.with("shadow", folder, "--stock", "x", "--at", "yesterday")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Launched.with("shadow", folder, "--stock", "x", "--at", "99999999999999999999")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Launched.with("shadow", folder, "--stock", "x", "--at", "+1000000000-12-31T23:59:59Z")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Launched.with("shadow", folder, "--stock", "x", "--at", "123456789")
                        .err())
                .contains("the log ends with");
        assertThat(Launched.with("shadow", folder, "--at", "5").err()).contains("--at needs --stock");
        assertThat(Launched.with("shadow", folder, "--keep", "1").err()).contains("keepSnapshots is 1");
        assertThat(Launched.with("shadow", temp.resolve("nowhere").toString()).code())
                .isEqualTo(ExitCode.UNAVAILABLE);
        Run run = replayWithSnapshots(temp.resolve("never"), -1);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("snapshotEvery is -1");
    }
}
