package dev.tidegate.journal.event;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds the files of an event log against the blocks that the journal gives, byte by byte, and judges where they part:
 * whether the log ends there, was torn there, or is damaged. Only reads.
 */
final class EventComparison implements Closeable {
    private static final int READ_BYTES = 1 << 20;

    enum Mode {
        /** Before the oldest event that is kept. */
        BEFORE,
        COMPARING,
        /** Behind the end of the log. */
        MISSING,
        /** Nothing is compared: there is no log, or it is damaged. */
        COUNTING
    }

    private final EventFiles files;
    private final UUID journal;
    private final List<Long> segments;
    private final boolean mayHaveLostPages;
    private final long forcedEvent;
    private final byte[] found = new byte[EventBlock.MAX_BYTES];
    private Mode mode;
    private int segment = -1;
    private @Nullable InputStream in;
    private long offset;
    private long size;
    private long compared;
    private long cutSegment;
    private long cutOffset;
    private long bytesCut;
    private boolean cutIsLost;
    private String cutAt = "";
    private String damage = "";

    /**
     * @param segments first events of all files, rising
     * @param notes as the log's last owner left them
     */
    EventComparison(final EventFiles files, final UUID journal, final List<Long> segments, final EventNotes notes) {
        this.files = files;
        this.journal = journal;
        this.segments = segments;
        mayHaveLostPages = notes.mayHaveLostPages();
        forcedEvent = notes.forced();
        mode = segments.isEmpty() ? Mode.MISSING : Mode.BEFORE;
    }

    Mode mode() {
        return mode;
    }

    /** Compares nothing from here on. */
    void countOnly() {
        mode = Mode.COUNTING;
    }

    /** The same, and why. */
    void giveUp(final String reason) {
        damage = reason;
        mode = Mode.COUNTING;
    }

    /** Takes no file for one of this log: all that the journal gives is missing. */
    void setAside(final String reason) throws IOException {
        for (final long first : segments) {
            bytesCut += Files.size(files.file(first));
        }
        cutAt = files.folder() + ", set aside: " + reason;
        mode = Mode.MISSING;
    }

    /** Begins behind an event; false when the log should hold that one and does not. */
    boolean begin(final long eventsBefore) throws IOException {
        return mode != Mode.BEFORE || eventsBefore < segments.get(0) || seek(eventsBefore);
    }

    /** Goes to the place behind an event; false when it does not end a block that is whole. */
    private boolean seek(final long event) throws IOException {
        int at = segments.size() - 1;
        while (segments.get(at) > event) {
            at--;
        }
        final Path file = files.file(segments.get(at));
        final long end = EventSeek.behind(file, event);
        if (end < 0) {
            return false;
        }
        segment = at;
        size = Files.size(file);
        offset = end;
        in = new BufferedInputStream(Files.newInputStream(file), READ_BYTES);
        in.skipNBytes(end);
        mode = Mode.COMPARING;
        return true;
    }

    /** Compares the next block. */
    void take(final EventBlock block, final byte[] bytes) throws IOException {
        if (mode == Mode.BEFORE && block.lastEvent() >= segments.get(0)) {
            mode = Mode.COMPARING;
        }
        if (mode == Mode.COMPARING) {
            compare(block, bytes);
        }
    }

    private void compare(final EventBlock block, final byte[] bytes) throws IOException {
        if (offset == size && !openNext(block)) {
            return;
        }
        final int total = block.total();
        final int length = in().readNBytes(found, 0, total);
        if (length == total && Arrays.equals(found, 0, total, bytes, 0, total)) {
            offset += total;
            compared += block.count();
            return;
        }
        judge(block);
    }

    /** Goes on with the next file; false when there is none, or not the one there should be. */
    private boolean openNext(final EventBlock block) throws IOException {
        close();
        segment++;
        if (segment == segments.size()) {
            mode = Mode.MISSING;
            return false;
        }
        final long first = segments.get(segment);
        final Path file = files.file(first);
        offset = 0;
        size = Files.size(file);
        if (first != block.firstEvent()) {
            damaged(block, "it begins with event " + first + " where " + block.firstEvent() + " should be");
            return false;
        }
        final byte[] expected = new EventSegmentHeader(journal, first, block.sequence(), block.timeMillis()).toBytes();
        in = new BufferedInputStream(Files.newInputStream(file), READ_BYTES);
        final int length = in().readNBytes(found, 0, expected.length);
        if (length == expected.length && Arrays.equals(found, 0, length, expected, 0, length)) {
            offset = length;
            // A file that holds a header only was being begun.
            return offset < size || openNext(block);
        }
        final String fault = EventSegmentHeader.fault(found, length, journal, first);
        if (fault == null) {
            damaged(block, "its header speaks of another command than the journal gives");
        } else if (mayBeTorn(block) || isLast() && !holdsWhole(0)) {
            cut(0, false);
        } else {
            damaged(block, fault);
        }
        return false;
    }

