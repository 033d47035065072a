package dev.tidegate.launcher.backup;

import dev.tidegate.launcher.UsageException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
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
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A folder as one compressed file. */
final class ZippedFolder {
    private static final String MANIFEST = "MANIFEST";

    private ZippedFolder() {}

    static boolean isName(final Path file) {
        return file.toString().endsWith(".zip");
    }

    /** Packs a folder; the file is forced before this returns. */
    static void pack(final Path folder, final Path file) throws IOException, UsageException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out));
                Stream<Path> found = Files.walk(folder)) {
            zip.setLevel(Deflater.BEST_SPEED);
            final List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            for (final Path each : files) {
                zip.putNextEntry(new ZipEntry(folder.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, zip);
                zip.closeEntry();
            }
        } catch (final FileAlreadyExistsException meanwhile) {
            throw new UsageException(file + " exists; give a new file", meanwhile);
        }
        force(file);
    }

    /** Unpacks into a folder, the manifest last: a restore that was cut short is no journal. Every entry's checksum is compared. */
    static long unpack(final Path file, final Path folder) throws IOException, UsageException {
        Files.createDirectories(folder);
        long bytes = 0;
        byte[] manifest = new byte[0];
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(new BufferedInputStream(in))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(MANIFEST)) {
                    manifest = zip.readAllBytes();
                    continue;
                }
                final Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder.normalize())) {
                    throw new UsageException(file + " has an entry outside of its folder: " + entry.getName());
                }
                Files.createDirectories(target.getParent());
                bytes += Files.copy(zip, target);
                force(target);
            }
        }
        if (manifest.length == 0) {
            throw new UsageException(file + " is no backup: it has no " + MANIFEST);
        }
        Files.write(folder.resolve(MANIFEST), manifest);
        force(folder.resolve(MANIFEST));
        force(folder);
        return bytes;
    }

    private static void force(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
