package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A full disk is a refusal before anything is written; nothing acknowledged is lost, and space that returns is used. */
class DiskFullTest {
    private static final int DISK_MIB = 40;
    private static final int BALLAST_BYTES = 8 << 20;

    private final byte[] frames = new byte[40_000];

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"CHRONICLE,false", "FILE,false", "CHRONICLE,true", "FILE,true"})
    void shouldRefuseWhenFullAndGoOnWhenSpaceReturns(final Kind kind, final boolean ext4) throws Exception {
        new Random(3).nextBytes(frames);
        final Path mount = temp.resolve("disk");
        try (SmallDisk disk = ext4 ? SmallDisk.mountExt4(mount, DISK_MIB) : SmallDisk.mount(mount, DISK_MIB)) {
            final Path folder = disk.path().resolve("journal");
            final Path ballast = disk.fill("ballast", BALLAST_BYTES);
            final TestJournal journal = TestJournal.open(folder, kind);
            final long first = fill(journal);
            assertThat(first).isGreaterThan(300);
            assertThat(disk.freeBytes()).isGreaterThanOrEqualTo(SegmentSupply.RESERVE_BYTES - (1 << 20));
            journal.mark().force();
            assertReadable(TestJournal.crashImage(folder, temp.resolve("image")), first);
            Files.delete(ballast);
            await().until(() -> journal.journal().ensureRoom(frames.length));
            final long second = fill(journal);
            assertThat(second).isGreaterThan(first + 100);
            journal.close();
            assertReadable(folder, second);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseToStartWhenNothingIsLeft(final Kind kind) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temp.resolve("disk"), DISK_MIB)) {
            final Path folder = disk.path().resolve("journal");
            final long last = fillAndClose(folder, kind);
            final Path ballast = disk.fill("ballast", disk.freeBytes());
            final JournalException refusal =
                    catchThrowableOfType(JournalException.class, () -> TestJournal.open(folder, kind));
            assertThat(refusal).isNotNull();
            assertThat(refusal.kind()).isEqualTo(JournalException.Kind.DISK_FULL);
            assertReadable(folder, last);
            Files.delete(ballast);
            try (TestJournal journal = TestJournal.open(folder, kind)) {
                assertThat(journal.sequence()).isEqualTo(last);
                journal.appendBatches(1);
            }
        }
    }

    private long fillAndClose(final Path folder, final Kind kind) {
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            return journal.appendBatches(100).sequence();
        }
    }

    /** Appends until there is no room, and for a while after that. */
    private long fill(final TestJournal journal) {
        int refusals = 0;
        while (refusals < 1000) {
            if (journal.journal().ensureRoom(frames.length)) {
                journal.append(frames, 1);
            } else {
                refusals++;
            }
        }
        return journal.sequence();
    }

    private static void assertReadable(final Path folder, final long last) {
        final TestJournal.Replayed replayed = new TestJournal.Replayed();
        replayed.checksBytes = false;
        assertThat(JournalFolder.read(folder, replayed).recovery().lastSequence())
                .isEqualTo(last);
    }
}