    /** What stands in the log is not what the journal gives: an end that was torn off, or damage. */
    private void judge(final EventBlock block) throws IOException {
        try (FileChannel channel = FileChannel.open(files.file(segments.get(segment)), StandardOpenOption.READ)) {
            final String fault = faultAt(channel, offset);
            if (fault == null) {
                damaged(block, "it holds other events than the journal gives");
            } else if (mayBeTorn(block)
                    || isLast() && !BlockReader.intactBehind(channel, offset + 1, new EventBlock())) {
                cut(offset, false);
            } else {
                damaged(block, fault);
            }
        }
    }

    /** Whether a machine that stopped may have lost this block's pages: the log is not forced while it is written. */
    private boolean mayBeTorn(final EventBlock block) {
        return mayHaveLostPages && block.firstEvent() > forcedEvent;
    }

    private boolean isLast() {
        return segment == segments.size() - 1;
    }

    private boolean holdsWhole(final long from) throws IOException {
        try (FileChannel channel = FileChannel.open(files.file(segments.get(segment)), StandardOpenOption.READ)) {
            return BlockReader.intactBehind(channel, from, new EventBlock());
        }
    }

    private static @Nullable String faultAt(final FileChannel channel, final long at) throws IOException {
        final byte[] bytes = new byte[EventBlock.MAX_BYTES];
        final ByteBuffer target = ByteBuffer.wrap(bytes);
        while (target.hasRemaining() && channel.read(target, at + target.position()) > 0) {
            continue;
        }
        return new EventBlock().wrap(bytes, 0).fault(target.position());
    }

    private void cut(final long at, final boolean lost) throws IOException {
        close();
        cutSegment = segments.get(segment);
        cutOffset = at;
        cutIsLost = lost;
        cutAt = files.file(cutSegment) + ", byte " + at;
        bytesCut = size - at;
        for (final long later : segments.subList(segment + 1, segments.size())) {
            bytesCut += Files.size(files.file(later));
        }
        mode = Mode.MISSING;
    }

    private void damaged(final EventBlock block, final String reason) throws IOException {
        damage = "event log " + files.file(segments.get(segment)) + ", byte " + offset + ", event " + block.firstEvent()
                + " (command " + block.sequence() + "): " + reason;
        mode = Mode.COUNTING;
        close();
    }

    /** The journal has no more blocks. */
    void end() throws IOException {
        if (mode == Mode.BEFORE) {
            segment = 0;
            size = Files.size(files.file(segments.get(0)));
            cut(0, true);
        } else if (mode == Mode.COMPARING) {
            skipToContent();
            if (segment < segments.size() && offset < size) {
                final boolean whole = !isLast() || holdsWhole(offset);
                cut(offset, whole);
            }
        }
    }

    private void skipToContent() throws IOException {
        while (offset == size && ++segment < segments.size()) {
            size = Files.size(files.file(segments.get(segment)));
            offset = 0;
        }
    }

    /** Cuts from the files what is no event of the journal. */
    void cutFiles() throws IOException {
        if (!cutAt.isEmpty()) {
            EventEnd.cut(files, segments, cutSegment, cutOffset, cutIsLost);
        }
    }

    /** Events that were found as they should be. */
    long compared() {
        return compared;
    }

    /** Bytes that are, or would be, cut. */
    long bytesCut() {
        return bytesCut;
    }

    /** Where the log is cut, in words; empty when it is not. */
    String cutAt() {
        return cutAt;
    }

    /** Whether whole events are cut, which somebody may have read. */
    boolean cutIsLost() {
        return cutIsLost;
    }

    /** What is wrong, in words; empty when nothing is. */
    String damage() {
        return damage;
    }

    private InputStream in() {
        if (in == null) {
            throw new IllegalStateException("no file is being compared");
        }
        return in;
    }

    /** Lets go of the file that is being compared. */
    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }
}
