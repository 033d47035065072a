package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.Digest;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.SmallShop.Found;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.journal.snapshot.SnapshotInput;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.RecoveryReport.Rejected;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.table.StateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recovery from snapshots: the same state from every one of them as from the whole journal, and never another. */
final class SnapshotRecoveryTest {
    @TempDir
    private Path temp;

    private final List<Long> made = new ArrayList<>();
    private Digest digest;
    private int copies;

    /** A folder with snapshots on the way and a tail behind the last; closed. */
    private Path folder(final Kind kind) throws Exception {
        final Path folder = temp.resolve("shop");
        try (SmallShop shop = SmallShop.open(folder, kind)) {
            for (int i = 0; i < 4; i++) {
                made.add(shop.trade(400).snapshot());
            }
            digest = shop.trade(300).digest();
        }
        return folder;
    }

    private Path copy(final Path folder) {
        return TestJournal.crashImage(folder, temp.resolve("copy" + copies++));
    }

    private static Path file(final Path folder, final long sequence) {
        return new SnapshotFiles(folder).file(sequence);
    }

    private long newest() {
        return made.get(made.size() - 1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeToTheSameDigestFromEverySnapshotAsFromTheWholeJournal(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        for (final long only : made) {
            final Path copy = copy(folder);
            for (final long other : made) {
                if (other != only) {
                    Files.delete(file(copy, other));
                }
            }
            final Found found = SmallShop.recover(copy, kind);
            assertThat(found.digest()).isEqualTo(digest);
            assertThat(found.report().snapshotSequence()).isEqualTo(only);
            assertThat(found.report().commands()).isEqualTo(digest.sequence() - only);
            assertThat(found.report().digest()).isEqualTo(digest.hex());
            assertThat(found.report().text())
                    .contains("behind the snapshot of sequence " + only, "digest " + digest.hex());
            assertThat(found.report().rejected()).isEmpty();
        }
        final Path bare = copy(folder);
        for (final long other : made) {
            Files.delete(file(bare, other));
        }
        final Found whole = SmallShop.recover(bare, kind);
        assertThat(whole.digest()).isEqualTo(digest);
        assertThat(whole.report().snapshotSequence()).isZero();
        assertThat(whole.report().commands()).isEqualTo(digest.sequence());
    }

    @Test
    void shouldMakeTheSameSnapshotFromTheLogWhoeverFollowsIt() throws Exception {
        final Path folder = folder(Kind.FILE);
        final byte[] first = Files.readAllBytes(file(folder, newest()));
        Files.delete(file(folder, newest()));
        final Replayer replayer = new Replayer(new EngineSettings(5, 6, 3, 3, 3));
        try (LogFollower follower = new LogFollower(folder, replayer, header -> false)) {
            while (follower.sequence() < newest()) {
                follower.step(1);
            }
            final Engine engine = replayer.engine();
            new SnapshotFiles(folder).write(engine, follower.header(engine.digestHigh(), engine.digestLow()), () -> {});
        }
        assertThat(Files.readAllBytes(file(folder, newest()))).isEqualTo(first);
    }

    @Test
    void shouldTakeTheNextOlderOneAndSayWhyAndLeaveTheFileAlone() throws Exception {
        final Path folder = folder(Kind.FILE);
        final Random random = new Random(1);
        for (int i = 0; i < 8; i++) {
            final Path copy = copy(folder);
            final Path newest = file(copy, newest());
            final byte[] bytes = Files.readAllBytes(newest);
            final int at = i < 4 ? random.nextInt(bytes.length) : i % 2 == 0 ? i * 4 : bytes.length - 1 - i;
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(newest, bytes);

            assertFallsBack(copy, 1);
            assertThat(Files.readAllBytes(newest)).isEqualTo(bytes);
        }
    }

    private Rejected assertFallsBack(final Path copy, final int rejected) {
        final Found found = SmallShop.recover(copy, Kind.FILE);
        assertThat(found.digest()).isEqualTo(digest);
        assertThat(found.report().rejected()).hasSize(rejected);
        assertThat(found.report().rejected().get(0).file())
                .isEqualTo(file(copy, newest()).getFileName().toString());
        final int next = made.size() - 1 - rejected;
        assertThat(found.report().snapshotSequence()).isEqualTo(next < 0 ? 0 : made.get(next));
        return found.report().rejected().get(0);
    }

    @Test
    void shouldFindABitThatFlippedAtAnyOfAThousandPlaces() throws Exception {
        final Path folder = folder(Kind.FILE);
        final Path newest = file(folder, newest());
        final byte[] bytes = Files.readAllBytes(newest);
        final Random random = new Random(4);
        for (int i = 0; i < 1_000; i++) {
            final byte[] flipped = bytes.clone();
            final int at = random.nextInt(bytes.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(newest, flipped);
            assertThat(begin(folder, newest)).as("byte " + at).isNotNull();
        }
        Files.write(newest, bytes);
        assertThat(begin(folder, newest)).isNull();
    }

    /** Why a replay cannot begin with a snapshot, or null. */
    private static String begin(final Path folder, final Path snapshot) throws IOException {
        try (SnapshotInput input = new SnapshotFiles(folder).open(snapshot)) {
            final var header = input.header();
            return new Replayer(EngineSettings.small())
                    .begin(input, header.sequence(), header.digestHigh(), header.digestLow());
        } catch (final StateException refused) {
            return refused.getMessage();
        }
    }

    @Test
    void shouldFallBackFromFilesThatAreCutEmptiedSwappedOrLonger() throws Exception {
        final Path folder = folder(Kind.FILE);
        final byte[] bytes = Files.readAllBytes(file(folder, newest()));
        final Random random = new Random(2);
        for (int i = 0; i < 20; i++) {
            final int length = i == 0 ? 0 : random.nextInt(bytes.length);
            final Path copy = copy(folder);
            Files.write(file(copy, newest()), Arrays.copyOf(bytes, length));
            assertFallsBack(copy, 1);
        }
        final Path longer = copy(folder);
        Files.write(file(longer, newest()), Arrays.copyOf(bytes, bytes.length + 8));
        assertFallsBack(longer, 1);

        final Path swapped = copy(folder);
        Files.write(file(swapped, newest()), Files.readAllBytes(file(folder, made.get(0))));
        Files.write(file(swapped, made.get(0)), bytes);
        assertThat(assertFallsBack(swapped, 1).reason()).contains("another's name");

        final Path none = copy(folder);
        for (final long sequence : made) {
            Files.write(file(none, sequence), new byte[0]);
        }
        assertFallsBack(none, made.size());
    }

    @Test
    void shouldRefuseTheSnapshotOfAnotherFolder() throws Exception {
        final Path folder = folder(Kind.FILE);
        final Path other = temp.resolve("other");
        final long sequence;
        try (SmallShop shop = SmallShop.open(other, Kind.FILE)) {
            sequence = shop.trade(400).snapshot();
        }
        Files.copy(file(other, sequence), file(folder, digest.sequence() - 1));
        assertThat(SmallShop.recover(copy(folder), Kind.FILE).report().rejected())
                .hasSize(1);
        Files.delete(file(folder, digest.sequence() - 1));
        for (final long own : made) {
            Files.deleteIfExists(file(folder, own));
        }
        Files.copy(file(other, sequence), file(folder, sequence));
        final Found found = SmallShop.recover(folder, Kind.FILE);
        assertThat(found.digest()).isEqualTo(digest);
        assertThat(found.report().rejected())
                .hasSize(1)
                .allSatisfy(each -> assertThat(each.reason()).contains("another journal"));
    }

    /** A copy went its own way, and a snapshot of the one lies in the folder of the other. */
    @Test
    void shouldRefuseTheSnapshotOfAHistoryThatWentAnotherWay() throws Exception {
        final Path folder = folder(Kind.FILE);
        final Path branch = copy(folder);
        final long stray;
        try (SmallShop shop = SmallShop.open(branch, Kind.FILE)) {
            stray = shop.trade(150).snapshot();
        }
        try (SmallShop shop = new SmallShop(folder, TestJournal.small(Kind.FILE), 99)) {
            digest = shop.trade(500).digest();
        }
        Files.copy(file(branch, stray), file(folder, stray));
        final Found found = SmallShop.recover(folder, Kind.FILE);
        assertThat(found.digest()).isEqualTo(digest);
        assertThat(found.report().rejected()).hasSize(1);
        assertThat(found.report().snapshotSequence()).isEqualTo(newest());
    }

    @Test
    void shouldRefuseALogThatIsShorterThanItsSnapshot() throws Exception {
        final Path folder = temp.resolve("shop");
        final Path before;
        try (SmallShop shop = SmallShop.open(folder, Kind.FILE)) {
            shop.trade(300);
            before = copy(folder);
            made.add(shop.trade(100).snapshot());
        }
        Files.copy(file(folder, newest()), file(before, newest()));
        assertThatThrownBy(() -> SmallShop.recover(before, Kind.FILE))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(JournalException.Kind.DAMAGED))
                .hasMessageContaining("had been forced");
    }

    @Test
    void shouldSayHowToGoOnWithAFormatOfANewerRelease() throws Exception {
        final Path folder = folder(Kind.FILE);
        final byte[] bytes = Files.readAllBytes(file(folder, newest()));
        final ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(8, 2);
        final CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 156);
        header.putInt(156, (int) crc.getValue());
        Files.write(file(folder, newest()), bytes);
        assertThat(assertFallsBack(folder, 1).reason())
                .contains("its format is 2")
                .contains("release that wrote it")
                .contains("move the file away");
    }

    @ParameterizedTest
    @EnumSource
    void shouldCompareEverySnapshotWordByWordWhenTheFolderIsVerified(final Kind kind) throws Exception {
        final Path folder = folder(kind);
        final JournalReading sound = JournalFolder.read(folder, new Replayer(EngineSettings.small()));
        assertThat(sound.recovery().commands()).isEqualTo(digest.sequence());
        assertThat(sound.snapshots()).hasSize(made.size()).allMatch(each -> each.fault() == null);

        final byte[] bytes = Files.readAllBytes(file(folder, made.get(1)));
        bytes[bytes.length / 2] ^= 4;
        Files.write(file(folder, made.get(1)), bytes);
        final JournalReading damaged = JournalFolder.read(folder, new Replayer(EngineSettings.small()));
        assertThat(damaged.snapshots()).filteredOn(each -> each.fault() != null).hasSize(1);
    }

    /** Well-formed in every way, and of another state. */
    @Test
    void shouldFindASnapshotThatHoldsAnotherState() throws Exception {
        final Path folder = folder(Kind.FILE);
        final Replayer replayer = new Replayer(EngineSettings.small());
        try (LogFollower follower = new LogFollower(folder, replayer, header -> false)) {
            while (follower.sequence() < made.get(1)) {
                follower.step(1);
            }
            final Engine engine = replayer.engine();
            final var header = follower.header(engine.digestHigh(), engine.digestLow());
            while (follower.sequence() < made.get(2)) {
                follower.step(1);
            }
            new SnapshotFiles(folder).write(replayer.engine(), header, () -> {});
        }
        final JournalReading reading = JournalFolder.read(folder, new Replayer(EngineSettings.small()));
        assertThat(reading.snapshots())
                .filteredOn(each -> each.fault() != null)
                .hasSize(1)
                .allMatch(each -> each.sequence() == made.get(1));
        final Path copy = copy(folder);
        Files.delete(file(copy, made.get(3)));
        Files.delete(file(copy, made.get(2)));
        final Found found = SmallShop.recover(copy, Kind.FILE);
        assertThat(found.digest()).isEqualTo(digest);
        assertThat(found.report().rejected()).hasSize(1);
        assertThat(found.report().snapshotSequence()).isEqualTo(made.get(0));
    }
}
