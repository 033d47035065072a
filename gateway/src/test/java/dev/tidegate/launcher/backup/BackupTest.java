package dev.tidegate.launcher.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Digest;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.journal.event.EventLogReader;
import dev.tidegate.journal.log.ChronicleLog;
import dev.tidegate.journal.log.FileLog;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.NewFolder;
import dev.tidegate.launcher.RandomShop;
import dev.tidegate.launcher.Scene;
import dev.tidegate.launcher.ToolTest;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.Replayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BackupTest extends ToolTest {
    private Path folder() {
        return temp.resolve("shop");
    }

    /** Every copy of a journal that is being written is a prefix of it. */
    @ParameterizedTest
    @EnumSource
    void shouldCopyWhileTheEngineRuns(final Kind kind) throws Exception {
        final AtomicBoolean enough = new AtomicBoolean();
        final Map<Long, String> copies = new HashMap<>();
        try (Scene scene = Scene.of(folder(), kind, 100_000)) {
            final CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (int i = 0; !enough.get(); i++) {
                    scene.order("N" + i, 1);
                }
            });
            for (int i = 0; i < 3; i++) {
                final long before = scene.tidegate.digest().sequence();
                await().until(() -> scene.tidegate.digest().sequence() > before);
                final Map<String, Object> figures =
                        json(ExitCode.OK, "backup", folder(), "--to", temp.resolve("copy" + i));
                copies.put((Long) figures.get("sequence"), figures.get("digest").toString());
                assertThat((Double) figures.get("copy_minutes_per_gb")).isPositive();
            }
            enough.set(true);
            writer.get(120, TimeUnit.SECONDS);
        }
        assertThat(copies).hasSize(3);
        final Engine engine = new Engine(EngineSettings.small());
        final Map<Long, String> whole = new HashMap<>();
        JournalFolder.read(
                folder(),
                new Replayer(
                        engine,
                        (commands, sequence) ->
                                whole.put(sequence, Digest.of(engine).hex())));
        assertThat(whole).containsAllEntriesOf(copies);
    }

    @ParameterizedTest
    @CsvSource({"FILE,copy", "CHRONICLE,copy", "FILE,copy.zip", "CHRONICLE,copy.zip"})
    void shouldRestoreWhatWasBackedUpAndGoOn(final Kind kind, final String name) {
        RandomShop.fill(folder(), kind, 8, 400);
        final Path copy = temp.resolve(name);
        final Path back = temp.resolve("back");
        final Map<String, String> before = contents(folder());
        final Map<String, Object> saved = json(ExitCode.OK, "backup", folder(), "--to", copy);
        assertThat(contents(folder())).isEqualTo(before);
        assertThat(temp.resolve(name + ".partial")).doesNotExist();

        final Map<String, Object> restored = json(ExitCode.OK, "restore", copy, "--into", back);

        final Map<String, Object> original = json(ExitCode.OK, "prove", folder());
        for (final String figure : new String[] {"sequence", "digest", "chain_head"}) {
            assertThat(saved).containsEntry(figure, original.get(figure));
            assertThat(restored).containsEntry(figure, original.get(figure));
        }
        try (Scene scene = new Scene(back, kind)) {
            assertThat(scene.order("after", 1).sequence()).isEqualTo((Long) original.get("sequence") + 1);
        }
        assertThat(run("verify", back)).isEqualTo(ExitCode.OK);
    }

    /** What was read behind the backup's end is not what comes there after a restore, however often it is restored. */
    @ParameterizedTest
    @CsvSource({"FILE,copy", "CHRONICLE,copy.zip"})
    void shouldRewindWhoeverReadBehindTheBackup(final Kind kind, final String name) throws IOException {
        Scene.of(folder(), kind, 500).close();
        final Path copy = temp.resolve(name);
        json(ExitCode.OK, "backup", folder(), "--to", copy);
        final long inCommon = orders(folder(), kind, "first", 0);
        final long read = orders(folder(), kind, "first", 9);

        final Path back = temp.resolve("back");
        final long epoch =
                (Long) json(ExitCode.OK, "restore", copy, "--into", back).get("epoch");
        final long readOfBack = orders(back, kind, "second", 20);
        assertThat(readOfBack).isGreaterThan(read);
        assertRewound(back, "1:" + read, epoch + ":" + inCommon);
        assertThat(run("events", back, "--from", "1:" + inCommon)).isEqualTo(ExitCode.OK);
        assertThat(run("events", back, "--from", epoch + ":" + read)).isEqualTo(ExitCode.OK);

        final Path again = temp.resolve("again");
        final long later =
                (Long) json(ExitCode.OK, "restore", copy, "--into", again).get("epoch");
        assertThat(later).isGreaterThan(epoch);
        orders(again, kind, "third", 30);
        assertRewound(again, "1:" + read, later + ":" + inCommon);
        assertRewound(again, epoch + ":" + readOfBack, later + ":" + inCommon);
        assertThat(json(ExitCode.OK, "verify", again)).containsEntry("events_missing", 0L);
    }

    private void assertRewound(final Path where, final String cursor, final String resumeFrom) {
        assertThat(run("events", where, "--from", cursor)).isEqualTo(ExitCode.REWOUND);
        assertThat(err).contains("REWOUND").contains("--from " + resumeFrom);
    }

    /** Places so many orders; how many events there are then. */
    private static long orders(final Path where, final Kind kind, final String name, final int count)
            throws IOException {
        try (Scene scene = new Scene(where, kind)) {
            for (int i = 0; i < count; i++) {
                assertThat(scene.order(name + i, 1).accepted()).isTrue();
            }
        }
        // The log is written behind the engine: what it holds is known once it is closed.
        try (EventLogReader reader = EventLogReader.open(where)) {
            return reader.newest().sequence();
        }
    }

    /** Compressed segments are copied plain, snapshots as they are; a void leaves out those that hold the command. */
    @ParameterizedTest
    @EnumSource
    void shouldCopyCompressedSegmentsAndSnapshots(final Kind kind) throws IOException {
        Scene.of(folder(), kind, 50).close();
        for (int i = 0; i < 3; i++) {
            try (Scene scene = new Scene(folder(), kind)) {
                scene.order("N" + i, 1);
            }
            assertThat(run("shadow", folder(), "--once")).as(err).isEqualTo(ExitCode.OK);
        }
        final LogPort log = kind == Kind.FILE ? new FileLog(folder()) : new ChronicleLog(folder());
        log.compress(1, () -> {});
        log.compress(2, () -> {});
        assertThat(folder().resolve("segment-00000001.gz")).exists();
        final Map<String, Object> original = json(ExitCode.OK, "prove", folder());
        assertThat(json(ExitCode.OK, "inspect", folder(), "journal")).containsEntry("faults", 0L);

        assertThat(json(ExitCode.OK, "backup", folder(), "--to", temp.resolve("copy")))
                .containsEntry("digest", original.get("digest"));
        assertThat(json(ExitCode.OK, "verify", temp.resolve("copy"))).containsEntry("ok", true);
        assertThat(snapshots(temp.resolve("copy")))
                .isEqualTo(snapshots(folder()))
                .isPositive();

        final Path repaired = temp.resolve("repaired");
        assertThat(run("repair", folder(), "--into", repaired, "--void", 6, "--reason", "test", "--yes"))
                .as(err)
                .isEqualTo(ExitCode.OK);
        assertThat(snapshots(repaired)).isLessThan(snapshots(folder()));
        assertThat(json(ExitCode.OK, "verify", repaired)).containsEntry("units_held", 2L);
        assertThat(run("shadow", repaired, "--once")).as(err).isEqualTo(ExitCode.OK);
        try (Scene scene = new Scene(repaired, kind)) {
            assertThat(scene.tidegate.counts().unitsHeld()).isEqualTo(2);
        }
        assertThat(json(ExitCode.OK, "verify", repaired)).containsEntry("units_held", 2L);
    }

    private static long snapshots(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("snapshot-"))
                    .count();
        }
    }

    @Test
    void shouldRefuseToCopyDamageOrOverSomething() throws IOException {
        RandomShop.fill(folder(), Kind.FILE, 9, 200);
        final Path copy = temp.resolve("copy");
        assertThat(run("backup", folder(), "--to", temp)).isEqualTo(ExitCode.USAGE);
        assertThat(run("backup", folder(), "--to", folder().resolve("in"))).isEqualTo(ExitCode.USAGE);
        assertThat(run("backup", temp.resolve("no"), "--to", copy)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run("restore", folder().resolve("MANIFEST"), "--into", copy)).isNotEqualTo(ExitCode.OK);
        flip(folder().resolve("segment-00000001.log"), 9_000);

        assertThat(json(ExitCode.DAMAGED, "backup", folder(), "--to", copy)
                        .get("error")
                        .toString())
                .contains("segment 1 ", "wrong checksum");
        assertThat(copy).doesNotExist();
        assertThat(run("backup", folder(), "--to", temp.resolve("c.zip"))).isEqualTo(ExitCode.DAMAGED);
        assertThat(temp.resolve("c.zip")).doesNotExist();
        assertThat(temp.resolve("c.zip.partial")).doesNotExist();
    }

    @Test
    void shouldNotRestoreADamagedBackup() throws IOException {
        RandomShop.fill(folder(), Kind.FILE, 10, 200);
        final Path copy = temp.resolve("copy.zip");
        run("backup", folder(), "--to", copy);
        flip(copy, Files.size(copy) / 2);

        assertThat(run("restore", copy, "--into", temp.resolve("back"))).isNotEqualTo(ExitCode.OK);
        assertThat(temp.resolve("back")).doesNotExist();
    }

    @Test
    void shouldTellOfABackupThatWasCutOff() throws IOException {
        RandomShop.fill(folder(), Kind.FILE, 11, 200);
        final Path copy = temp.resolve("copy.zip");
        run("backup", folder(), "--to", copy);
        final byte[] whole = Files.readAllBytes(copy);
        final int list = listOfEntries(whole);
        for (final int end : new int[] {40, whole.length / 2, list - 1, list, whole.length - 1}) {
            Files.write(copy, Arrays.copyOf(whole, end));
            final Map<String, Object> answer = json(ExitCode.DAMAGED, "restore", copy, "--into", temp.resolve("back"));
            assertThat(answer.get("error").toString()).startsWith(copy + " is cut off or damaged: ");
            assertThat(temp.resolve("back")).doesNotExist();
        }
    }

    /** Where the entries end and their list begins. */
    private static int listOfEntries(final byte[] zip) {
        for (int i = 0; i < zip.length; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                return i;
            }
        }
        throw new AssertionError("no list of entries");
    }

    /** A folder that was given stays, by whatever name it was given, and so does what others put in its place. */
    @Test
    void shouldNotDeleteWhatItHasNotMade() throws Exception {
        final Path given = Files.createDirectory(temp.resolve("given"));
        final Path link = Files.createSymbolicLink(temp.resolve("link"), given);
        for (final Path target : List.of(given, link)) {
            assertThat(run("backup", temp.resolve("no"), "--to", target)).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(run("restore", temp.resolve("no.zip"), "--into", target)).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(target).isEmptyDirectory();
        }
        assertThat(link).isSymbolicLink();
        assertThatThrownBy(() -> NewFolder.filling(link, () -> {
                    Files.writeString(given.resolve("half"), "x");
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");
        assertThat(given).isEmptyDirectory();

        final Path theirs = Files.writeString(given.resolve("theirs"), "theirs");
        assertThatThrownBy(() -> NewFolder.filling(given, () -> "too late")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ZippedFolder.pack(given, theirs)).isInstanceOf(UsageException.class);
        assertThat(theirs).hasContent("theirs");
    }

    @Test
    void shouldNotWriteIntoTheJournalByALink() throws IOException {
        Scene.of(folder(), Kind.FILE, 1).close();
        final Path link = Files.createSymbolicLink(temp.resolve("link"), folder());
        final Map<String, String> before = contents(folder());
        assertThat(run("backup", folder(), "--to", link.resolve("copy"))).isEqualTo(ExitCode.USAGE);
        assertThat(run("backup", folder(), "--to", link.resolve("copy.zip"))).isEqualTo(ExitCode.USAGE);
        assertThat(run("backup", link, "--to", folder().resolve("copy"))).isEqualTo(ExitCode.USAGE);
        assertThat(run("restore", link, "--into", folder().resolve("copy"))).isEqualTo(ExitCode.USAGE);
        assertThat(run("export-journal", folder(), "--out", link.resolve("out.jsonl")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(contents(folder())).isEqualTo(before);
    }
}
