package dev.tidegate.launcher;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/** Files that a command writes for its caller: never over one that is there, never in the journal's folder. */
public final class NewFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private NewFile() {}

    /**
     * Refuses a file that exists or lies inside {@code folder}, before any work is done for it.
     *
     * @throws UsageException with the reason
     */
    public static void require(final Path file, final Path folder) throws UsageException {
        if (Files.exists(file)) {
            throw new UsageException(file + " exists; give a new file");
        }
        if (file.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
            throw new UsageException(file + " lies in " + folder + ", where nothing is written");
        }
    }

    /** A writer of UTF-8 to a new file; compressed when its name ends with {@code .gz}. */
    public static Writer writer(final Path file) throws IOException, UsageException {
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
