package dev.tidegate.journal.event;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Ends the files of an event log where the events of its journal end, and brings them to the disk. */
final class EventEnd {
    private static final int STEP_BYTES = 1 << 20;

    private EventEnd() {}

    /**
     * Cuts a file, and deletes those behind it.
     *
     * @param segments first events of all files, rising
     * @param cutSegment first event of the file that is cut
     * @param cutOffset its bytes that stay; it is deleted when these are none of a block
     * @param isLost whether what is cut was whole, and may have been read by somebody
     */
    static void cut(
            final EventFiles files,
            final List<Long> segments,
            final long cutSegment,
            final long cutOffset,
            final boolean isLost)
            throws IOException {
        for (final long first : segments) {
            if (first > cutSegment || first == cutSegment && cutOffset <= EventSegmentHeader.BYTES) {
                files.delete(first);
            }
        }
        final Path file = files.file(cutSegment);
        if (Files.exists(file)) {
            if (isLost) {
                replace(files, file, cutOffset);
            } else {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(cutOffset);
                    channel.force(true);
                }
            }
        }
        files.force();
    }

    /** A new file instead of a shorter one: who reads the old one shall not find other events where it stands. */
    private static void replace(final EventFiles files, final Path file, final long bytes) throws IOException {
        final Path aside = files.folder().resolve(file.getFileName() + ".new");
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(
                        aside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            long at = 0;
            while (at < bytes) {
                at += from.transferTo(at, Math.min(STEP_BYTES, bytes - at), to);
            }
            to.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Forces every file that holds an event behind those known forced.
     *
     * @param forced the newest event known forced
     * @param last the newest event of the files
     */
    static void force(final EventFiles files, final long forced, final long last) throws IOException {
        final List<Long> all = files.list();
        for (final long first : all) {
            if (first > Math.min(forced, last) || first == holding(all, forced)) {
                try (FileChannel channel = FileChannel.open(files.file(first), StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
        files.force();
    }

    /** The file that holds that event, or the first one. */
    private static long holding(final List<Long> all, final long event) {
        long found = all.get(0);
        for (final long first : all) {
            found = first <= event ? first : found;
        }
        return found;
    }
}
