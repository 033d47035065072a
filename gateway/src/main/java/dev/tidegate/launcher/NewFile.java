package dev.tidegate.launcher;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/** Files that a command writes for its caller: never over one that is there, never in the journal's folder. */
public final class NewFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private NewFile() {}

    /** Writes what a new file shall hold. */
    @FunctionalInterface
    public interface Content<T> {
        /** Writes it; the writer is closed by the caller. */
        T write(Writer out) throws Exception;
    }

    /**
     * Refuses a file that exists or lies inside {@code folder}, by whatever links, before any work is done for it.
     *
     * @throws UsageException with the reason
     * @throws FileSystemException when the folder that it shall lie in is not there
     */
    public static void require(final Path file, final Path folder) throws UsageException, IOException {
        // A link that leads nowhere is somebody's, too.
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageException(file + " exists; give a new file");
        }
        if (isInside(file, folder)) {
            throw new UsageException(file + " lies in " + folder + ", where nothing is written");
        }
        final Path parent = file.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw Files.exists(parent)
                    ? new FileSystemException(parent.toString(), null, "is no folder")
                    : new NoSuchFileException(parent.toString());
        }
    }

    /** Whether a path lies in a folder or is that folder, by whatever links; neither need be there. */
    static boolean isInside(final Path path, final Path folder) throws IOException {
        return real(path).startsWith(real(folder));
    }

    /** The path without links, as far as it is there. */
    private static Path real(final Path path) throws IOException {
        final Path absolute = path.toAbsolutePath();
        Path there = absolute;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there.toRealPath().resolve(there.relativize(absolute)).normalize();
    }

    /**
     * Writes a new file in UTF-8, compressed when its name ends with {@code .gz}. It is gone again when that fails, or when
     * the process is told to end meanwhile: half of it could be taken for the whole.
     *
     * @throws UsageException when a file of that name has come meanwhile; it stays as it is
     */
    public static <T> T write(final Path file, final Content<T> content) throws Exception {
        final Writer out = writer(file);
        final Thread hook = new Thread(() -> delete(file), "tidegate-unfinished-file");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            final T result;
            try (out) {
                result = content.write(out);
            }
            return result;
        } catch (final Exception | Error failure) {
            delete(file);
            throw failure;
        } finally {
            keep(hook);
        }
    }

    private static void keep(final Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException goingDown) {
            // Too late: the file goes, and the process ends as one that was told to.
        }
    }

    private static void delete(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException cannot) {
            // What kept the file from being written is told, and matters more.
        }
    }

    private static Writer writer(final Path file) throws IOException, UsageException {
        try {
            final OutputStream bytes = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), BUFFER_BYTES);
            final OutputStream out =
                    file.toString().endsWith(".gz") ? new GZIPOutputStream(bytes, BUFFER_BYTES) : bytes;
            return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER_BYTES);
        } catch (final FileAlreadyExistsException meanwhile) {
            throw new UsageException(file + " exists; give a new file", meanwhile);
        }
    }
}
