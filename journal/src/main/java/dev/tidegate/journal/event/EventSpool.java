package dev.tidegate.journal.event;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that the log does not have yet, kept until the journal has been read to its end and judged: in memory, and in a
 * file of their own when they are many.
 */
final class EventSpool implements Closeable {
    private static final String FILE = "EVENTS.spool";
    private static final int BUFFER_BYTES = 4 << 20;
    private static final long LOOK_EVERY_BYTES = 16L << 20;

    private final Path file;
    private byte[] buffer = new byte[64 * 1024];
    private int used;
    private @Nullable FileChannel channel;
    private long roomSeen;
    private boolean full;

    EventSpool(final Path folder) throws IOException {
        file = folder.resolve(FILE);
        Files.deleteIfExists(file);
    }

    /** Keeps a block; false when the disk has no room for it, and then for none that follows. */
    boolean add(final byte[] bytes, final int length) throws IOException {
        if (full) {
            return false;
        }
        if (used + length > buffer.length) {
            grow(length);
        }
        if (full) {
            return false;
        }
        System.arraycopy(bytes, 0, buffer, used, length);
        used += length;
        return true;
    }

    private void grow(final int length) throws IOException {
        if (buffer.length < BUFFER_BYTES) {
            final byte[] larger = new byte[Math.max(2 * buffer.length, used + length)];
            System.arraycopy(buffer, 0, larger, 0, used);
            buffer = larger;
            return;
        }
        if (roomSeen < used) {
            final long room =
                    Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace()
                            - 2 * EventWriter.LEFT_ALONE_BYTES;
            full = room < LOOK_EVERY_BYTES;
            roomSeen = LOOK_EVERY_BYTES;
        }
        if (!full) {
            write();
        }
    }

    private void write() throws IOException {
        if (channel == null) {
            channel = FileChannel.open(
                    file,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        }
        final ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, used);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        roomSeen -= used;
        used = 0;
    }

    /** Gives everything to the log; false when the disk has no room for all of it. */
    boolean writeTo(final EventWriter writer) throws IOException {
        final EventBlock block = new EventBlock();
        final FileChannel from = channel;
        if (from != null) {
            final byte[] bytes = new byte[EventBlock.MAX_BYTES];
            final long end = from.position();
            long at = 0;
            while (at < end) {
                final ByteBuffer target = ByteBuffer.wrap(bytes, 0, (int) Math.min(bytes.length, end - at));
                while (target.hasRemaining() && from.read(target, at + target.position()) > 0) {
                    continue;
                }
                int next = 0;
                while (next < target.position() && block.wrap(bytes, next).fault(target.position() - next) == null) {
                    if (!writer.add(block, bytes, next)) {
                        return false;
                    }
                    next += block.total();
                }
                if (next == 0) {
                    throw new IOException(file + " cannot be read back at byte " + at);
                }
                at += next;
            }
        }
        for (int at = 0; at < used; at += block.total()) {
            if (!writer.add(block.wrap(buffer, at), buffer, at)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
