package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Digest;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.journal.snapshot.SnapshotInput;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Old segments go, but only those that a snapshot covers and whose days are over; what is kept can be verified. */
final class RetentionTest {
    private static final int SESSIONS = 6;
    private static final int DAYS = 40;
    private static final Upkeep KEEP = SmallShop.SHADOW.withRetentionDays(100);

    @TempDir
    private Path temp;

    private Digest digest;
    private long now;
    private int copies;

    /** A folder of one segment for every 40 days, the last of which is the sixth. */
    private Path folder(final Kind kind) {
        final Path folder = temp.resolve("shop");
        for (int i = 0; i < SESSIONS; i++) {
            try (SmallShop shop = new SmallShop(folder, TestJournal.small(kind), i)) {
                shop.moveTime(i == 0 ? 0 : TimeUnit.DAYS.toMillis(DAYS));
                digest = shop.trade(60).digest();
            }
        }
        return folder;
    }

    private static Manifest manifest(final Path folder) throws IOException {
        return new FolderFiles(folder).readManifest();
    }

    private static LogPort log(final Path folder) throws IOException {
        return FolderFiles.log(folder, manifest(folder).kind());
    }

    private static List<Long> files(final Path folder) throws IOException {
        return log(folder).list();
    }

    private void run(final Path folder, final Kind kind, final Upkeep upkeep, final int retired) throws Exception {
        try (SmallShop shop = new SmallShop(folder, TestJournal.small(kind).withUpkeep(upkeep), 77)) {
            shop.trade(20).snapshot();
            await().until(() -> !files(folder).contains((long) retired));
            digest = shop.trade(20).digest();
            now = shop.tidegate.read(reads -> reads.timeMillis()).get();
        }
    }

