package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.journal.event.EventShop.Event;
import dev.tidegate.pipeline.EventCursor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An event log that format version 1 wrote, kept as it was, without its journal: every later release reads it.
 *
 * <p>Run {@link #main} by hand to make that of a new version.
 */
class GoldenEventLogTest {
    private static final int EVENTS = 1_973;
    private static final long CHECKSUM = 3_220_157_946L;

    @TempDir
    Path folder;

    @Test
    void shouldReadTheLogOfVersion1() throws Exception {
        unzip("/golden/events-version-1.zip");
        assertThat(EventFiles.of(folder).list()).hasSize(3);
        try (EventLogReader reader = EventLogReader.open(folder)) {
            assertThat(reader.oldest()).isEqualTo(new EventCursor(1, 0));
            assertThat(reader.newest()).isEqualTo(new EventCursor(1, EVENTS));
        }
        final List<Event> events = EventShop.logged(folder);
        assertThat(events).hasSize(EVENTS);
        assertThat(checksum(events)).isEqualTo(CHECKSUM);
    }

    private static long checksum(final List<Event> events) {
        final CRC32C crc = new CRC32C();
        events.forEach(event -> crc.update(event.toString().getBytes(StandardCharsets.US_ASCII)));
        return crc.getValue();
    }

    private void unzip(final String resource) throws IOException {
        try (InputStream bytes = Objects.requireNonNull(getClass().getResourceAsStream(resource));
                ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                final Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }

    /** Writes the zip file into the folder that is given. */
    public static void main(final String[] arguments) throws Exception {
        final Path data = Files.createTempDirectory("golden").resolve("data");
        try (Tidegate tidegate = EventShop.open(data, EventShop.small())) {
            EventShop.trade(tidegate, 1, 1_000);
        }
        final Path target = Path.of(arguments[0]).resolve("events-version-" + EventNotes.VERSION + ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target));
                Stream<Path> files = Files.walk(data)) {
            for (final Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (file.endsWith(EventNotes.FILE) || file.getParent().endsWith(EventFiles.FOLDER)) {
                    zip.putNextEntry(new ZipEntry(data.relativize(file).toString()));
                    Files.copy(file, zip);
                }
            }
        }
        final List<Event> events = EventShop.logged(data);
        System.out.println(events.size() + " events, checksum " + checksum(events));
    }
}
