package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Folders that format version 1 wrote, kept as they were: every later release reads them.
 *
 * <p>Run {@link #main} by hand to make those of a new version.
 */
class GoldenFolderTest {
    private static final int BATCHES = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "FILE, 39efa25a50f097b3417a7d0a095efa63c46e8b7a2617cc800b3f325eed045541",
        "CHRONICLE, be33401b93eb3b167e5ff9da412f07aebd4ef062bb9056108c01a9be94e2fa7f"
    })
    void shouldReadTheFoldersOfVersion1(final Kind kind, final String head) throws IOException {
        unzip(kind, folder);
        final TestJournal.Replayed replayed = new TestJournal.Replayed();
        final JournalReading reading = JournalFolder.read(folder, replayed);
        assertThat(replayed.lines).hasSize(2 * BATCHES + 2);
        assertThat(reading.recovery().segments()).isEqualTo(2);
        assertThat(reading.chainHead()).isEqualTo(new ChainHead(2 * BATCHES + 2, replayed.lastSequence, head));
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            assertThat(journal.replayed().lines).isEqualTo(replayed.lines);
            journal.appendBatches(1);
        }
    }

    /** Puts a folder that version 1 wrote where it is said. */
    static Path unzip(final Kind kind, final Path folder) throws IOException {
        final String resource = "/golden/version-1-" + kind + ".zip";
        try (InputStream bytes = Objects.requireNonNull(GoldenFolderTest.class.getResourceAsStream(resource));
                ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                final Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        return folder;
    }

    /** Writes one zip file for each kind into the folder that is given. */
    public static void main(final String[] arguments) throws IOException {
        final Path target = Path.of(arguments[0]);
        for (final Kind kind : Kind.values()) {
            final Path folder = Files.createTempDirectory("golden");
            for (int life = 0; life < 2; life++) {
                try (TestJournal journal = TestJournal.open(folder, kind)) {
                    journal.appendBatches(BATCHES).mark();
                }
            }
            zip(folder, target.resolve("version-" + Envelope.VERSION + "-" + kind + ".zip"));
            System.out.println(kind + " "
                    + JournalFolder.read(folder, new TestJournal.Replayed())
                            .chainHead()
                            .sha256());
        }
    }

    private static void zip(final Path folder, final Path target) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target));
                Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.endsWith("LOCK")) {
                    zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                    Files.copy(file, zip);
                }
            }
        }
    }
}
