package dev.tidegate.journal.event;

import dev.tidegate.journal.log.NoRoom;
import dev.tidegate.pipeline.EventLogSettings;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Appends blocks to the log's files, begins the next file when one is full, and deletes the oldest ones. Where a file ends
 * depends on the blocks and {@code segmentBytes} alone. One thread at a time.
 */
final class EventWriter implements Closeable {
    /** Free disk space that the log never goes below, in bytes: the journal's needs come first. */
    static final long LEFT_ALONE_BYTES = 32L << 20;

    private static final int BUFFER_BYTES = 1 << 20;
    private static final long LOOK_EVERY_BYTES = 1L << 20;

    private final EventFiles files;
    private final UUID journal;
    private final EventLogSettings settings;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final byte[] waiting = new byte[BUFFER_BYTES];
    private final ByteBuffer waitingBytes = ByteBuffer.wrap(waiting);
    private @Nullable FileStore store;
    private @Nullable FileChannel channel;
    private long roomSeen;
    private int waitingLength;
    private long segmentBytes;
    private long totalBytes;
    private long addedEvent;
    private long addedMillis;
    private volatile long writtenEvent;
    private volatile long oldestEvent;
    private volatile long oldestSequence;

    /** A file of the log. */
    private record Kept(EventSegmentHeader header, long bytes) {}

    /** Continues behind the files that are there, the newest of which ends with that event. */
    EventWriter(final EventFiles files, final UUID journal, final EventLogSettings settings, final long lastEvent)
            throws IOException {
        this.files = files;
        this.journal = journal;
        this.settings = settings;
        files.create();
        addedEvent = lastEvent;
        writtenEvent = lastEvent;
        oldestEvent = lastEvent + 1;
        for (final long first : files.list()) {
            final EventSegmentHeader header = files.header(first, journal);
            if (header == null) {
                throw new IOException(files.file(first) + " has no header that can be read");
            }
            keep(header, Files.size(files.file(first)));
        }
        if (!kept.isEmpty()) {
            final Path newest = files.file(kept.getLast().header().firstEvent());
            channel = FileChannel.open(newest, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            segmentBytes = kept.getLast().bytes();
        }
    }

    /** The last event that is in the files. */
    long writtenEvent() {
        return writtenEvent;
    }

    /** The last event that was added. */
    long addedEvent() {
        return addedEvent;
    }

    /** The oldest event that is in the files; one more than the last when there is none. */
    long oldestEvent() {
        return oldestEvent;
    }

    /** Sequence of the command that made the oldest event, 0 when there is none. */
    long oldestSequence() {
        return oldestSequence;
    }

    /**
     * Adds a block, which {@link #flush} writes.
     *
     * @return false when the disk has no room for those before it: nothing was added
     */
    boolean add(final EventBlock block, final byte[] bytes, final int offset) throws IOException {
        final int total = block.total();
        if (block.firstEvent() != addedEvent + 1) {
            throw new IllegalStateException(
                    "a block that begins with event " + block.firstEvent() + " behind " + addedEvent);
        }
        final boolean due = channel != null && segmentBytes + waitingLength + total > settings.segmentBytes();
        if ((due || channel == null || waitingLength + total > BUFFER_BYTES) && !flush()) {
            return false;
        }
        if (due || channel == null) {
            begin(block);
        }
        System.arraycopy(bytes, offset, waiting, waitingLength, total);
        waitingLength += total;
        addedEvent = block.lastEvent();
        addedMillis = block.timeMillis();
        return true;
    }

    /** Writes what was added; false when the disk has no room for it. */
    boolean flush() throws IOException {
        final FileChannel to = channel;
        if (to == null || waitingLength == 0) {
            return true;
        }
        if (!hasRoom(waitingLength)) {
            return false;
        }
        waitingBytes.clear().limit(waitingLength);
        try {
            while (waitingBytes.hasRemaining()) {
                to.write(waitingBytes);
            }
        } catch (final IOException failure) {
            if (!NoRoom.isCauseOf(failure)) {
                throw failure;
            }
            to.truncate(segmentBytes);
            return false;
        }
        segmentBytes += waitingLength;
        totalBytes += waitingLength;
        waitingLength = 0;
        writtenEvent = addedEvent;
        return true;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private void begin(final EventBlock block) throws IOException {
        final FileChannel before = channel;
        if (before != null) {
            final Kept full = kept.removeLast();
            kept.addLast(new Kept(full.header(), segmentBytes));
            before.close();
        }
        final EventSegmentHeader header =
                new EventSegmentHeader(journal, block.firstEvent(), block.sequence(), block.timeMillis());
        final Path file = files.file(block.firstEvent());
        final FileChannel next = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        channel = next;
        final ByteBuffer bytes = ByteBuffer.wrap(header.toBytes());
        while (bytes.hasRemaining()) {
            next.write(bytes);
        }
        segmentBytes = EventSegmentHeader.BYTES;
        keep(header, segmentBytes);
        retain();
    }

    private void keep(final EventSegmentHeader header, final long bytes) {
        if (kept.isEmpty()) {
            oldestEvent = header.firstEvent();
            oldestSequence = header.firstSequence();
        }
        kept.addLast(new Kept(header, bytes));
        totalBytes += bytes;
    }

    /** Deletes the oldest files while one of the bounds is passed without them. */
    void retain() throws IOException {
        while (kept.size() > 1) {
            final Kept oldest = kept.getFirst();
            final long firstBehind = firstBehindOldest();
            final boolean tooManyBytes = totalBytes > settings.retainBytes();
            final boolean enoughBehind = addedEvent - firstBehind + 1 >= settings.retainEvents();
            final boolean tooOld = addedMillis - newestMillisOfOldest() > settings.retainMillis();
            if (!tooManyBytes && !enoughBehind && !tooOld) {
                return;
            }
            kept.removeFirst();
            totalBytes -= oldest.bytes();
            oldestEvent = kept.getFirst().header().firstEvent();
            oldestSequence = kept.getFirst().header().firstSequence();
            files.delete(oldest.header().firstEvent());
        }
    }

    private Kept second() {
        final var all = kept.iterator();
        all.next();
        return all.next();
    }

    private long firstBehindOldest() {
        return second().header().firstEvent();
    }

    /** Time does not fall, so no event of the oldest file is later than the first of the one behind it. */
    private long newestMillisOfOldest() {
        return second().header().firstTimeMillis();
    }

    private boolean hasRoom(final long bytes) throws IOException {
        if (roomSeen < bytes) {
            if (store == null) {
                store = Files.getFileStore(files.folder());
            }
            final long room = store.getUsableSpace() - LEFT_ALONE_BYTES - BUFFER_BYTES;
            if (room < bytes) {
                return false;
            }
            roomSeen = Math.min(room, LOOK_EVERY_BYTES + bytes);
        }
        roomSeen -= bytes;
        return true;
    }
}
