package dev.tidegate.journal.event;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of one event log: each is named by the sequence of its first event. */
final class EventFiles {
    /** The event log's folder inside a journal's. */
    static final String FOLDER = "events";

    private static final String OLD = ".old-";

    private static final Pattern NAME = Pattern.compile("(\\d{20})\\.events");

    private final Path folder;

    private EventFiles(final Path folder) {
        this.folder = folder;
    }

    /** Those beside the journal in that folder. */
    static EventFiles of(final Path journalFolder) {
        return new EventFiles(journalFolder.resolve(FOLDER));
    }

    /** Those in a folder of another name. */
    static EventFiles in(final Path folder) {
        return new EventFiles(folder);
    }

    Path folder() {
        return folder;
    }

    Path file(final long firstEvent) {
        return folder.resolve(String.format("%020d.events", firstEvent));
    }

    /** First events of the files there are, rising. */
    List<Long> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Long.parseLong(name.group(1)))
                    .sorted()
                    .toList();
        }
    }

    /** The header of a file; null when it has none that can be read. */
    @Nullable
    EventSegmentHeader header(final long firstEvent, final UUID journal) throws IOException {
        try (InputStream in = Files.newInputStream(file(firstEvent))) {
            final byte[] bytes = in.readNBytes(EventSegmentHeader.BYTES);
            return EventSegmentHeader.fault(bytes, bytes.length, journal, firstEvent) == null
                    ? EventSegmentHeader.parse(bytes)
                    : null;
        } catch (final NoSuchFileException gone) {
            return null;
        }
    }

    void create() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
            force(folder.toAbsolutePath().getParent());
        }
    }

    /** Moves the whole log out of the way and says where to; empty when there is none. */
    String setAside() throws IOException {
        if (!Files.isDirectory(folder)) {
            return "";
        }
        final Path old = unused(folder);
        Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        return old.toString();
    }

    /** The name that a file or folder that is set aside gets: the first of {@code .old-1}, {@code .old-2} that is free. */
    static Path unused(final Path path) {
        int number = 1;
        while (Files.exists(path.resolveSibling(path.getFileName() + OLD + number))) {
            number++;
        }
        return path.resolveSibling(path.getFileName() + OLD + number);
    }

    void delete(final long firstEvent) throws IOException {
        Files.deleteIfExists(file(firstEvent));
    }

    /** Forces the folder's entries. */
    void force() throws IOException {
        force(folder);
    }

    static void force(final @Nullable Path directory) throws IOException {
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
