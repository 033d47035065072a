package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.Tidegate;
import dev.tidegate.journal.event.EventShop.Event;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.SubscribeAnswer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to an event log whose files are not what they were. */
class EventDamageTest {
    private static final int FLIPS = 60;

    @TempDir
    Path temp;

    private Path folder;
    private List<Event> events;
    private Map<String, byte[]> files;

    @BeforeEach
    void trade() throws Exception {
        folder = temp.resolve("data");
        try (Tidegate tidegate = EventShop.open(folder, EventShop.small())) {
            EventShop.trade(tidegate, 21, 1_500);
        }
        events = EventShop.replayed(folder);
        files = EventLogTest.files(folder);
        assertThat(files).hasSizeGreaterThanOrEqualTo(4);
    }

    private EventFiles eventFiles() {
        return EventFiles.of(folder);
    }

    private Path file(final int index) throws IOException {
        return eventFiles().file(eventFiles().list().get(index));
    }

    private Path last() throws IOException {
        return file(eventFiles().list().size() - 1);
    }

    private EventLogReport reopen() {
        try (Tidegate tidegate = EventShop.open(folder, EventShop.small())) {
            return tidegate.events().report();
        }
    }

    private void assertDamaged(final String place) {
        try (Tidegate tidegate = EventShop.open(folder, EventShop.small())) {
            final EventLog log = tidegate.events();
            assertThat(log.state()).isEqualTo(EventLog.State.DAMAGED);
            assertThat(log.reason()).contains(place);
            assertThat(log.report().events()).isEqualTo(events.size());
            assertThat(tidegate.subscribe(new EventCursor(1, 0), new EventShop.Collector()))
                    .isEqualTo(new SubscribeAnswer.Unavailable(log.reason()));
            // The engine goes on without it.
            EventShop.trade(tidegate, 22, 10);
        }
    }

    private void assertHealed() throws IOException {
        EventLogTest.assertSame(EventLogTest.files(folder), files);
    }

    @Test
    void shouldReportABitFlippedAnywhereOrCutItAsATornEnd() throws Exception {
        final Random random = new Random(31);
        for (int i = 0; i < FLIPS; i++) {
            final Path file = file(random.nextInt(files.size()));
            final byte[] whole = Files.readAllBytes(file);
            final int at = random.nextInt(whole.length);
            flip(file, at);
            final EventLogReport report = reopen();
            if (report.damage().isEmpty()) {
                assertThat(file).isEqualTo(last());
                assertThat(report.cutAt()).contains(file.getFileName().toString());
                assertThat(report.bytesCut()).isPositive();
            } else {
                assertThat(report.damage()).contains(file.getFileName().toString());
                assertThat(Files.readAllBytes(file)).isNotEqualTo(whole);
                Files.write(file, whole);
            }
            assertHealed();
        }
    }

    @Test
    void shouldNameTheFileAndByteOfAFlippedBit() throws Exception {
        flip(file(1), 1_000);
        assertDamaged(file(1) + ", byte ");
        // Nothing was changed, nothing was appended behind it.
        flip(file(1), 1_000);
        assertHealed();
    }

    @Test
    void shouldReportAMissingFileInTheMiddle() throws Exception {
        final long first = eventFiles().list().get(1);
        Files.delete(file(1));
        assertDamaged("begins with event " + eventFiles().list().get(1) + " where " + first + " should be");
    }

    @Test
    void shouldReportAFileCutShortInTheMiddle() throws Exception {
        truncate(file(1), Files.size(file(1)) - 7);
        assertDamaged(file(1).toString());
    }

    @Test
    void shouldReportSwappedFiles() throws Exception {
        final Path aside = temp.resolve("aside");
        Files.move(file(0), aside);
        final Path first = eventFiles().file(1);
        Files.move(file(0), first);
        Files.move(aside, eventFiles().file(eventFiles().list().get(1) - 1));
        assertDamaged("it begins with event");
    }

    @Test
    void shouldReportAFileOfAnotherJournal() throws Exception {
        final Path other = temp.resolve("other");
        try (Tidegate tidegate = EventShop.open(other, EventShop.small())) {
            EventShop.trade(tidegate, 21, 1_500);
        }
        final Path theirs = EventFiles.of(other).file(1);
        Files.write(file(0), Files.readAllBytes(theirs));
        assertDamaged("it belongs to journal");
    }

    @Test
    void shouldRefuseANewerVersion() throws Exception {
        final byte[] bytes = Files.readAllBytes(file(0));
        bytes[8] = 2;
        Files.write(file(0), bytes);
        assertDamaged("format version 2; this release reads up to 1. Use the release that wrote it");
    }

    @Test
    void shouldWriteATornEndAnewAndSayWhereItWas() throws Exception {
        truncate(last(), Files.size(last()) - 5);
        final EventLogReport report = reopen();
        assertThat(report.bytesCut()).isPositive();
        assertThat(report.missing()).isPositive();
        assertThat(report.damage()).isEmpty();
        assertHealed();
    }

    @Test
    void shouldWriteMissingFilesAtTheEndAnew() throws Exception {
        Files.delete(last());
        Files.delete(last());
        assertThat(reopen().missing()).isPositive();
        assertHealed();

        truncate(last(), 10);
        assertThat(reopen().bytesCut()).isEqualTo(10);
        assertHealed();
    }

    @Test
    void shouldReportNotesThatCannotBeRead() throws Exception {
        flip(folder.resolve(EventNotes.FILE), 30);
        assertDamaged("EVENTS is damaged");
        flip(folder.resolve(EventNotes.FILE), 30);
        final EventLogReport report = reopen();
        assertThat(report.damage()).isEmpty();
        assertThat(report.missing()).isPositive();
        assertThat(EventShop.logged(folder)).isEqualTo(EventShop.replayed(folder));
    }

    @Test
    void shouldReportNotesThatAreMissing() throws Exception {
        Files.delete(folder.resolve(EventNotes.FILE));
        assertDamaged("EVENTS is missing");
    }

    @Test
    void shouldReadUpToDamageAndSayWhereItIs() throws Exception {
        flip(file(2), 1_000);
        final EventShop.Collector read = new EventShop.Collector();
        try (EventLogReader reader = EventLogReader.open(folder)) {
            assertThat(reader.moveTo(new EventCursor(1, 0))).isNull();
            assertThatThrownBy(() -> {
                        while (reader.read(read)) {
                            continue;
                        }
                    })
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(file(2) + ", byte ")
                    .extracting(failure -> ((JournalException) failure).kind())
                    .isEqualTo(JournalException.Kind.DAMAGED);
        }
        assertThat(read.events()).hasSizeGreaterThan((int) (eventFiles().list().get(2) - 1));
        assertThat(read.events()).isEqualTo(events.subList(0, read.count()));
    }

    static void flip(final Path file, final int at) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) (1 << at % 8);
        Files.write(file, bytes);
    }

    static void truncate(final Path file, final long size) throws IOException {
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(size);
        }
    }
}
