package dev.tidegate.journal.snapshot;

import dev.tidegate.table.StateException;
import dev.tidegate.table.StateInput;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/**
 * Reads one snapshot file. A block's words are given only after its checksum was compared, and the last block's only
 * after the SHA-256 over the whole file was. Whatever is wrong is a {@link StateException} with its place.
 */
public final class SnapshotInput implements StateInput, Closeable {
    private final FileChannel channel;
    private final long fileBytes;
    private final SnapshotHeader header;
    private final MessageDigest sha = Blocks.sha256();
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer block = Blocks.buffer();
    private LongBuffer words = LongBuffer.allocate(0);
    private long left;
    private long number;

    private SnapshotInput(final FileChannel channel) throws IOException {
        this.channel = channel;
        fileBytes = channel.size();
        final ByteBuffer bytes = ByteBuffer.allocate(SnapshotHeader.BYTES);
        read(bytes, 0);
        sha.update(bytes.array());
        header = SnapshotHeader.parse(bytes.array());
        left = wordsInFile();
    }

    /** Opens a file and checks its header and its size. */
    public static SnapshotInput open(final Path file) throws IOException {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new SnapshotInput(channel);
        } catch (final Throwable failure) {
            channel.close();
            throw failure;
        }
    }

    public SnapshotHeader header() {
        return header;
    }

    /** Number of words by the file's size, with which the footer must agree. */
    private long wordsInFile() throws IOException {
        final long body = fileBytes - SnapshotHeader.BYTES - Blocks.FOOTER_BYTES;
        final long whole = body / (Blocks.HEAD_BYTES + Blocks.BLOCK_BYTES);
        final long rest = body % (Blocks.HEAD_BYTES + Blocks.BLOCK_BYTES);
        final long restWords = rest == 0 ? 0 : (rest - Blocks.HEAD_BYTES) / Long.BYTES;
        final long words = whole * (Blocks.BLOCK_BYTES / Long.BYTES) + restWords;
        if (body <= 0 || rest % Long.BYTES != 0 || rest != 0 && restWords < 1) {
            throw new StateException("a file of " + fileBytes + " bytes is cut or longer than it was");
        }
        final ByteBuffer footer = ByteBuffer.allocate(Blocks.FOOTER_BYTES - Blocks.SHA_BYTES);
        read(footer, fileBytes - Blocks.FOOTER_BYTES);
        footer.flip().order(ByteOrder.LITTLE_ENDIAN);
        if (footer.getLong() != Blocks.FOOTER_MAGIC || footer.getLong() != words) {
            throw new StateException("no intact footer at the end of a file of " + fileBytes + " bytes");
        }
        return words;
    }

    @Override
    public long left() {
        return left;
    }

    @Override
    public void take(final long[] target, final int from, final int count) {
        if (count > left) {
            throw new StateException("the snapshot ends too early");
        }
        int at = from;
        while (at < from + count) {
            if (!words.hasRemaining()) {
                nextBlock();
            }
            final int step = Math.min(from + count - at, words.remaining());
            words.get(target, at, step);
            at += step;
            left -= step;
        }
    }

    private void nextBlock() {
        final long at = SnapshotHeader.BYTES + number * (Blocks.HEAD_BYTES + Blocks.BLOCK_BYTES);
        final int expected = (int) Math.min(Blocks.BLOCK_BYTES, left * Long.BYTES);
        try {
            block.clear().limit(Blocks.HEAD_BYTES + expected);
            read(block, at);
            block.flip();
            final int length = block.getInt();
            if (length != expected || block.getInt() != Blocks.crc(crc, number, block.array(), expected)) {
                throw new StateException("the block at byte " + at + " is not as it was written");
            }
            sha.update(block.array(), 0, Blocks.HEAD_BYTES + expected);
            words = block.asLongBuffer();
            number++;
            if (left * Long.BYTES == expected) {
                checkWhole();
            }
        } catch (final IOException failure) {
            throw new StateException("the block at byte " + at + " cannot be read: " + failure, failure);
        }
    }

    private void checkWhole() throws IOException {
        final ByteBuffer footer = ByteBuffer.allocate(Blocks.FOOTER_BYTES);
        read(footer, fileBytes - Blocks.FOOTER_BYTES);
        footer.flip().limit(Blocks.FOOTER_BYTES - Blocks.SHA_BYTES);
        sha.update(footer);
        footer.limit(Blocks.FOOTER_BYTES);
        if (!footer.equals(ByteBuffer.wrap(sha.digest()))) {
            throw new StateException("the SHA-256 at the end of the file is not that of its bytes");
        }
    }

    private void read(final ByteBuffer target, final long from) throws IOException {
        long at = from;
        while (target.hasRemaining()) {
            final int count = at < 0 ? -1 : channel.read(target, at);
            if (count < 0) {
                throw new StateException("the file ends at byte " + fileBytes + ", too early");
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
