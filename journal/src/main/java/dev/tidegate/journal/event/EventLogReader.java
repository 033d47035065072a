package dev.tidegate.journal.event;

import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import dev.tidegate.pipeline.SubscribeAnswer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder's event log from any process, while it is written or not. Never writes, takes no lock, and needs neither
 * the journal nor a JVM flag. One thread at a time.
 */
public final class EventLogReader implements Closeable {
    private static final int LENGTH_BYTES = 4;

    private final Path folder;
    private final EventFiles files;
    private EventNotes notes;
    private BlockReader blocks;
    private EventCursor at;

    private EventLogReader(final Path folder, final EventNotes notes) {
        this.folder = folder;
        this.notes = notes;
        files = EventFiles.of(folder);
        at = new EventCursor(notes.epoch(), 0);
        blocks = new BlockReader(files, notes.journal(), 1);
    }

    /**
     * Opens the event log of a journal's folder; it stands before event 1.
     *
     * @throws JournalException UNREADABLE when there is no such folder, NOT_A_FOLDER when it has no event log, DAMAGED or
     *     VERSION when its notes cannot be read, IO
     */
    public static EventLogReader open(final Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new JournalException(Kind.UNREADABLE, folder + " is no folder");
        }
        try {
            final EventNotes notes = EventNotes.read(folder);
            if (notes == null) {
                throw new JournalException(Kind.NOT_A_FOLDER, folder + " has no event log");
            }
            return new EventLogReader(folder, notes);
        } catch (final IOException failure) {
            throw new JournalException(Kind.IO, "cannot read the event log in " + folder + ": " + failure, failure);
        }
    }

    /** Before the oldest event that is kept. */
    public EventCursor oldest() throws IOException {
        final List<Long> all = files.list();
        return new EventCursor(notes.epoch(), all.isEmpty() ? 0 : all.get(0) - 1);
    }

    /** Behind the newest event in the files; the newest file is read through to find it. */
    public EventCursor newest() throws IOException {
        final List<Long> all = files.list();
        if (all.isEmpty()) {
            return new EventCursor(notes.epoch(), 0);
        }
        try (BlockReader last = new BlockReader(files, notes.journal(), all.get(all.size() - 1))) {
            while (last.next() == BlockReader.Step.BLOCK) {
                continue;
            }
            return new EventCursor(notes.epoch(), last.nextEvent() - 1);
        }
    }

    /**
     * Moves behind a cursor.
     *
     * @return null when reading may go on there; else where to go on instead
     */
    public @Nullable SubscribeAnswer moveTo(final EventCursor from) throws IOException {
        final List<Long> all = files.list();
        final long oldest = all.isEmpty() ? 1 : all.get(0);
        final SubscribeAnswer instead =
                instead(folder, notes, from, oldest, () -> sequenceOf(oldest), () -> newest().sequence());
        if (instead == null) {
            blocks.close();
            blocks = new BlockReader(files, notes.journal(), from.sequence() + 1);
            at = new EventCursor(notes.epoch(), from.sequence());
        }
        return instead;
    }

    /** Behind the last event that was given. */
    public EventCursor at() {
        return at;
    }

    /**
     * Gives the events of the next block.
     *
     * @return false when there is nothing more now
     * @throws JournalException DAMAGED with the place; UNREADABLE when what comes next is not kept any more
     */
    public boolean read(final CursorListener listener) throws IOException {
        switch (blocks.next()) {
            case BLOCK -> give(blocks.block(), listener);
            case END -> {
                return false;
            }
            case GONE ->
                throw new JournalException(
                        Kind.UNREADABLE,
                        "event " + blocks.nextEvent() + " is older than all that is kept in " + folder);
        }
        return true;
    }

    private void give(final EventBlock block, final CursorListener listener) {
        final HeapBuffer buffer = block.buffer();
        long event = block.firstEvent();
        for (int from = block.framesOffset(); from < block.framesEnd(); event++) {
            final int length = buffer.getInt(from);
            if (event > at.sequence()) {
                listener.event(
                        notes.epoch(),
                        event,
                        block.sequence(),
                        block.timeMillis(),
                        buffer,
                        from + LENGTH_BYTES,
                        length);
                at = new EventCursor(notes.epoch(), event);
            }
            from += LENGTH_BYTES + length;
        }
    }

    /** Whether the log ended in the middle of a block when there was nothing more: it is being written, or was torn. */
    public boolean isTorn() {
        return blocks.isTorn();
    }

    /** Where in the files the reader stands, for a person. */
    public String place() {
        return blocks.place();
    }

    /**
     * Looks whether a writer has opened the folder meanwhile, once there is nothing more to read.
     *
     * @return null when reading may go on; else where to go on instead
     */
    public @Nullable SubscribeAnswer look() throws IOException {
        final EventNotes now = EventNotes.read(folder);
        blocks.reopenIfReplaced();
        if (now == null || now.epoch() == notes.epoch()) {
            return null;
        }
        final EventCursor rewound = now.rewound(at, 0);
        notes = now;
        if (rewound != null) {
            return new SubscribeAnswer.Rewound(rewound);
        }
        at = new EventCursor(now.epoch(), at.sequence());
        return null;
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }

    private long sequenceOf(final long firstEvent) throws IOException {
        final EventSegmentHeader header = files.header(firstEvent, notes.journal());
        return header == null ? 0 : header.firstSequence();
    }

    /** A figure that is asked for only when it matters. */
    @FunctionalInterface
    interface Figure {
        long get() throws IOException;
    }

    /** Where somebody with that cursor must go on instead; null when right behind it. */
    static @Nullable SubscribeAnswer instead(
            final Path folder,
            final EventNotes notes,
            final EventCursor from,
            final long oldestEvent,
            final Figure oldestSequence,
            final Figure newestEvent)
            throws IOException {
        final boolean known = from.epoch() <= notes.epoch();
        if (known && from.sequence() > Math.min(notes.inCommon(from.epoch()), notes.events())) {
            final EventCursor rewound = notes.rewound(from, newestEvent.get());
            if (rewound != null) {
                return new SubscribeAnswer.Rewound(rewound);
            }
        }
        if (known && from.sequence() + 1 >= oldestEvent) {
            return null;
        }
        final long sequence = oldestSequence.get();
        return new SubscribeAnswer.Resync(
                new EventCursor(notes.epoch(), oldestEvent - 1),
                sequence,
                new SnapshotFiles(folder).newestFrom(Math.max(1, sequence)));
    }
}
