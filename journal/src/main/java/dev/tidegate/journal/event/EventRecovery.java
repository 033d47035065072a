package dev.tidegate.journal.event;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.journal.event.EventComparison.Mode;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.EventSink;
import dev.tidegate.pipeline.JournalException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings an event log to where its journal is: while that is replayed, the events that it gives are held against the log
 * ({@link EventComparison}), and those that the log does not have are kept ({@link EventSpool}). Writes nothing of the log
 * before {@link #settle}.
 */
public final class EventRecovery implements EventSink, Closeable {
    private final Path folder;
    private final UUID journal;
    private final EventLogSettings settings;
    private final EventFiles files;
    private final @Nullable EventSpool spool;
    private final boolean mayHaveLostPages;
    private final List<Long> segments;
    private final BlockCutter cutter = new BlockCutter(0);
    private final EventComparison comparison;
    private EventNotes notes;
    private long missing;
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
        EventNotes read = null;
        String fault = "";
        try {
            read = EventNotes.read(folder);
            fault = faultOf(read);
        } catch (final JournalException unreadable) {
            fault = String.valueOf(unreadable.getMessage());
        }
        notes = read == null ? EventNotes.first(journal) : read;
        mayHaveLostPages = notes.mayHaveLostPages();
        comparison = new EventComparison(files, journal, segments, notes);
        if (!fault.isEmpty()) {
            comparison.giveUp(fault);
        } else if (!settings.kept()) {
            comparison.countOnly();
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

    /** Why notes are not those of this log; empty when they are. */
    private String faultOf(final @Nullable EventNotes read) {
        if (read != null && !read.journal().equals(journal)) {
            return EventNotes.FILE + " belongs to journal " + read.journal();
        }
        return read == null && !segments.isEmpty() ? EventNotes.FILE + " is missing, though there are event files" : "";
    }

    /** Events that the journal came to so far. */
    public long events() {
        return cutter.events();
    }

    /** Whether there is no log that anything could be compared with, so that all of it is missing. */
    public boolean isWithoutLog() {
        return comparison.mode() == Mode.MISSING;
    }

    @Override
    public @Nullable String begin(final long eventsBefore) {
        try {
            if (!comparison.begin(eventsBefore)) {
                final String fault = "the event log does not hold event " + eventsBefore + " whole";
                if (spool != null) {
                    refused = true;
                    return fault + ", so older commands are needed";
                }
                comparison.giveUp(fault + ", behind which the journal begins: " + files.folder());
            }
        } catch (final IOException failure) {
            comparison.giveUp("event log " + files.folder() + ", event " + eventsBefore + ": " + failure);
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
            comparison.setAside("it ends before the journal's oldest snapshot");
        }
        return isSetAside;
    }

    boolean isDamaged() {
        return !comparison.damage().isEmpty();
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
            comparison.take(block, bytes);
            if (comparison.mode() == Mode.MISSING) {
                missing += block.count();
                behind = behind || spool == null || !spool.add(bytes, block.total());
            }
        } catch (final IOException failure) {
            comparison.giveUp("event log " + files.folder() + ", event " + block.firstEvent() + ": " + failure);
        }
    }

    /** Says that the journal has been replayed to its end. */
    public void end() throws IOException {
        comparison.end();
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
        if (isDamaged() && comparison.mode() == Mode.COUNTING && !isNotesReadable()) {
            return;
        }
        final boolean lost = tailCut || comparison.cutIsLost() || mayHaveLostPages;
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
        } else {
            comparison.cutFiles();
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
                comparison.compared(),
                missing,
                comparison.bytesCut(),
                comparison.cutAt(),
                comparison.damage());
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

    /** Lets go of the file that is being compared. */
    @Override
    public void close() throws IOException {
        comparison.close();
    }

    /** Lets go of what was kept of the missing events. */
    public void release() throws IOException {
        close();
        if (spool != null) {
            spool.close();
        }
    }
}
