package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidegate.journal.log.ChronicleFlags;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which folders are opened at all, by whom, and what the others answer. */
class FolderTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void shouldRefuseSecondOpenInThisProcess(final Kind kind) {
        try (TestJournal journal = TestJournal.open(temp, kind)) {
            journal.appendBatches(1);
            final String pid = String.valueOf(ProcessHandle.current().pid());
            expect(JournalException.Kind.LOCKED, () -> TestJournal.open(temp, kind), "process, " + pid);
            expect(JournalException.Kind.LOCKED, () -> TestJournal.read(temp), "process, " + pid);
            journal.appendBatches(1);
        }
        assertThat(TestJournal.read(temp).lines).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheProcessThatHoldsTheFolder(final Kind kind) throws Exception {
        final Process holder = JournalChild.start(true, "hold", temp.toString(), kind.name());
        try (BufferedReader lines = holder.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("held");
            final String text = "held by process " + holder.pid() + ";";
            expect(JournalException.Kind.LOCKED, () -> TestJournal.open(temp, kind), text);
            expect(JournalException.Kind.LOCKED, () -> TestJournal.read(temp), text);
            holder.getOutputStream().close();
            holder.waitFor();
        } finally {
            holder.destroyForcibly();
        }
        assertThat(TestJournal.read(temp).lines).hasSize(3);
    }

    /** The lock stayed with a file that nobody could close: not before the process ended could the folder be opened. */
    @ParameterizedTest
    @ValueSource(strings = {FolderFiles.LOCK, FolderFiles.SHADOW})
    void shouldLetGoOfTheLockThatAFullDiskRefusesToWrite(final String name) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temp.resolve("disk"), 1)) {
            final Path rest = disk.fill("rest", disk.freeBytes());
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThatThrownBy(() -> take(disk.path(), name).close())
                        .as("attempt " + attempt)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("No space left");
            }
            Files.delete(rest);
            take(disk.path(), name).close();
        }
    }

    private static FolderLock take(final Path folder, final String name) throws IOException {
        return name.equals(FolderFiles.LOCK) ? FolderLock.exclusive(folder) : FolderLock.ofSnapshots(folder);
    }

    @Test
    void shouldRefuseTheOtherKindAndNameBoth() {
        TestJournal.open(temp, Kind.CHRONICLE).close();
        expect(
                JournalException.Kind.VERSION,
                () -> TestJournal.open(temp, Kind.FILE),
                "a CHRONICLE journal",
                "as FILE");
    }

    @Test
    void shouldRefuseFolderOfSomethingElse() throws Exception {
        Files.writeString(temp.resolve("holiday.jpg"), "sea");
        expect(JournalException.Kind.NOT_A_FOLDER, () -> TestJournal.open(temp, Kind.FILE), "holiday.jpg");
        expect(JournalException.Kind.NOT_A_FOLDER, () -> TestJournal.read(temp), "holiday.jpg");
        assertThat(temp).isDirectoryNotContaining("glob:**LOCK");
        final Path file = temp.resolve("holiday.jpg");
        expect(JournalException.Kind.NOT_A_FOLDER, () -> TestJournal.open(file, Kind.FILE), "is a file");
    }

    @Test
    void shouldNotVerifyWhatIsNotThere() {
        expect(JournalException.Kind.NOT_A_FOLDER, () -> TestJournal.read(temp), "holds no journal");
        expect(JournalException.Kind.UNREADABLE, () -> TestJournal.read(temp.resolve("no")), "does not exist");
    }

    @Test
    void shouldRefuseFolderOfNewerVersion() throws Exception {
        TestJournal.open(temp, Kind.FILE).close();
        final Path manifest = temp.resolve("MANIFEST");
        final String text = Files.readString(manifest).replace("tidegate-journal 1", "tidegate-journal 3");
        final String body = text.substring(0, text.indexOf("crc32c"));
        final CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        Files.writeString(manifest, body + String.format("crc32c %08x%n", crc.getValue()));
        expect(JournalException.Kind.VERSION, () -> TestJournal.open(temp, Kind.FILE), "version 3", "up to 2");
        expect(JournalException.Kind.VERSION, () -> TestJournal.read(temp), "version 3");
    }

    @Test
    void shouldAskForTheJvmFlagsBeforeTouchingAnything() throws Exception {
        final Path folder = temp.resolve("journal");
        final Process child = JournalChild.start(false, "open", folder.toString(), "CHRONICLE");
        final String answer = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("JVM_FLAGS ").contains(ChronicleFlags.line());
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldNeedNoJvmFlagsForFiles() throws Exception {
        final Process child = JournalChild.start(false, "open", temp.toString(), "FILE");
        final String answer = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("opened 0");
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadFromReadOnlyMountAndRefuseToOpenThere(final Kind kind) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temp.resolve("disk"), 64);
                SmallDisk view = disk.readOnlyAt(temp.resolve("view"))) {
            try (TestJournal journal = TestJournal.open(disk.path().resolve("journal"), kind)) {
                journal.appendBatches(10);
            }
            final Path folder = view.path().resolve("journal");
            assertThat(TestJournal.read(folder).lines).hasSize(10);
            expect(JournalException.Kind.UNREADABLE, () -> TestJournal.open(folder, kind), "Read-only file system");
            final Path fresh = view.path().resolve("fresh");
            expect(JournalException.Kind.UNREADABLE, () -> TestJournal.open(fresh, kind), "Read-only file system");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadACopyWithoutItsLock(final Kind kind) throws Exception {
        try (TestJournal journal = TestJournal.open(temp, kind)) {
            journal.appendBatches(10);
        }
        Files.delete(temp.resolve("LOCK"));
        assertThat(TestJournal.read(temp).lines).hasSize(10);
        assertThat(temp.resolve("LOCK")).doesNotExist();
    }

    private static void expect(final JournalException.Kind kind, final ThrowingCallable call, final String... texts) {
        final JournalException refusal = catchThrowableOfType(JournalException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).contains(texts);
        assertThat(refusal.kind()).isEqualTo(kind);
    }
}
