package dev.tidegate.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A folder that a command fills: new or empty, and gone again when the command fails. */
public final class NewFolder {
    private NewFolder() {}

    /** Refuses a folder that holds something or lies inside {@code other}. */
    public static void require(final Path folder, final Path other) throws UsageException, IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + " is a file; give a new folder");
        }
        if (Files.exists(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new UsageException(folder + " is not empty; give a new folder");
                }
            }
        }
        if (folder.toAbsolutePath()
                .normalize()
                .startsWith(other.toAbsolutePath().normalize())) {
            throw new UsageException(folder + " lies in " + other + ", where nothing is written");
        }
    }

    /** Does the work that fills the folder, which {@link #require} has passed; deletes it all when that throws. */
    public static <T> T filling(final Path folder, final Callable<T> work) throws Exception {
        boolean done = false;
        try {
            final T result = work.call();
            done = true;
            return result;
        } finally {
            if (!done) {
                delete(folder);
            }
        }
    }

    /** Deletes a folder with all that is in it. */
    public static void delete(final Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (final Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