    private void assertSound(final Path folder, final Kind kind) {
        final JournalReading reading = JournalFolder.read(folder, new Replayer(EngineSettings.small()));
        assertThat(reading.snapshots()).allMatch(each -> each.fault() == null);
        assertThat(reading.recovery().lastSequence()).isEqualTo(digest.sequence());
        assertThat(SmallShop.recover(folder, kind).digest()).isEqualTo(digest);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetGoOfWhatIsOlderThanTheRetention(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        run(folder, kind, KEEP, 2);

        final Manifest manifest = manifest(folder);
        assertThat(manifest.retired()).isEqualTo(2);
        assertThat(manifest.segments().get(0).number()).isEqualTo(3);
        assertThat(files(folder)).doesNotContain(1L, 2L).contains(3L);
        final LogPlace start = manifest.start();
        assertThat(now - start.timeMillis()).isGreaterThanOrEqualTo(TimeUnit.DAYS.toMillis(100));
        try (SnapshotInput base = SnapshotInput.open(new SnapshotFiles(folder).file(start.sequence()))) {
            assertThat(base.header().record()).isEqualTo(start.record());
            assertThat(base.header().headHex()).isEqualTo(start.head());
        }
        assertThat(new String(Files.readAllBytes(folder.resolve("MANIFEST"))))
                .startsWith("tidegate-journal 2\n")
                .contains("\nstart 2 record " + start.record() + " ");
        final JournalReading reading = JournalFolder.read(folder, new Replayer(EngineSettings.small()));
        assertThat(reading.recovery().snapshotSequence()).isEqualTo(start.sequence());
        assertThat(reading.recovery().commands()).isEqualTo(digest.sequence() - start.sequence());
        assertSound(folder, kind);
        assertSound(folder, kind);
    }

    @Test
    void shouldKeepEverythingForEver() throws Exception {
        final Path folder = folder(Kind.FILE);
        try (SmallShop shop = new SmallShop(
                folder,
                TestJournal.small(Kind.FILE)
                        .withUpkeep(KEEP.withRetentionDays(Upkeep.FOR_EVER).withCapBytes(0)),
                77)) {
            shop.trade(20).snapshot();
            shop.trade(20).snapshot();
        }
        assertThat(manifest(folder).retired()).isZero();
        assertThat(manifest(folder).segments()).hasSize(SESSIONS + 1);
    }

    /** The ends of the first three segments are 160, 120 and 80 days old, and so many more. */
    @ParameterizedTest
    @CsvSource({
        "100, 9223372036854775807, 0, 2",
        "100, 9223372036854775807, 15, 2",
        "100, 9223372036854775807, 20, 3",
        "200, 9223372036854775807, 15, 0",
        "200, 0, 0, 2",
        "200, 0, 9, 2",
        "200, 0, 10, 3",
        "100, 0, 15, 3",
        "0, 0, 15, 0"
    })
    void shouldLetTheLeastDaysWinOverTheCap(final int days, final long cap, final int more, final long last)
            throws Exception {
        final Path folder = folder(Kind.FILE);
        final Upkeep upkeep = KEEP.withRetentionDays(days).withCapBytes(cap);
        final ManifestSegment due =
                new Retirement(folder, upkeep).due(startOfLast(folder) + TimeUnit.DAYS.toMillis(more));
        assertThat(due == null ? 0 : due.number()).isEqualTo(last);
    }

    /** When the sixth session began, which is as exact a multiple of days as there is. */
    private static long startOfLast(final Path folder) {
        return lastTime(folder) + TimeUnit.HOURS.toMillis(1);
    }

    private static long lastTime(final Path folder) {
        return JournalFolder.read(folder, new Replayer(EngineSettings.small()))
                .recovery()
                .lastTimeMillis();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeReadableWhereverItWasCutShort(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        final Retirement retirement = new Retirement(folder, KEEP);
        final ManifestSegment last = retirement.due(lastTime(folder));
        final Manifest before = manifest(folder);
        try (SnapshotStore store = new SnapshotStore(folder, 3)) {
            final LogPlace behind = retirement.makeBase(last, EngineSettings.small(), store, () -> {});
            assertImage(folder, kind, "snapshot made");
            new FolderFiles(folder).writeManifest(before.withRetired(last.number(), behind));
            assertImage(folder, kind, "manifest written");
            for (long number = 1; number <= last.number(); number++) {
                log(folder).delete(number);
                assertImage(folder, kind, "file " + number + " removed");
            }
        }
        assertThat(files(folder)).doesNotContain(1L, 2L);
    }

    private void assertImage(final Path folder, final Kind kind, final String step) throws IOException {
        final Path image = TestJournal.crashImage(folder, temp.resolve("image" + copies++));
        final JournalReading reading = JournalFolder.read(image, new Replayer(EngineSettings.small()));
        assertThat(reading.recovery().lastSequence()).as(step).isEqualTo(digest.sequence());
        final SmallShop.Found found = SmallShop.recover(image, kind);
        assertThat(found.digest()).as(step).isEqualTo(digest);
        assertThat(found.report().rejected()).as(step).isEmpty();
        assertThat(files(image).get(0)).as(step).isEqualTo(manifest(image).retired() + 1);
    }

    @Test
    void shouldLetGoAtStartWhereThereIsNoShadow() throws Exception {
        final Path folder = folder(Kind.FILE);
        final Upkeep upkeep = Upkeep.NONE.withSnapshotAtEnds(true).withRetentionDays(100);
        try (SmallShop shop = new SmallShop(folder, TestJournal.small(Kind.FILE).withUpkeep(upkeep), 5)) {
            assertThat(shop.digest()).isEqualTo(digest);
            assertThat(files(folder)).doesNotContain(1L, 2L);
            digest = shop.trade(30).digest();
        }
        assertSound(folder, Kind.FILE);
    }

    @Test
    void shouldDoWithoutTheBaseAsLongAsANewerSnapshotIsThere() throws Exception {
        final Path folder = folder(Kind.FILE);
        run(folder, Kind.FILE, KEEP, 2);
        final Path base =
                new SnapshotFiles(folder).file(manifest(folder).start().sequence());
        Files.write(base, new byte[100]);
        final Path copy = TestJournal.crashImage(folder, temp.resolve("copy"));
        assertThat(SmallShop.recover(copy, Kind.FILE).digest()).isEqualTo(digest);
        assertThatThrownBy(() -> JournalFolder.read(folder, new Replayer(EngineSettings.small())))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no snapshot up to there can be used")
                .hasMessageContaining(base.getFileName().toString());
        for (final Path other : new SnapshotFiles(folder).list()) {
            Files.delete(other);
        }
        assertThatThrownBy(() -> SmallShop.recover(folder, Kind.FILE))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(JournalException.Kind.DAMAGED))
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void shouldGoOnMakingSnapshotsWhenAnOldFileCannotBeRemoved() throws Exception {
        final Path folder = folder(Kind.FILE);
        final Path inTheWay =
                Files.createDirectories(folder.resolve("segment-00000001.gz").resolve("something"));
        try (SmallShop shop = new SmallShop(folder, TestJournal.small(Kind.FILE).withUpkeep(KEEP), 77)) {
            shop.trade(20).snapshot();
            await().until(() -> manifest(folder).retired() == 2);
            final long before = shop.trade(20).digest().sequence();
            shop.snapshot();
            assertThat(new SnapshotFiles(folder).newestFrom(before)).isGreaterThanOrEqualTo(before);
            digest = shop.digest();
        }
        Files.delete(inTheWay);
        assertSound(folder, Kind.FILE);
        assertThat(files(folder).get(0)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"CHRONICLE, false", "CHRONICLE, true", "FILE, false", "FILE, true"})
    void shouldNotTakeForDamageWhatWasLetGoOfWhileItWasRead(final Kind kind, final boolean compressed)
            throws Exception {
        final Path folder = folder(kind);
        if (compressed) {
            JournalFolder.compressSealed(folder);
        }
        final Retirement retirement = new Retirement(folder, KEEP);
        final ManifestSegment last = retirement.due(lastTime(folder));
        try (LogFollower reader = new LogFollower(folder, new Replayer(EngineSettings.small()), header -> false);
                SnapshotStore store = new SnapshotStore(folder, 3)) {
            assertThat(reader.step(1)).isTrue();
            final LogPlace behind = retirement.makeBase(last, EngineSettings.small(), store, () -> {});
            new FolderFiles(folder).writeManifest(manifest(folder).withRetired(last.number(), behind));
            retirement.removeRetired();
            assertThatThrownBy(() -> {
                        while (reader.step(1 << 20)) {
                            continue;
                        }
                    })
                    .isInstanceOfSatisfying(
                            JournalException.class,
                            tooLate -> assertThat(tooLate.kind()).isEqualTo(JournalException.Kind.IO))
                    .hasMessageContaining("has let go of those up to " + behind.record());
        }
        assertSound(folder, kind);
    }
}
