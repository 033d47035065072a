package dev.tidegate.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Copies a folder while its process works in it, as a process that is killed then would leave it. */
public final class LiveCopy extends SimpleFileVisitor<Path> {
    private static final int STEP_BYTES = 1 << 16;
    private static final int MOST_ATTEMPTS = 1_000;

    private final Path folder;
    private final Path target;

    private LiveCopy(final Path folder, final Path target) {
        this.folder = folder;
        this.target = target;
    }

    /**
     * Copies it, once more from the beginning when files came, went or were renamed meanwhile: who is killed leaves a file
     * under its old name or its new one, while a list that is read in between may show neither.
     */
    public static void of(final Path folder, final Path target) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                final Set<Path> before = files(folder);
                Files.walkFileTree(folder, new LiveCopy(folder, target));
                if (files(folder).equals(before)) {
                    return;
                }
            } catch (final NoSuchFileException gone) {
                // Renamed since it was listed.
            }
            delete(target);
        }
        throw new IOException(folder + " does not keep still");
    }

    private static Set<Path> files(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.collect(Collectors.toSet());
        } catch (final UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static void delete(final Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        for (final Path file :
                files(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
        }
    }

    private Path copyOf(final Path path) {
        return target.resolve(folder.relativize(path).toString());
    }

    @Override
    public FileVisitResult preVisitDirectory(final Path directory, final BasicFileAttributes attributes)
            throws IOException {
        Files.createDirectories(copyOf(directory));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
        copySparse(file, copyOf(file));
        return FileVisitResult.CONTINUE;
    }

    private static void copySparse(final Path from, final Path to) throws IOException {
        final ByteBuffer step = ByteBuffer.allocate(STEP_BYTES);
        final byte[] zeroes = new byte[STEP_BYTES];
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long at = 0;
            final long size = in.size();
            while (at < size && in.read(step.clear(), at) > 0) {
                final int count = step.flip().limit();
                if (!Arrays.equals(step.array(), 0, count, zeroes, 0, count) || at + count >= size) {
                    out.write(step, at);
                }
                at += count;
            }
        }
    }
}
