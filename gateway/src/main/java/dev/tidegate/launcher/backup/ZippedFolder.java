package dev.tidegate.launcher.backup;

import dev.tidegate.launcher.UsageException;
import dev.tidegate.pipeline.JournalException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A folder as one compressed file. */
final class ZippedFolder {
    private static final String MANIFEST = "MANIFEST";

    private ZippedFolder() {}

    static boolean isName(final Path file) {
        return file.toString().endsWith(".zip");
    }

    /**
     * Packs a folder; the file is forced before this returns, and gone when it throws.
     *
     * @throws UsageException when a file of that name has come meanwhile; it stays as it is
     */
    static void pack(final Path folder, final Path file) throws IOException, UsageException {
        try (OutputStream out = create(file)) {
            boolean done = false;
            try {
                pack(folder, out);
                force(file);
                done = true;
            } finally {
                if (!done) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static OutputStream create(final Path file) throws IOException, UsageException {
        try {
            return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (final FileAlreadyExistsException meanwhile) {
            throw new UsageException(file + " exists; give a new file", meanwhile);
        }
    }

    private static void pack(final Path folder, final OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out));
                Stream<Path> found = Files.walk(folder)) {
            zip.setLevel(Deflater.BEST_SPEED);
            final List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            for (final Path each : files) {
                zip.putNextEntry(new ZipEntry(folder.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, zip);
                zip.closeEntry();
            }
        }
    }

    /**
     * Unpacks into a folder, the manifest last: a restore that was cut short is no journal. Every entry's checksum is
     * compared.
     *
     * @throws JournalException DAMAGED when the file is cut off or an entry is not what was packed
     */
    static long unpack(final Path file, final Path target) throws IOException, UsageException {
        final Path folder = target.toAbsolutePath().normalize();
        try {
            return unpackAll(file, folder);
        } catch (final EOFException | ZipException damaged) {
            throw new JournalException(
                    JournalException.Kind.DAMAGED, file + " is cut off or damaged: " + damaged.getMessage(), damaged);
        }
    }

    private static long unpackAll(final Path file, final Path folder) throws IOException, UsageException {
        Files.createDirectories(folder);
        long bytes = 0;
        int entries = 0;
        byte[] manifest = new byte[0];
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(new BufferedInputStream(in))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries++;
                if (entry.getName().equals(MANIFEST)) {
                    manifest = zip.readAllBytes();
                    continue;
                }
                final Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new UsageException(file + " has an entry outside of its folder: " + entry.getName());
                }
                Files.createDirectories(target.getParent());
                bytes += Files.copy(zip, target);
                force(target);
            }
        }
        if (entries > 0) {
            requireAll(file, entries);
        }
        if (manifest.length == 0) {
            throw new UsageException(file + " is no backup: it has no " + MANIFEST);
        }
        Files.write(folder.resolve(MANIFEST), manifest);
        force(folder.resolve(MANIFEST));
        force(folder);
        return bytes;
    }

    /** Entry after entry, a file that was cut off between two of them looks whole: its list of them stands at its end. */
    private static void requireAll(final Path file, final int entries) throws IOException {
        try (ZipFile whole = new ZipFile(file.toFile())) {
            if (whole.size() != entries) {
                throw new ZipException(entries + " entries of " + whole.size() + " are there");
            }
        }
    }

    private static void force(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
