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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
    /** In the place of a word: no number, and numbers that nothing can have. */
    private static final List<String> HARMING = List.of("", "-1", "9223372036854775808", "%zz");

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
        final byte[] forced = Files.readAllBytes(own.resolve(FolderFiles.FORCED));
        final String lock = Files.readString(own.resolve(FolderFiles.LOCK));
        final String events = "tidegate-events 1\njournal 0-0-0-0-0\nopen x\nevents 5 forced 3\nepoch 1 from 0\n";
        return Stream.of(
                        byHand(manifest),
                        hostile(SIGNED, manifest.substring(0, manifest.indexOf(LAST_LINE))),
                        hostile(SIGNED | 1, events),
                        hostile(3, lock),
                        every(forced.length).mapToObj(at -> flipped(forced, at)),
                        every(forced.length).mapToObj(length -> Edits.input(Arrays.copyOf(forced, length), 2)))
                .flatMap(each -> each);
    }

    private static IntStream every(final int bytes) {
        return IntStream.iterate(0, at -> at < bytes, at -> at + Long.BYTES);
    }

    private static byte[] flipped(final byte[] forced, final int at) {
        final byte[] input = Edits.input(forced, 2);
        input[1 + at] ^= (byte) 0x80;
        return input;
    }

    /** A text of which each word in turn is another one, and each line in turn is missing, there twice, or the last. */
    private static Stream<byte[]> hostile(final int flags, final String text) {
        final List<String> texts = new ArrayList<>();
        final Matcher words = Pattern.compile("[^ \n]+").matcher(text);
        while (words.find()) {
            for (final String other : HARMING) {
                texts.add(text.substring(0, words.start()) + other + text.substring(words.end()));
            }
        }
        final List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            final List<String> without = new ArrayList<>(lines);
            final String line = without.remove(i);
            texts.add(joined(without));
            without.add(line);
            texts.add(joined(without));
            without.add(i, line);
            texts.add(joined(without));
        }
        return texts.stream().map(each -> input(flags, each));
    }

    private static String joined(final List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    /** What people have thought of. */
    private static Stream<byte[]> byHand(final String manifest) {
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
