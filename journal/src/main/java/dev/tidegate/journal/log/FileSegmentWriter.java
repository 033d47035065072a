package dev.tidegate.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a plain file whose blocks were zeroed and forced before: a force then has no block to allocate and no size to
 * change, which makes it several times cheaper.
 */
final class FileSegmentWriter implements SegmentWriter {
    private static final int ZERO_STEP_BYTES = 256 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final FileChannel aside;
    private final ByteBuffer frame = ByteBuffer.allocateDirect(LogPort.MAX_RECORD_BYTES + 2 * Frame.WORD_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer zeroes = ByteBuffer.allocateDirect(ZERO_STEP_BYTES);
    private long position;
    private volatile long allocated;

    private FileSegmentWriter(final Path file, final FileChannel channel, final FileChannel aside) {
        this.file = file;
        this.channel = channel;
        this.aside = aside;
    }

    static FileSegmentWriter create(final Path file, final byte[] header, final long allocateBytes) throws IOException {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel aside = null;
        try {
            aside = FileChannel.open(file, StandardOpenOption.WRITE);
            final FileSegmentWriter writer = new FileSegmentWriter(file, channel, aside);
            if (!writer.allocate(allocateBytes)) {
                throw new IOException(NoRoom.MESSAGE);
            }
            writer.append(header, header.length);
            channel.force(true);
            return writer;
        } catch (final IOException | RuntimeException failure) {
            channel.close();
            if (aside != null) {
                aside.close();
            }
            throw failure;
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long allocated() {
        return allocated;
    }

    @Override
    public void append(final byte[] record, final int length) throws IOException {
        frame.clear();
        frame.putInt(length).put(record, 0, length);
        while ((frame.position() & 3) != 0) {
            frame.put((byte) 0);
        }
        frame.flip();
        final long next = position + frame.limit();
        long at = position;
        while (frame.hasRemaining()) {
            at += channel.write(frame, at);
        }
        position = next;
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void forceAside() throws IOException {
        aside.force(false);
    }

    @Override
    public boolean allocate(final long upTo) throws IOException {
        try {
            while (allocated < upTo) {
                zeroes.clear().limit((int) Math.min(ZERO_STEP_BYTES, upTo - allocated));
                while (zeroes.hasRemaining()) {
                    allocated = allocated + aside.write(zeroes, allocated);
                }
                // In small steps, for the writer's own force waits for every dirty page of the file.
                aside.force(false);
            }
            return true;
        } catch (final IOException failure) {
            if (NoRoom.isCauseOf(failure)) {
                return false;
            }
            throw failure;
        }
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        aside.close();
    }
}
