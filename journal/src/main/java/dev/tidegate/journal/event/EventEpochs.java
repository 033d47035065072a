package dev.tidegate.journal.event;

import dev.tidegate.pipeline.JournalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The epochs of a folder that was copied from another: no cursor of the other may be taken for one of this. */
public final class EventEpochs {
    private static final long BEFORE_ALL = 0;

    private EventEpochs() {}

    /** Takes the epochs there were along; nothing when there are none, or they cannot be read. */
    public static void copy(final Path from, final Path to) throws IOException {
        final EventNotes notes = readable(from);
        if (notes != null) {
            notes.with(true, notes.events(), 0).write(to);
        }
    }

    /**
     * Begins another epoch in a folder that nobody has open. Its number is above any that was counted anywhere. Without
     * epochs to go on from, every event ever read counts as lost.
     *
     * @param events that the folder's journal comes to
     * @param inCommon the last of these that is the same in the folder that was copied
     * @return the epoch's number
     */
    public static long begin(final Path folder, final UUID journal, final long events, final long inCommon)
            throws IOException {
        final EventNotes read = readable(folder);
        final EventNotes notes = read == null ? EventNotes.first(journal) : read;
        final long number = Math.max(notes.epoch() + 1, aboveAll());
        notes.with(true, events, 0)
                .withEpoch(number, read == null ? BEFORE_ALL : inCommon)
                .write(folder);
        return number;
    }

    /** A number above any that was counted from 1, and above any that was taken in this way before: milliseconds since 1970. */
    static long aboveAll() {
        return System.currentTimeMillis();
    }

    private static @Nullable EventNotes readable(final Path folder) throws IOException {
        try {
            return EventNotes.read(folder);
        } catch (final JournalException unreadable) {
            return null;
        }
    }
}
