package dev.tidegate.launcher.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How far a journal's segments have been written, told from outside: what is not written yet is zero. */
final class JournalPages {
    private static final int PAGE_BYTES = 4096;

    private JournalPages() {}

    /** Where the pages of a journal of one segment begin that hold anything. */
    static List<Long> used(Path folder) throws IOException {
        List<Long> used = new ArrayList<>();
        for (Path segment : segments(folder)) {
            for (long at = 0; at < Files.size(segment); at += PAGE_BYTES) {
                if (isWritten(segment, at)) {
                    used.add(at);
                }
            }
        }
        return used;
    }

    /** Looks at the segments that come to a folder from now on. */
    static final class Probe {
        private final Path folder;
        private final Set<Path> before;

        Probe(Path folder) throws IOException {
            this.folder = folder;
            before = Set.copyOf(segments(folder));
        }

        /** Whether one of them has something in the page that begins there. */
        boolean reached(long page) throws IOException {
            for (Path segment : segments(folder)) {
                if (!before.contains(segment) && isWritten(segment, page)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isWritten(Path segment, long page) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PAGE_BYTES);
        try (FileChannel channel = FileChannel.open(segment)) {
            channel.read(bytes, page);
        } catch (NoSuchFileException goneMeanwhile) {
            return false;
        }
        for (int i = 0; i < bytes.position(); i++) {
            if (bytes.get(i) != 0) {
                return true;
            }
        }
        return false;
    }

    private static Set<Path> segments(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*segment-[0-9]+(\\.log|/.*\\.cq4)"))
                    .collect(Collectors.toSet());
        } catch (UncheckedIOException changing) {
            // A file that went away while the folder was listed.
            return Set.of();
        }
    }
}
