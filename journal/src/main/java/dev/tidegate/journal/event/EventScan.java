package dev.tidegate.journal.event;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that is still there of an event log, damaged or not: says where bytes are not what they should be and goes on
 * behind that place at the next whole block. Writes nothing, takes no lock, and proves nothing: verifying does.
 */
public final class EventScan {
    private static final int LENGTH_BYTES = Integer.BYTES;

    private final EventFiles files;
    private final Visitor visitor;
    private final EventBlock block = new EventBlock();
    private final EventBlock other = new EventBlock();
    private final byte[] window = new byte[2 * EventBlock.MAX_BYTES];
    private long windowStart;
    private int windowLength;
    private long expected;

    /** Is told what is found, in order. */
    public interface Visitor {

        /** A file begins, named by its first event. */
        void file(Path file, long bytes);

        /**
         * One event of a whole block.
         *
         * @param at byte of its block in the file
         */
        void event(long at, long event, long sequence, long timeMillis, HeapBuffer buffer, int offset, int length);

        void fault(Fault found);
    }

    /**
     * Something that is not as it should be.
     *
     * @param file which file
     * @param from where, in bytes from the start of the file
     * @param to where reading went on, or the file's end
     * @param isTail whether it may be the torn tail of a log that was being written
     */
    public record Fault(Path file, long from, long to, String reason, boolean isTail) {}

    private EventScan(final Path folder, final Visitor visitor) {
        files = EventFiles.of(folder);
        this.visitor = visitor;
    }

    /**
     * Scans the event log of a folder.
     *
     * @throws JournalException NOT_A_FOLDER when there is none
     */
    public static void scan(final Path folder, final Visitor visitor) throws IOException {
        requireLog(folder);
        final EventScan scan = new EventScan(folder, visitor);
        scan.run(scan.notes(folder, folder.resolve(EventNotes.FILE)));
    }

    /**
     * Refuses what {@link #scan} would refuse before it finds anything.
     *
     * @throws JournalException NOT_A_FOLDER when there is no event log, UNREADABLE when there is no such folder
     */
    public static void requireLog(final Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new JournalException(Kind.UNREADABLE, folder + " does not exist");
        }
        if (EventFiles.of(folder).list().isEmpty() && !Files.exists(folder.resolve(EventNotes.FILE))) {
            throw new JournalException(Kind.NOT_A_FOLDER, folder + " holds no event log");
        }
    }

    private @Nullable UUID notes(final Path folder, final Path file) throws IOException {
        try {
            final EventNotes notes = EventNotes.read(folder);
            if (notes != null) {
                return notes.journal();
            }
            visitor.fault(new Fault(file, 0, 0, "the file is missing", false));
        } catch (final JournalException unreadable) {
            visitor.fault(new Fault(file, 0, Files.size(file), String.valueOf(unreadable.getMessage()), false));
        }
        return null;
    }

    private void run(final @Nullable UUID journal) throws IOException {
        final List<Long> firsts = files.list();
        for (int i = 0; i < firsts.size(); i++) {
            final long first = firsts.get(i);
            final Path file = files.file(first);
            if (i > 0 && first != expected) {
                final String reason = "it begins with event " + first + ", the file before ends before " + expected;
                visitor.fault(new Fault(file, 0, 0, reason, false));
            }
            expected = first;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                windowLength = 0;
                scan(channel, file, first, journal, i == firsts.size() - 1);
            } catch (final NoSuchFileException goneMeanwhile) {
                continue;
            }
        }
    }

    private void scan(
            final FileChannel channel,
            final Path file,
            final long first,
            final @Nullable UUID journal,
            final boolean isLast)
            throws IOException {
        final long size = channel.size();
        visitor.file(file, size);
        final int headerBytes = fill(channel, 0, EventSegmentHeader.BYTES);
        final String headerFault = headerFault(headerBytes, first, journal);
        if (headerFault != null) {
            visitor.fault(new Fault(file, 0, Math.min(size, EventSegmentHeader.BYTES), headerFault, false));
        }
        long at = EventSegmentHeader.BYTES;
        while (at < size) {
            final String fault = blockFault(channel, at);
            if (fault == null) {
                final long total = block.total();
                deliver(file, at);
                at += total;
                continue;
            }
            final long next = BlockReader.intactFrom(channel, at + 1, other);
            visitor.fault(new Fault(file, at, next < 0 ? size : next, fault, isLast && next < 0));
            if (next < 0) {
                break;
            }
            // What the lost blocks held is not known: it goes on with whatever the next one says.
            expected = 0;
            at = next;
        }
    }

    private @Nullable String headerFault(final int available, final long first, final @Nullable UUID journal) {
        final byte[] bytes = new byte[EventSegmentHeader.BYTES];
        System.arraycopy(window, 0, bytes, 0, Math.min(available, bytes.length));
        final UUID owner = journal == null ? EventSegmentHeader.parse(bytes).journal() : journal;
        return EventSegmentHeader.fault(bytes, available, owner, first);
    }

    private @Nullable String blockFault(final FileChannel channel, final long at) throws IOException {
        int available = fill(channel, at, EventBlock.HEADER_BYTES);
        if (available >= EventBlock.HEADER_BYTES) {
            final int total = block.wrap(window, (int) (at - windowStart)).total();
            available = fill(channel, at, Math.max(EventBlock.HEADER_BYTES, Math.min(total, EventBlock.MAX_BYTES)));
        }
        return block.wrap(window, (int) (at - windowStart)).fault(available);
    }

    private void deliver(final Path file, final long at) {
        if (expected != 0 && block.firstEvent() != expected) {
            final String reason = "event " + block.firstEvent() + " where " + expected + " should be";
            visitor.fault(new Fault(file, at, at, reason, false));
        }
        final HeapBuffer buffer = block.buffer();
        final int end = block.framesEnd();
        int frame = block.framesOffset();
        for (int i = 0; i < block.count() && frame + LENGTH_BYTES <= end; i++) {
            final int length = buffer.getInt(frame);
            if (length < 0 || length > end - frame - LENGTH_BYTES) {
                break;
            }
            visitor.event(
                    at,
                    block.firstEvent() + i,
                    block.sequence(),
                    block.timeMillis(),
                    buffer,
                    frame + LENGTH_BYTES,
                    length);
            frame += LENGTH_BYTES + length;
        }
        expected = block.lastEvent() + 1;
    }

    /** Makes bytes from a place on available in the window, and says how many there are. */
    private int fill(final FileChannel channel, final long at, final int wanted) throws IOException {
        final long have = windowStart + windowLength - at;
        if (at >= windowStart && have >= wanted && windowLength > 0) {
            return (int) have;
        }
        windowStart = at;
        final ByteBuffer target = ByteBuffer.wrap(window);
        while (target.hasRemaining() && channel.read(target, at + target.position()) > 0) {
            continue;
        }
        windowLength = target.position();
        return windowLength;
    }
}
