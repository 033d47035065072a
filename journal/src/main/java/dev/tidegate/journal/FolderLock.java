package dev.tidegate.journal;

import dev.tidegate.pipeline.JournalException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder's lock: one writer, or any number of readers.
 *
 * <p>The file {@code LOCK} names the last writer's process and the boot of its machine, so that a second process can
 * say who holds the folder, and recovery knows whether the power was off in between ({@link LockText}). The operating system
 * drops the lock when a process ends, however it ends.
 */
final class FolderLock implements Closeable {
    private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";

    // Closing any channel of a file drops every lock that this process has on it: hence a second open is stopped here.
    private static final Set<Path> HELD = new HashSet<>();

    private final Path held;
    private final @Nullable FileChannel channel;
    private final String previousBoot;
    private final String boot;

    private FolderLock(final Path held, final @Nullable FileChannel channel, final String previousBoot) {
        this.boot = bootId(held);
        this.held = held;
        this.channel = channel;
        this.previousBoot = previousBoot;
    }

    /** Takes the folder for writing; LOCKED when anybody has it. */
    static FolderLock exclusive(final Path folder) throws IOException {
        return exclusive(folder, FolderFiles.LOCK);
    }

    /** Takes the making of the folder's snapshots, beside whoever writes its log; LOCKED when anybody has it. */
    static FolderLock ofSnapshots(final Path folder) throws IOException {
        return exclusive(folder, FolderFiles.SHADOW);
    }

    private static FolderLock exclusive(final Path folder, final String name) throws IOException {
        final Path held = claim(folder, name);
        try {
            final FileChannel channel = FileChannel.open(
                    folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                final LockText found = lock(folder.resolve(name), channel, false);
                found.take(bootId(folder), ProcessHandle.current().pid(), (at, bytes) -> write(channel, at, bytes));
                channel.force(true);
                return new FolderLock(held, channel, found.unreadBoot());
            } catch (final Throwable failure) {
                // With the lock, which would else stay until the process ends.
                channel.close();
                throw failure;
            }
        } catch (final Throwable failure) {
            unclaim(held);
            throw failure;
        }
    }

    /** Takes the folder for reading, writing nothing; LOCKED when a writer has it. */
    static FolderLock shared(final Path folder) throws IOException {
        final Path held = claim(folder, FolderFiles.LOCK);
        try {
            final Path file = folder.resolve(FolderFiles.LOCK);
            if (!Files.exists(file)) {
                return new FolderLock(held, null, "");
            }
            final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new FolderLock(held, channel, lock(file, channel, true).unreadBoot());
            } catch (final Throwable failure) {
                channel.close();
                throw failure;
            }
        } catch (final Throwable failure) {
            unclaim(held);
            throw failure;
        }
    }

    /** Whether the machine has run without a break since what is there was written; true when unknown. */
    boolean isSameBoot() {
        return boot.isEmpty() || previousBoot.isEmpty() || boot.equals(previousBoot);
    }

    /**
     * Notes that what the last writer left behind was read and brought to the disk: until then every start has to know of
     * which boot that is, however often a start is cut short. Not forced, for a boot that ends makes no difference to it.
     */
    void recovered() throws IOException {
        if (channel != null) {
            LockText.recovered((at, bytes) -> write(channel, at, bytes));
        }
    }

    private static void write(final FileChannel channel, final int at, final byte[] bytes) throws IOException {
        final ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left, at + left.position());
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        unclaim(held);
    }

    private static LockText lock(final Path file, final FileChannel channel, final boolean shared) throws IOException {
        final LockText text = read(channel);
        final FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
        if (lock == null) {
            throw locked(file, "process " + text.pid());
        }
        return text;
    }

    private static Path claim(final Path folder, final String name) throws IOException {
        final Path real = folder.toRealPath().resolve(name);
        synchronized (HELD) {
            if (!HELD.add(real)) {
                throw locked(
                        folder.resolve(name),
                        "this process, " + ProcessHandle.current().pid());
            }
        }
        return real;
    }

    private static void unclaim(final Path held) {
        synchronized (HELD) {
            HELD.remove(held);
        }
    }

    private static JournalException locked(final Path file, final String holder) {
        final Path folder = file.getParent();
        final String what = file.endsWith(FolderFiles.LOCK) ? String.valueOf(folder) : "the shadow of " + folder;
        return new JournalException(
                JournalException.Kind.LOCKED, what + " is held by " + holder + "; nothing was changed");
    }

    private static LockText read(final FileChannel channel) throws IOException {
        final ByteBuffer text = ByteBuffer.allocate(LockText.BYTES);
        channel.read(text, 0);
        return new LockText(new String(text.array(), 0, text.position(), StandardCharsets.ISO_8859_1));
    }

    /** The boot of the machine that has the folder. */
    private static String bootId(final Path folder) {
        try {
            return Files.readString(folder.getFileSystem().getPath(BOOT_ID)).strip();
        } catch (final IOException notLinux) {
            return "";
        }
    }
}
