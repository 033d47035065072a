package dev.tidegate.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a plain file whose blocks were zeroed ahead of the writer. */
final class FileSegmentWriter implements SegmentWriter {
    private final Path file;
    private final FileChannel channel;
    private final FileChannel aside;
    private final ByteBuffer frame = ByteBuffer.allocateDirect(LogPort.MAX_RECORD_BYTES + 2 * Frame.WORD_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    private final Allocation space;
    private long position;

    private FileSegmentWriter(final Path file, final FileChannel channel, final FileChannel aside) {
        this.file = file;
        this.channel = channel;
        this.aside = aside;
        this.space = new Allocation(file, aside, false);
    }

    static FileSegmentWriter create(
            final Path file, final byte[] header, final long allocateBytes, final boolean prewritten)
            throws IOException {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel aside = null;
        try {
            aside = FileChannel.open(file, StandardOpenOption.WRITE);
            final FileSegmentWriter writer = new FileSegmentWriter(file, channel, aside);
            if (!writer.allocate(allocateBytes, prewritten)) {
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
        return space.allocated();
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
    public boolean allocate(final long upTo, final boolean prewritten) throws IOException {
        return space.allocate(upTo, 0, prewritten);
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
