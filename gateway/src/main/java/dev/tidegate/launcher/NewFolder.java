package dev.tidegate.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A folder that a command fills: new or empty, and new or empty again when the command fails. */
public final class NewFolder {
    private NewFolder() {}

    /** Refuses a folder that holds something or lies inside {@code other}, by whatever links. */
    public static void require(final Path folder, final Path other) throws UsageException, IOException {
        requireEmpty(folder);
        if (NewFile.isInside(folder, other)) {
            throw new UsageException(folder + " lies in " + other + ", where nothing is written");
        }
    }

    /** Refuses a folder that holds something, and what is no folder. */
    public static void requireEmpty(final Path folder) throws UsageException, IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + " is a file; give a new folder");
        }
        if (Files.exists(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new UsageException(folder + " is not empty; give a new folder");
                }
            }
        }
    }

    /**
     * Does the work that fills the folder, which {@link #require} has passed. When that throws, everything in it is deleted,
     * and the folder too where it was not there before.
     *
     * @throws UsageException when somebody else has put something there meanwhile, which stays as it is
     */
    public static <T> T filling(final Path folder, final Callable<T> work) throws Exception {
        requireEmpty(folder);
        final boolean given = Files.exists(folder);
        try {
            return work.call();
        } catch (final Exception | Error failure) {
            try {
                delete(folder, given);
            } catch (final IOException | UncheckedIOException cannot) {
                failure.addSuppressed(cannot);
            }
            throw failure;
        }
    }

    /** Deletes a folder with all that is in it. */
    public static void delete(final Path folder) throws IOException {
        delete(folder, false);
    }

    private static void delete(final Path folder, final boolean emptyOnly) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        final Path real = folder.toRealPath();
        try (Stream<Path> found = Files.walk(real)) {
            for (final Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                if (!emptyOnly || !path.equals(real)) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
