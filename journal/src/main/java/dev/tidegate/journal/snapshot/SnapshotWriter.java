package dev.tidegate.journal.snapshot;

import dev.tidegate.table.StateOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/** Writes one snapshot file from its start to its end. */
final class SnapshotWriter implements StateOutput, Closeable {
    private final FileChannel channel;
    private final Runnable pause;
    private final MessageDigest sha = Blocks.sha256();
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer block = Blocks.buffer();
    private long number;
    private long words;

    /** {@code pause} is called after every block that was written. */
    SnapshotWriter(final Path file, final SnapshotHeader header, final Runnable pause) throws IOException {
        this.pause = pause;
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        write(ByteBuffer.wrap(header.toBytes()));
        block.position(Blocks.HEAD_BYTES);
    }

    @Override
    public void put(final long[] source, final int from, final int count) {
        words += count;
        int at = from;
        while (at < from + count) {
            if (!block.hasRemaining()) {
                flush();
            }
            final int step = Math.min(from + count - at, block.remaining() / Long.BYTES);
            block.asLongBuffer().put(source, at, step);
            block.position(block.position() + step * Long.BYTES);
            at += step;
        }
    }

    private void flush() {
        final int length = block.position() - Blocks.HEAD_BYTES;
        if (length == 0) {
            return;
        }
        block.putInt(0, length);
        block.putInt(Integer.BYTES, Blocks.crc(crc, number++, block.array(), length));
        try {
            write(block.flip());
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
        block.clear().position(Blocks.HEAD_BYTES);
        pause.run();
    }

    /** Writes the footer and forces the file. */
    void finish() throws IOException {
        flush();
        write(ByteBuffer.wrap(Blocks.footer(words)));
        final ByteBuffer hash = ByteBuffer.wrap(sha.digest());
        while (hash.hasRemaining()) {
            channel.write(hash);
        }
        channel.force(true);
    }

    private void write(final ByteBuffer bytes) throws IOException {
        sha.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
