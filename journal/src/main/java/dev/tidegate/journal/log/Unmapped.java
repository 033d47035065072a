package dev.tidegate.journal.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What both kinds of log do to files and folders that no writer has open. */
final class Unmapped {
    private Unmapped() {}

    /** Forces a folder's entries, so that a new, renamed or deleted file in it stays so. */
    static void forceFolder(final Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Cuts a file to {@code bytes} and forces it. */
    static void truncate(final Path file, final long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            channel.force(true);
        }
    }
}
