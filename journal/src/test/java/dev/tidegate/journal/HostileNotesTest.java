package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.event.EventLogReader;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.Replayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The small files of a folder, with which everything begins. The first byte of an input says which of them its other bytes
 * stand for, and whether a line with their right checksum is added.
 */
class HostileNotesTest {
    private static final String[] NAMES = {FolderFiles.MANIFEST, "EVENTS", FolderFiles.FORCED, FolderFiles.LOCK};
    private static final int SIGNED = 4;
    private static final String LAST_LINE = "crc32c ";

    @TempDir
    static Path temp;

    private static @Nullable Path folder;

    private static Path folder() {
        Path made = folder;
        if (made == null) {
            made = temp.resolve("journal");
            try (SmallShop shop =
                    new SmallShop(made, TestJournal.small(Kind.FILE).withEvents(EventLogSettings.defaults()), 3)) {
                shop.trade(30);
            }
            folder = made;
        }
        return made;
    }

    static Stream<byte[]> inputs() throws IOException {
        // Called before the folder of the test is there.
        final Path own = Files.createTempDirectory("notes");
        try (TestJournal journal = TestJournal.open(own, TestJournal.small(Kind.FILE))) {
            journal.appendBatches(3).force();
        }
        final String manifest = Files.readString(own.resolve(FolderFiles.MANIFEST));
        return Stream.of(
                input(SIGNED, manifest.substring(0, manifest.indexOf(LAST_LINE))),
                input(
                        SIGNED,
                        "tidegate-journal 2\njournal 0-0-0-0-0\nkind FILE\ncreated 1\nstart 1 record 5 sequence 9 time 3"
                                + " head 00ff\nrepair void 3 records 7 at 4 reason x%20y\nsegment 2 open\n"),
                input(SIGNED | 1, "tidegate-events 1\njournal 0-0-0-0-0\nopen x\nevents 5 forced 3\nepoch 1 from 0\n"),
                input(SIGNED | 1, "tidegate-events 1\njournal 0-0-0-0-0\nopen x\nevents 5 forced 3\nepoch 0 from -1\n"),
                input(2, "TGFORCED"),
                input(3, "pid 1 boot x behind\n"));
    }

    private static byte[] input(final int flags, final String text) {
        return ((char) flags + text).getBytes(StandardCharsets.US_ASCII);
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "2m")
    void shouldBeReadOrRefusedByName(final byte[] input) throws IOException {
        final Path file = folder().resolve(NAMES[input.length == 0 ? 0 : input[0] & 3]);
        final byte[] before = Files.exists(file) ? Files.readAllBytes(file) : null;
        try {
            Files.write(file, content(input));
            read(folder());
        } finally {
            if (before == null) {
                Files.deleteIfExists(file);
            } else {
                Files.write(file, before);
            }
        }
    }

    private static byte[] content(final byte[] input) {
        final byte[] said = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        if (input.length == 0 || (input[0] & SIGNED) == 0) {
            return said;
        }
        // As a reader takes it: what is no ASCII character is another one then.
        final String text = new String(said, StandardCharsets.US_ASCII);
        final CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return (text + LAST_LINE + String.format("%08x", crc.getValue()) + '\n').getBytes(StandardCharsets.US_ASCII);
    }

    private static void read(final Path folder) {
        refused(() -> JournalFolder.readInOneThread(folder, new Replayer(new EngineSettings(7, 8, 16, 64, 64))));
        refused(() -> JournalScan.scan(folder, new JournalScan.Visitor() {
            @Override
            public void segment(final long number, final Path file, final long bytes, final String state) {}

            @Override
            public void record(final ScannedRecord found) {}

            @Override
            public void fault(final JournalScan.Fault found) {
                assertThat(found.reason()).isNotBlank();
            }
        }));
        refused(() -> {
            try (EventLogReader reader = EventLogReader.open(folder)) {
                reader.newest();
            } catch (final IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private static void refused(final Runnable reading) {
        try {
            reading.run();
        } catch (final JournalException named) {
            assertThat(named.kind()).isNotIn(JournalException.Kind.IO, JournalException.Kind.LOCKED);
            assertThat(named.getMessage()).isNotBlank();
        }
    }
}
