package dev.tidegate.journal.event;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.EventSink;
import dev.tidegate.pipeline.JournalException;
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
 * Compares an event log with the events that the journal gives while it is replayed, byte by byte, and keeps those that
 * the log does not have. Writes nothing of the log before {@link #settle}.
 */
public final class EventRecovery implements EventSink, Closeable {
    private static final int READ_BYTES = 1 << 20;

    private enum Mode {
        /** Before the oldest event that is kept. */
        BEFORE,
        COMPARING,
        /** Behind the end of the log. */
        MISSING,
        /** Nothing is compared: there is no log, or it is damaged. */
        COUNTING
    }

    private final Path folder;
    private final UUID journal;
    private final EventLogSettings settings;
    private final EventFiles files;
    private final @Nullable EventSpool spool;
    private final boolean mayHaveLostPages;
    private final List<Long> segments;
    private final BlockCutter cutter = new BlockCutter(0);
    private final byte[] found = new byte[EventBlock.MAX_BYTES];
    private EventNotes notes;
    private Mode mode;
    private int segment = -1;
    private @Nullable InputStream in;
    private long offset;
    private long size;
    private long compared;
    private long missing;
    private long cutSegment;
    private long cutOffset;
    private long bytesCut;
    private boolean cutIsLost;
    private String cutAt = "";
    private String damage = "";
    private boolean behind;
    private boolean refused;
    private boolean isSetAside;

    private EventRecovery(
            final Path folder, final UUID journal, final EventLogSettings settings, final @Nullable EventSpool spool)
            throws IOException {
        this.folder = folder;
        this.journal = journal;
        this.settings = settings;
        this.spool = spool;
        files = EventFiles.of(folder);
        segments = files.list();
        notes = readNotes();
        mayHaveLostPages = notes.mayHaveLostPages();
        if (!settings.kept() || !damage.isEmpty()) {
            mode = Mode.COUNTING;
        } else if (segments.isEmpty()) {
            mode = Mode.MISSING;
        } else {
            mode = Mode.BEFORE;
        }
    }

    /** For a folder that is about to be opened. */
    public static EventRecovery of(final Path folder, final UUID journal, final EventLogSettings settings)
            throws IOException {
        return new EventRecovery(folder, journal, settings, new EventSpool(folder));
    }

    /** Compares only, and writes nothing at all. */
    public static EventRecovery readOnly(final Path folder, final UUID journal) throws IOException {
        return new EventRecovery(folder, journal, EventLogSettings.defaults(), null);
    }

    private EventNotes readNotes() throws IOException {
        try {
            final EventNotes read = EventNotes.read(folder);
            if (read != null && !read.journal().equals(journal)) {
                damage = EventNotes.FILE + " belongs to journal " + read.journal();
            } else if (read == null && !segments.isEmpty()) {
                damage = EventNotes.FILE + " is missing, though there are event files";
            }
            return read == null ? EventNotes.first(journal) : read;
        } catch (final JournalException unreadable) {
            damage = String.valueOf(unreadable.getMessage());
            return EventNotes.first(journal);
        }
    }

    /** Events that the journal came to so far. */
    public long events() {
        return cutter.events();
    }

    /** Whether there is no log that anything could be compared with, so that all of it is missing. */
    public boolean isWithoutLog() {
        return mode == Mode.MISSING;
    }

    @Override
    public @Nullable String begin(final long eventsBefore) {
        try {
            if (mode == Mode.BEFORE && eventsBefore >= segments.get(0) && !seek(eventsBefore)) {
                final String fault = "the event log does not hold event " + eventsBefore + " whole";
                if (spool != null) {
                    refused = true;
                    return fault + ", so older commands are needed";
                }
                damage = fault + ", behind which the journal begins: " + files.folder();
                mode = Mode.COUNTING;
            }
        } catch (final IOException failure) {
            damage = "event log " + files.folder() + ", event " + eventsBefore + ": " + failure;
            mode = Mode.COUNTING;
        }
        cutter.startBehind(eventsBefore);
        return null;
    }

    /**
     * Begins the log anew, for it ends before everything that the journal can still give; the old one is set aside.
     *
     * @return false when nothing was refused on account of the log
     */
    public boolean giveUp() throws IOException {
        if (refused) {
            refused = false;
            isSetAside = true;
            for (final long first : segments) {
                bytesCut += Files.size(files.file(first));
            }
            cutAt = files.folder() + ", set aside: it ends before the journal's oldest snapshot";
            mode = Mode.MISSING;
        }
        return isSetAside;
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

    boolean isDamaged() {
        return !damage.isEmpty();
    }

    @Override
    public void events(final long sequence, final long timeMillis, final EventBuffer events) {
        try {
            cutter.cut(sequence, timeMillis, events.buffer(), 0, events.length(), this::block);
        } catch (final IOException failure) {
            throw new IllegalStateException("counting events throws nothing", failure);
        }
    }

    /** A log that cannot be read is as good as damaged, and keeps nobody from opening the folder. */
    private void block(final EventBlock block, final byte[] bytes) {
        try {
            take(block, bytes);
        } catch (final IOException failure) {
            damage = "event log " + files.folder() + ", event " + block.firstEvent() + ": " + failure;
            mode = Mode.COUNTING;
        }
    }

    private void take(final EventBlock block, final byte[] bytes) throws IOException {
        if (mode == Mode.BEFORE && block.lastEvent() >= segments.get(0)) {
            mode = Mode.COMPARING;
        }
        if (mode == Mode.COMPARING) {
            compare(block, bytes);
        }
        if (mode == Mode.MISSING) {
            missing += block.count();
            behind = behind || spool == null || !spool.add(bytes, block.total());
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
        return mayHaveLostPages && block.firstEvent() > notes.forced();
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

    /** Says that the journal has been replayed to its end. */
    public void end() throws IOException {
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

    /**
     * Records what must not be forgotten, before the journal's own tail is cut: after that nobody could tell any more that
     * commands may be missing whose events had been seen.
     *
     * @param tailCut whether bytes of the journal are cut
     */
    public void note(final boolean tailCut) throws IOException {
        final EventNotes before = notes;
        if (!settings.kept() && EventNotes.read(folder) == null) {
            return;
        }
        if (!damage.isEmpty() && mode == Mode.COUNTING && !isNotesReadable()) {
            return;
        }
        final boolean lost = tailCut || cutIsLost || mayHaveLostPages;
        notes = lost ? before.withEpoch(before.epoch() + 1, events()) : before;
        notes = notes.with(false, events(), Math.min(before.forced(), events()));
        notes.write(folder);
    }

    private boolean isNotesReadable() throws IOException {
        try {
            final EventNotes read = EventNotes.read(folder);
            return read != null && read.journal().equals(journal);
        } catch (final JournalException unreadable) {
            return false;
        }
    }

    /** Cuts what is no event of the journal, and writes what was missing. */
    EventWriter settle() throws IOException {
        if (isSetAside) {
            files.setAside();
        } else if (!cutAt.isEmpty()) {
            EventEnd.cut(files, segments, cutSegment, cutOffset, cutIsLost);
        }
        final long last = cutter.events() - missing;
        files.create();
        final EventWriter writer = new EventWriter(files, journal, settings, last);
        try {
            if (spool != null && !spool.writeTo(writer) || !writer.flush()) {
                behind = true;
            }
            EventEnd.force(files, notes.forced(), last);
            writer.retain();
            return writer;
        } catch (final Throwable failure) {
            writer.close();
            throw failure;
        }
    }

    /** What was found, once the end was reached. */
    public EventLogReport report() {
        return new EventLogReport(
                notes.epoch(),
                events(),
                segments.isEmpty() ? 0 : segments.get(0),
                compared,
                missing,
                bytesCut,
                cutAt,
                damage);
    }

    /** Whether some of what was missing could not be kept, so that the log has to catch up. */
    boolean isBehind() {
        return behind;
    }

    EventNotes notes() {
        return notes;
    }

    EventFiles files() {
        return files;
    }

    Path folder() {
        return folder;
    }

    EventLogSettings settings() {
        return settings;
    }

    private InputStream in() {
        if (in == null) {
            throw new IllegalStateException("no file is being compared");
        }
        return in;
    }

    /** Lets go of the file that is being compared and of what was kept. */
    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }

    /** Lets go of what was kept of the missing events. */
    public void release() throws IOException {
        close();
        if (spool != null) {
            spool.close();
        }
    }
}
