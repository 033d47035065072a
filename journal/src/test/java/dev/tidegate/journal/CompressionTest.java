package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Digest;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.Upkeep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sealed segments are compressed; a folder reads the same with plain and compressed ones, and damage has its place. */
final class CompressionTest {
    private static final int FLIPS = 60;

    @TempDir
    private Path temp;

    private Digest digest;
    private int copies;

    private Path folder(final Kind kind) {
        final Path folder = temp.resolve("shop");
        for (int i = 0; i < 3; i++) {
            try (SmallShop shop = new SmallShop(folder, TestJournal.small(kind), i)) {
                digest = shop.trade(60).digest();
            }
        }
        return folder;
    }

    private Path copy(final Path folder) {
        return TestJournal.crashImage(folder, temp.resolve("copy" + copies++));
    }

    private void assertReads(final Path folder, final Kind kind) {
        final JournalReading reading = JournalFolder.read(folder, new Replayer(EngineSettings.small()));
        assertThat(reading.recovery().lastSequence()).isEqualTo(digest.sequence());
        assertThat(reading.snapshots()).allMatch(each -> each.fault() == null);
        assertThat(SmallShop.recover(copy(folder), kind).digest()).isEqualTo(digest);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCompressSealedSegmentsBesideTheEngineAndReadThemBack(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        final LogPort log = FolderFiles.log(folder, kind);
        final long plain = Files.size(log.file(1)) + Files.size(log.file(2));
        try (SmallShop shop =
                new SmallShop(folder, TestJournal.small(kind).withUpkeep(SmallShop.SHADOW.withCompress(true)), 9)) {
            shop.withDocuments(3_000).trade(500).snapshot();
            await().until(() -> !Files.exists(log.file(1)) && !Files.exists(log.file(2)));
            digest = shop.trade(30).digest();
        }
        assertThat(log.file(1)).doesNotExist();
        assertThat(log.file(2)).doesNotExist();
        assertThat(Files.size(log.storedFile(1)) + Files.size(log.storedFile(2)))
                .isLessThan(plain / 2);
        assertThat(log.list()).contains(1L, 2L, 3L, 4L);
        assertReads(folder, kind);
        for (final Path snapshot : new SnapshotFiles(folder).list()) {
            Files.delete(snapshot);
        }
        assertReads(folder, kind);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeReadableWhereverItWasCutShort(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        final LogPort log = FolderFiles.log(folder, kind);
        final byte[] plain = Files.readAllBytes(log.file(2));
        final Path both = copy(folder);
        log.compress(2, () -> {});
        assertReads(folder, kind);
        final byte[] packed = Files.readAllBytes(log.storedFile(2));

        final String name = log.storedFile(2).getFileName().toString();
        Files.write(both.resolve(name + ".tmp"), Arrays.copyOf(packed, packed.length / 3));
        assertReads(both, kind);
        Files.write(both.resolve(name), packed);
        assertReads(both, kind);
        final LogPort again = FolderFiles.log(both, kind);
        again.compress(2, () -> {});
        assertThat(again.file(2)).doesNotExist();
        assertReads(both, kind);

        final Path emptied = copy(folder);
        if (kind == Kind.CHRONICLE) {
            // The queue's folder is removed behind its file.
            Files.createDirectories(FolderFiles.log(emptied, kind).file(2).getParent());
            assertReads(emptied, kind);
        }
        assertThat(plain.length).isGreaterThan(packed.length);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameThePlaceOfABitThatFlipped(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        final LogPort log = FolderFiles.log(folder, kind);
        log.compress(2, () -> {});
        final Path file = log.storedFile(2);
        final byte[] bytes = Files.readAllBytes(file);
        final Random random = new Random(5);
        for (int i = 0; i < FLIPS; i++) {
            final byte[] flipped = bytes.clone();
            final int at = i < 9 ? i : i < 20 ? bytes.length - 1 - i % 8 : random.nextInt(bytes.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            assertThat(catchThrowable(() -> JournalFolder.read(folder, new Replayer(EngineSettings.small()))))
                    .as("byte " + at)
                    .isInstanceOfSatisfying(
                            JournalException.class,
                            found -> assertThat(found.kind()).isEqualTo(JournalException.Kind.DAMAGED))
                    .hasMessageContaining("segment 2 (" + file);
        }
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> JournalFolder.read(folder, new Replayer(EngineSettings.small())))
                .hasMessageContaining("segment 2 (" + file);
        Files.delete(file);
        assertThatThrownBy(() -> JournalFolder.read(folder, new Replayer(EngineSettings.small())))
                .hasMessageContaining("the file is missing");
    }

    @ParameterizedTest
    @EnumSource
    void shouldCompressAtStartWhereSnapshotsAreMadeAtTheEnds(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        final LogPort log = FolderFiles.log(folder, kind);
        try (SmallShop shop = new SmallShop(
                folder,
                TestJournal.small(kind)
                        .withUpkeep(Upkeep.NONE.withSnapshotAtEnds(true).withCompress(true)),
                4)) {
            assertThat(log.file(1)).doesNotExist();
            assertThat(log.file(3)).doesNotExist();
            digest = shop.trade(60).digest();
        }
        assertReads(folder, kind);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStartWithoutCompressingWhereTheDiskIsLow(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        final LogPort log = FolderFiles.log(folder, kind);
        final Upkeep upkeep = Upkeep.NONE
                .withSnapshotAtEnds(true)
                .withCompress(true)
                .withLowWaterBytes(Files.getFileStore(folder).getTotalSpace());
        new SmallShop(folder, TestJournal.small(kind).withUpkeep(upkeep), 4).close();
        assertThat(log.file(1)).exists();
        assertReads(folder, kind);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatRoomIsWanting(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        final LogPort log = FolderFiles.log(folder, kind);
        final Compression compression =
                new Compression(folder, log, Files.getFileStore(folder).getTotalSpace());
        final int compressed =
                compression.sealed(new FolderFiles(folder).readManifest().segments(), Long.MAX_VALUE, () -> {});
        assertThat(compressed).isZero();
        assertThat(compression.want())
                .startsWith("segment 1 was not compressed: that takes room for up to " + Files.size(log.file(1))
                        + " bytes more");
        assertThat(log.file(1)).exists();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveNothingBehindWhenItIsStopped(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        final LogPort log = FolderFiles.log(folder, kind);
        assertThatThrownBy(() -> log.compress(1, () -> {
                    throw new IllegalStateException("stopped");
                }))
                .hasMessage("stopped");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().contains(".gz"));
        }
        assertReads(folder, kind);
    }
}
