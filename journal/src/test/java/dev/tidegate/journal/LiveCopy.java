package dev.tidegate.journal;

import java.io.IOException;
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

/** Copies a folder while its process works in it, as a process that is killed then would leave it. */
public final class LiveCopy extends SimpleFileVisitor<Path> {
    private static final int STEP_BYTES = 1 << 16;

    private final Path folder;
    private final Path target;

    private LiveCopy(final Path folder, final Path target) {
        this.folder = folder;
        this.target = target;
    }

    public static void of(final Path folder, final Path target) throws IOException {
        Files.walkFileTree(folder, new LiveCopy(folder, target));
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
        try {
            copySparse(file, copyOf(file));
        } catch (final NoSuchFileException renamed) {
            return visitFileFailed(file, renamed);
        }
        return FileVisitResult.CONTINUE;
    }

    /** What is written aside may have been given its name since it was listed; nothing else goes. */
    @Override
    public FileVisitResult visitFileFailed(final Path file, final IOException failure) throws IOException {
        final String name = file.getFileName().toString();
        if (failure instanceof NoSuchFileException && (name.endsWith(".new") || name.endsWith(".tmp"))) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
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
