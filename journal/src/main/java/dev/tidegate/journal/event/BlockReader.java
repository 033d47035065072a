package dev.tidegate.journal.event;

import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the blocks of an event log in order, while it is written or not. Checks every byte that it passes; what it cannot
 * read it names with its place. Never writes and takes no lock.
 */
final class BlockReader implements Closeable {
    private static final int WINDOW_BYTES = 2 * EventBlock.MAX_BYTES;

    /** What a step came to. */
    enum Step {
        /** A block is there. */
        BLOCK,
        /** There is nothing more now. */
        END,
        /** What should come next is older than all that is kept. */
        GONE
    }

    private final EventFiles files;
    private final UUID journal;
    private final EventBlock block = new EventBlock();
    private final EventBlock other = new EventBlock();
    private final byte[] window = new byte[WINDOW_BYTES];
    private final ByteBuffer windowBytes = ByteBuffer.wrap(window);
    private @Nullable FileChannel channel;
    private @Nullable Object fileKey;
    private long segment;
    private long windowStart;
    private int windowLength;
    private long position;
    private long nextEvent;
    private long expected;
    private boolean torn;

    /** Stands before event {@code nextEvent}. */
    BlockReader(final EventFiles files, final UUID journal, final long nextEvent) {
        this.files = files;
        this.journal = journal;
        this.nextEvent = nextEvent;
    }

    /** The block of the last step. */
    EventBlock block() {
        return block;
    }

    /** The event that comes next. */
    long nextEvent() {
        return nextEvent;
    }

    /** Whether the log ended in the middle of a block when the last step came to its end. */
    boolean isTorn() {
        return torn;
    }

    /** Where the reader stands, for a person. */
    String place() {
        return files.file(segment) + ", byte " + position;
    }

    /** Moves to the next block; the first one may begin before the event asked for. */
    Step next() throws IOException {
        torn = false;
        while (true) {
            if (channel == null) {
                final Step found = openSegment();
                if (found != Step.BLOCK) {
                    return found;
                }
            }
            final String fault = readBlock();
            if (fault != null) {
                final Step end = endOfFile(fault);
                if (end != Step.BLOCK) {
                    return end;
                }
                continue;
            }
            if (block.firstEvent() != expected) {
                throw damaged("it begins with event " + block.firstEvent() + " where " + expected + " should be");
            }
            expected = block.lastEvent() + 1;
            position += block.total();
            if (block.lastEvent() >= nextEvent) {
                nextEvent = expected;
                return Step.BLOCK;
            }
        }
    }

    /** No block at the position: the log's end, or that of the file. BLOCK says that it is worth another look. */
    private Step endOfFile(final String fault) throws IOException {
        final long following = following();
        if (following == 0) {
            return atEnd(fault);
        }
        // The next file was there, so this one was complete before it is read once more.
        windowLength = 0;
        if (readBlock() == null) {
            return Step.BLOCK;
        }
        final boolean whole = position == Objects.requireNonNull(channel).size();
        if (whole && following == expected) {
            close();
            return Step.BLOCK;
        }
        if (files.list().get(0) > nextEvent) {
            return Step.GONE;
        }
        throw damaged(
                whole
                        ? "event " + expected + " is missing: the next file begins with event " + following
                        : fault + ", and a later file behind it");
    }

    /** Opens the file that holds the next event. */
    private Step openSegment() throws IOException {
        final List<Long> all = files.list();
        long found = 0;
        for (final long first : all) {
            found = first <= nextEvent ? first : found;
        }
        if (found == 0) {
            return all.isEmpty() ? Step.END : Step.GONE;
        }
        final Path file = files.file(found);
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (final NoSuchFileException deleted) {
            return Step.GONE;
        }
        fileKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        segment = found;
        position = 0;
        windowLength = 0;
        final int length = fill(EventSegmentHeader.BYTES);
        if (length < EventSegmentHeader.BYTES && found == all.get(all.size() - 1)) {
            close();
            torn = true;
            return Step.END;
        }
        final String fault = EventSegmentHeader.fault(window, length, journal, found);
        if (fault != null) {
            throw damaged(fault);
        }
        position = EventSegmentHeader.BYTES;
        expected = found;
        return Step.BLOCK;
    }

