package dev.tidegate.journal.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.SparseRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Chronicle Queue, one document a record.
 *
 * <p>Its clock stands still, so it never rolls. It is forced through a file channel of our own, which covers every dirty
 * page of the file and throws; Chronicle's {@code sync} covers one block and only logs a failure. Its disk space is
 * allocated before the mapped pages are touched, for a full disk under a mapping is a fault in the middle of an append.
 */
final class ChronicleSegmentWriter implements SegmentWriter {
    private static final long MIN_BLOCK_BYTES = 8L << 20;
    private static final long MAX_BLOCK_BYTES = 64L << 20;

    /** Header, index pages and metadata of a new queue. */
    private static final long FIRST_PAGES_BYTES = 512 * 1024;

    private static final long LOCK_TIMEOUT_MILLIS = 1000;

    private final Path file;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final FileChannel channel;
    private final FileChannel aside;
    private final Allocation space;
    private volatile long position;

    private ChronicleSegmentWriter(
            final Path file,
            final SingleChronicleQueue queue,
            final ExcerptAppender appender,
            final FileChannel channel,
            final FileChannel aside,
            final long position) {
        this.file = file;
        this.queue = queue;
        this.appender = appender;
        this.channel = channel;
        this.aside = aside;
        this.space = new Allocation(file, aside, true);
        this.position = position;
    }

    /** Creates the queue in {@code folder}, which exists and is empty. */
    static ChronicleSegmentWriter create(
            final Path folder,
            final byte[] header,
            final long allocateBytes,
            final long capacityBytes,
            final boolean prewritten)
            throws IOException {
        ChronicleFlags.quieten();
        // Chronicle Queue waits for a second where the file exists, so its space cannot be allocated before.
        requireRoom(Files.getFileStore(folder).getUsableSpace() >= FIRST_PAGES_BYTES + allocateBytes);
        final Path file = folder.resolve(ChronicleLog.QUEUE_FILE);
        SingleChronicleQueue queue = null;
        FileChannel channel = null;
        FileChannel aside = null;
        try {
            queue = open(folder, capacityBytes);
            final ExcerptAppender appender = queue.createAppender();
            // Made by the thread that prepares segments, then handed to the one that writes.
            appender.singleThreadedCheckDisabled(true);
            final long position = appendFirst(appender, header);
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            aside = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final ChronicleSegmentWriter writer =
                    new ChronicleSegmentWriter(file, queue, appender, channel, aside, position);
            requireRoom(writer.allocate(allocateBytes, prewritten));
            channel.force(true);
            return writer;
        } catch (final Throwable failure) {
            closeAll(queue, channel, aside);
            throw asIoException("create", file, failure);
        }
    }

    private static void requireRoom(final boolean hasRoom) throws IOException {
        if (!hasRoom) {
            throw new IOException(NoRoom.MESSAGE);
        }
    }

    private static SingleChronicleQueue open(final Path folder, final long capacityBytes) {
        final long block = Math.max(MIN_BLOCK_BYTES, Math.min(MAX_BLOCK_BYTES, Long.highestOneBit(capacityBytes / 4)));
        return SingleChronicleQueueBuilder.binary(folder)
                .rollCycle(SparseRollCycles.LARGE_HOURLY_SPARSE)
                .timeProvider(() -> 0L)
                .blockSize(block)
                .timeoutMS(LOCK_TIMEOUT_MILLIS)
                .syncMode(SyncMode.NONE)
                .build();
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
        final long end;
        try (DocumentContext document = appender.writingDocument()) {
            final Bytes<?> bytes = document.wire().bytes();
            if (bytes.writePosition() != position + Frame.WORD_BYTES) {
                document.rollbackOnClose();
                throw new IOException("Chronicle Queue would write at " + bytes.writePosition() + " of " + file
                        + ", not behind the last record at " + position);
            }
            bytes.write(record, 0, length);
            end = bytes.writePosition();
        } catch (final Throwable failure) {
            throw asIoException("append to", file, failure);
        }
        position = Frame.align(end);
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
        return space.allocate(upTo, position, prewritten);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        try {
            appender.close();
            queue.close();
        } catch (final Throwable failure) {
            throw asIoException("close", file, failure);
        } finally {
            channel.close();
            aside.close();
        }
    }

    private static long appendFirst(final ExcerptAppender appender, final byte[] header) {
        try (DocumentContext document = appender.writingDocument()) {
            final Bytes<?> bytes = document.wire().bytes();
            bytes.write(header, 0, header.length);
            return Frame.align(bytes.writePosition());
        }
    }

    private static void closeAll(final @Nullable Closeable... parts) throws IOException {
        for (final Closeable part : parts) {
            if (part != null) {
                part.close();
            }
        }
    }

    /** Chronicle Queue also throws errors, such as the JVM's {@code InternalError} for a page that has no disk. */
    private static IOException asIoException(final String what, final Path file, final Throwable failure) {
        return failure instanceof IOException known
                ? known
                : new IOException("Chronicle Queue cannot " + what + " " + file + ": " + failure, failure);
    }
}
