package dev.tidegate.journal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system of its own; the test is skipped where mounting one is not allowed. */
final class SmallDisk implements AutoCloseable {
    private final Path path;

    private SmallDisk(final Path path) {
        this.path = path;
    }

    static SmallDisk mount(final Path path, final int mebibytes) throws IOException {
        Files.createDirectories(path);
        final boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", path.toString());
        assumeTrue(mounted, "no right to mount a small file system here");
        return new SmallDisk(path);
    }

    /** The same as a file system in a file, as a disk has it. */
    static SmallDisk mountExt4(final Path path, final int mebibytes) throws IOException {
        Files.createDirectories(path);
        final Path image = path.resolveSibling(path.getFileName() + ".ext4");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes << 20);
        }
        final boolean made = run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        final boolean mounted = made && run("mount", "-o", "loop", image.toString(), path.toString());
        assumeTrue(mounted, "no right to mount a file system in a file here");
        Files.deleteIfExists(path.resolve("lost+found"));
        return new SmallDisk(path);
    }

    Path path() {
        return path;
    }

    /** The same file system, mounted read-only at {@code view}. */
    SmallDisk readOnlyAt(final Path view) throws IOException {
        Files.createDirectories(view);
        assumeTrue(run("mount", "--bind", path.toString(), view.toString()), "no right to mount here");
        assumeTrue(run("mount", "-o", "remount,bind,ro", view.toString()), "no right to remount here");
        return new SmallDisk(view);
    }

    /** A file that takes up room. */
    Path fill(final String name, final long bytes) throws IOException {
        final Path file = path.resolve(name);
        Files.write(file, new byte[(int) bytes]);
        return file;
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    @Override
    public void close() {
        // Lazily, since Chronicle Queue unmaps its files in the background.
        run("umount", "-l", path.toString());
    }

    private static boolean run(final String... command) {
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().join().exitValue() == 0;
        } catch (final IOException noSuchProgram) {
            return false;
        }
    }
}