    /** Reads the block at the position, or says why there is none. */
    private @Nullable String readBlock() throws IOException {
        int available = fill(EventBlock.HEADER_BYTES);
        if (available >= EventBlock.HEADER_BYTES) {
            final int total = block.wrap(window, (int) (position - windowStart)).total();
            available = fill(Math.max(EventBlock.HEADER_BYTES, Math.min(total, EventBlock.MAX_BYTES)));
        }
        final String fault = block.wrap(window, (int) (position - windowStart)).fault(available);
        return fault;
    }

    /** The first event of the file behind this one, 0 when there is none. */
    private long following() throws IOException {
        for (final long first : files.list()) {
            if (first > segment) {
                return first;
            }
        }
        return 0;
    }

    private Step atEnd(final String fault) throws IOException {
        final long size = Objects.requireNonNull(channel).size();
        windowLength = 0;
        torn = size > position;
        if (torn && intactBehind(position + 1)) {
            // It may have been written since it was looked at, and those behind it too.
            windowLength = 0;
            if (readBlock() == null) {
                return Step.BLOCK;
            }
            throw damaged(fault + ", and whole blocks behind it");
        }
        return Step.END;
    }

    /** Whether a whole block begins at or behind that byte of the file. */
    private boolean intactBehind(final long from) throws IOException {
        return intactBehind(Objects.requireNonNull(channel), from, other);
    }

    /** Whether a whole block begins at or behind that byte of a file. */
    static boolean intactBehind(final FileChannel channel, final long from, final EventBlock block) throws IOException {
        return intactFrom(channel, from, block) >= 0;
    }

    /** Where the first whole block begins at or behind that byte of a file; -1 when there is none. */
    static long intactFrom(final FileChannel channel, final long from, final EventBlock block) throws IOException {
        final byte[] bytes = new byte[2 * EventBlock.MAX_BYTES];
        long start = from;
        while (true) {
            final ByteBuffer target = ByteBuffer.wrap(bytes);
            while (target.hasRemaining() && channel.read(target, start + target.position()) > 0) {
                continue;
            }
            final int length = target.position();
            final boolean last = target.hasRemaining();
            final int until = last ? length : length - EventBlock.MAX_BYTES;
            for (int at = 0; at < until; at++) {
                // The magic's first byte, before anything dearer is looked at.
                if (bytes[at] == (byte) EventBlock.MAGIC
                        && block.wrap(bytes, at).fault(length - at) == null) {
                    return start + at;
                }
            }
            if (last) {
                return -1;
            }
            start += until;
        }
    }

    /** Makes bytes from the position on available in the window, and says how many there are. */
    private int fill(final int wanted) throws IOException {
        int at = (int) (position - windowStart);
        if (at < 0 || at > windowLength) {
            windowStart = position;
            windowLength = 0;
            at = 0;
        }
        if (windowLength - at >= wanted) {
            return windowLength - at;
        }
        System.arraycopy(window, at, window, 0, windowLength - at);
        windowLength -= at;
        windowStart = position;
        windowBytes.clear().position(windowLength);
        while (windowBytes.hasRemaining()) {
            final int count = Objects.requireNonNull(channel).read(windowBytes, windowStart + windowBytes.position());
            if (count <= 0) {
                break;
            }
        }
        windowLength = windowBytes.position();
        return windowLength;
    }

    /** Whether the file that is being read is not the one of that name any more; then it is opened anew at the next step. */
    boolean reopenIfReplaced() throws IOException {
        if (channel == null) {
            return false;
        }
        Object now;
        try {
            now = Files.readAttributes(files.file(segment), BasicFileAttributes.class)
                    .fileKey();
        } catch (final NoSuchFileException gone) {
            now = null;
        }
        if (Objects.equals(now, fileKey)) {
            return false;
        }
        close();
        return true;
    }

    private JournalException damaged(final String reason) {
        return new JournalException(
                Kind.DAMAGED, "event log " + place() + ", event " + expected + ": " + reason + "; nothing was changed");
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
