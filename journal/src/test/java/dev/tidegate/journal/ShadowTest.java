package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.Digest;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.pipeline.JournalProvider.OpenedJournal;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.Shadow.Phase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The second engine that follows a folder: what it makes, what it finds, and when it ends. */
final class ShadowTest {
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(120);

    @TempDir
    private Path temp;

    private final List<Shadow.Status> told = new CopyOnWriteArrayList<>();

    private static Shadow.Status await(final Shadow shadow, final Predicate<Shadow.Status> wanted) {
        final long start = System.nanoTime();
        while (!wanted.test(shadow.status())) {
            assertThat(System.nanoTime() - start).as(shadow.status().toString()).isLessThan(WAIT_NANOS);
            LockSupport.parkNanos(NAP_NANOS);
        }
        return shadow.status();
    }

    private Shadow follow(final Path folder) {
        return JournalFolder.shadow(folder, SmallShop.SHADOW, EngineSettings.small(), told::add);
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeSnapshotsOnScheduleAndKeepTheNewest(final Kind kind) throws Exception {
        final Path folder = temp.resolve("shop");
        final Digest digest;
        try (SmallShop shop = new SmallShop(
                folder,
                TestJournal.small(kind)
                        .withUpkeep(SmallShop.SHADOW.withSnapshotEvery(200).withKeepSnapshots(2)),
                1)) {
            for (int i = 0; i < 8; i++) {
                final long before = shop.digest().sequence();
                shop.trade(250);
                await(shop.tidegate.shadow(), status -> status.snapshotSequence() > before);
            }
            digest = shop.digest();
            await(shop.tidegate.shadow(), status -> status.sequence() == digest.sequence());
            assertThat(shop.tidegate.shadow().status().snapshots()).isGreaterThanOrEqualTo(8);
            assertThat(shop.tidegate.shadow().status().digestsCompared()).isPositive();
        }
        assertThat(new SnapshotFiles(folder).list()).hasSize(2);
        final SmallShop.Found found = SmallShop.recover(folder, kind);
        assertThat(found.digest()).isEqualTo(digest);
        assertThat(found.report().snapshotSequence()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void shouldFollowAFolderBesideItsWriterOverSegmentsAndRestarts(final Kind kind) throws Exception {
        final Path folder = temp.resolve("shop");
        final List<Long> made = new ArrayList<>();
        Digest digest;
        try (SmallShop shop = new SmallShop(folder, TestJournal.small(kind), 1)) {
            digest = shop.withDocuments(3_000).trade(100).digest();
        }
        try (Shadow shadow = follow(folder)) {
            for (int i = 0; i < 3; i++) {
                try (SmallShop shop = new SmallShop(folder, TestJournal.small(kind), 10 + i)) {
                    shop.withDocuments(3_000);
                    for (int j = 0; j < 2; j++) {
                        digest = shop.trade(300).digest();
                        final long last = digest.sequence();
                        await(shadow, status -> status.sequence() == last);
                        made.add(shadow.snapshot().get(120, TimeUnit.SECONDS));
                        assertThat(made.get(made.size() - 1)).isEqualTo(last);
                        recoverImage(folder, kind, digest);
                    }
                }
            }
        }
        assertThat(new FolderFiles(folder).readManifest().segments()).hasSizeGreaterThan(4);
        assertThat(told.get(told.size() - 1).phase()).isEqualTo(Phase.ENDED);
        final JournalReading reading = JournalFolder.read(folder, new Replayer(EngineSettings.small()));
        assertThat(reading.snapshots()).hasSize(made.size()).allMatch(each -> each.fault() == null);
        assertThat(SmallShop.recover(folder, kind).digest()).isEqualTo(digest);
    }

    /** What a kill at this moment would leave. */
    private void recoverImage(final Path folder, final Kind kind, final Digest digest) {
        final Path image = TestJournal.crashImage(folder, temp.resolve("image" + System.nanoTime()));
        final SmallShop.Found found = SmallShop.recover(image, kind);
        assertThat(found.digest()).isEqualTo(digest);
        assertThat(found.report().snapshotSequence()).isEqualTo(digest.sequence());
        assertThat(found.report().commands()).isZero();
    }

    @Test
    void shouldBeLoudAboutADigestThatDiffersAndMakeNoMoreSnapshots() throws Exception {
        final Path folder = temp.resolve("shop");
        try (SmallShop shop = new SmallShop(folder, TestJournal.small(Kind.FILE), 1)) {
            shop.trade(100);
        }
        final Replayer replayer = new Replayer(EngineSettings.small());
        final OpenedJournal opened = new JournalFolder().open(folder, TestJournal.small(Kind.FILE), replayer);
        opened.journal().mark(replayer.engine().sequence(), 1, 2);
        opened.journal().close();

        try (Shadow shadow = follow(folder)) {
            final Shadow.Status status = await(shadow, each -> each.phase() != Phase.FOLLOWING);
            assertThat(status.phase()).isEqualTo(Phase.DAMAGE_FOUND);
            assertThat(status.trouble())
                    .contains("digest after sequence")
                    .contains("was recorded as")
                    .contains("segment ");
            assertThatThrownBy(() -> shadow.snapshot().get(120, TimeUnit.SECONDS))
                    .hasMessageContaining("digest after sequence");
        }
        assertThat(told).last().extracting(Shadow.Status::phase).isEqualTo(Phase.DAMAGE_FOUND);
        assertThat(new SnapshotFiles(folder).list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameThePlaceOfDamage(final Kind kind) throws Exception {
        final Path folder = temp.resolve("shop");
        try (SmallShop shop = new SmallShop(folder, TestJournal.small(kind), 1)) {
            shop.withDocuments(2_000).trade(600);
        }
        final Path segment = FolderFiles.log(folder, kind).file(1);
        flip(segment, Files.size(segment) / 2);
        try (Shadow shadow = follow(folder)) {
            final Shadow.Status status = await(shadow, each -> each.phase() != Phase.FOLLOWING);
            assertThat(status.phase()).isEqualTo(Phase.DAMAGE_FOUND);
            assertThat(status.trouble()).contains(segment.toString()).contains("byte ");
        }
    }

    private static void flip(final Path file, final long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            final int was = bytes.read();
            bytes.seek(at);
            bytes.write(was ^ 16);
        }
    }

    @Test
    void shouldLetOneShadowAtATimeMakeAFoldersSnapshots() throws Exception {
        final Path folder = temp.resolve("shop");
        try (SmallShop shop = SmallShop.open(folder, Kind.FILE)) {
            shop.trade(10).snapshot();
            try (Shadow second = follow(folder)) {
                final Shadow.Status status = await(second, each -> each.phase() != Phase.FOLLOWING);
                assertThat(status.phase()).isEqualTo(Phase.ENDED);
                assertThat(status.trouble()).contains("the shadow of").contains("is held by");
            }
        }
    }

    @Test
    void shouldSayWhatItOffersWhenMemoryDoesNotHoldTheStateTwice() {
        try (FolderShadow shadow = new FolderShadow(
                temp, null, SmallShop.SHADOW, EngineSettings.small(), told::add, Surroundings.MACHINE)) {
            shadow.start(Runtime.getRuntime().maxMemory());
            assertThat(shadow.status().phase()).isEqualTo(Phase.ENDED);
            assertThat(shadow.status().trouble())
                    .contains("memory does not hold the state twice")
                    .contains("snapshotAtEnds");
            assertThat(shadow.snapshot()).isCompletedExceptionally();
        }
        assertThat(told).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeNoSnapshotOnceTheJournalHasFailedToForce(final Kind kind) throws Exception {
        final Path folder = temp.resolve("shop");
        try (SmallShop shop = new SmallShop(folder, TestJournal.small(kind), 1)) {
            shop.trade(100);
        }
        final FaultyLog log = new FaultyLog(FolderFiles.log(folder, kind));
        final Replayer replayer = new Replayer(EngineSettings.small());
        final FolderJournal journal = (FolderJournal) new JournalFolder((path, chosen) -> log)
                .open(folder, TestJournal.small(kind), replayer)
                .journal();
        try (FolderShadow shadow = new FolderShadow(
                        folder, journal, SmallShop.SHADOW, EngineSettings.small(), told::add, Surroundings.MACHINE)
                .start(0)) {
            final Engine engine = replayer.engine();
            assertThat(shadow.snapshot().get(120, TimeUnit.SECONDS)).isEqualTo(engine.sequence());
            final List<Path> before = new SnapshotFiles(folder).list();
            assertThat(before).hasSize(1);
            log.failsForce = true;
            journal.mark(engine.sequence(), engine.digestHigh(), engine.digestLow());
            assertThatThrownBy(journal::force).hasMessageContaining("Input/output error");

            assertThatThrownBy(() -> shadow.snapshot().get(120, TimeUnit.SECONDS))
                    .hasMessageContaining("no snapshot was made: the journal has failed");

            assertThat(new SnapshotFiles(folder).list()).isEqualTo(before);
            assertThat(shadow.status().phase()).isEqualTo(Phase.FOLLOWING);
        } finally {
            journal.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeSnapshotsAtStartAndCloseInstead(final Kind kind) throws Exception {
        final Path folder = temp.resolve("shop");
        final Digest digest;
        final var settings = TestJournal.small(kind)
                .withUpkeep(SmallShop.SHADOW.withSnapshotEvery(0).withSnapshotAtEnds(true));
        try (SmallShop shop = new SmallShop(folder, settings, 1)) {
            digest = shop.trade(300).digest();
        }
        assertThat(SmallShop.recover(folder, kind).report().snapshotSequence()).isEqualTo(digest.sequence());
        Files.delete(new SnapshotFiles(folder).file(digest.sequence()));
        try (SmallShop shop = new SmallShop(folder, settings, 1)) {
            assertThat(shop.tidegate.recovery().snapshotSequence()).isZero();
            assertThat(new SnapshotFiles(folder).list()).hasSize(1);
            shop.trade(50);
        }
        final JournalReading reading = JournalFolder.read(folder, new Replayer(EngineSettings.small()));
        assertThat(reading.snapshots()).hasSize(2).allMatch(each -> each.fault() == null);
    }

    @Test
    void shouldTellTheStockOfAnySequenceAndTime() throws Exception {
        final Path folder = temp.resolve("shop");
        final List<StockView> stocks = new ArrayList<>();
        final List<Long> sequences = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        try (SmallShop shop = SmallShop.open(folder, Kind.FILE)) {
            for (int i = 0; i < 12; i++) {
                shop.trade(60);
                if (i % 4 == 3) {
                    shop.snapshot();
                }
                stocks.add(shop.tidegate.stock(3));
                sequences.add(shop.digest().sequence());
                times.add(shop.tidegate.read(reads -> reads.timeMillis()).get());
                shop.moveTime(1);
            }
            for (int i = 0; i < stocks.size(); i++) {
                final Engine bySequence = AsOf.sequence(folder, EngineSettings.small(), sequences.get(i));
                assertThat(bySequence.sequence()).isEqualTo(sequences.get(i));
                assertThat(bySequence.reads().stock(3)).isEqualTo(stocks.get(i));
                assertThat(AsOf.sequence(folder, EngineSettings.small(), sequences.get(i) - 7)
                                .sequence())
                        .as("in the middle of a batch or not")
                        .isEqualTo(sequences.get(i) - 7);
                final Engine byTime = AsOf.time(folder, EngineSettings.small(), times.get(i));
                assertThat(byTime.reads().stock(3)).isEqualTo(stocks.get(i));
                assertThat(byTime.timeMillis()).isEqualTo(times.get(i));
            }
        }
    }
}
