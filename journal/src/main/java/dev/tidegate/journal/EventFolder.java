package dev.tidegate.journal;

import dev.tidegate.journal.event.EventEpochs;
import dev.tidegate.journal.event.EventRebuild;
import dev.tidegate.journal.event.EventRebuild.Rebuilt;
import dev.tidegate.journal.event.EventRecovery;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalReplay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks and rebuilds the event log of a folder that nobody writes. */
public final class EventFolder {
    private EventFolder() {}

    /**
     * What reading journal and event log found.
     *
     * @param events {@code missing} and {@code bytesCut} are what opening the folder would write and cut
     */
    public record EventsReading(JournalReading journal, EventLogReport events) {}

    /**
     * Reads the journal as {@link JournalFolder#read} does, and compares the event log with the events that the replay
     * gives. Writes nothing.
     *
     * @throws IllegalArgumentException when the replay gives no events
     */
    public static EventsReading read(final Path folder, final JournalReplay replay) {
        final Comparing comparing = new Comparing(folder, replay);
        final JournalReading journal = JournalFolder.read(folder, replay, comparing);
        return new EventsReading(
                journal, Objects.requireNonNull(comparing.events).report());
    }

    /**
     * Writes the event log anew from the journal and sets the old one aside, whatever that holds. The journal is only
     * read.
     *
     * @param replay has replayed nothing yet, and gives events
     * @throws JournalException as {@link JournalFolder#read} does; DISK_FULL when the new log does not fit beside the old
     */
    public static Rebuilt rebuild(final Path folder, final EventLogSettings settings, final JournalReplay replay) {
        try (Rebuilding rebuilding = new Rebuilding(folder, settings, replay)) {
            JournalFolder.read(folder, replay, rebuilding);
            return Objects.requireNonNull(rebuilding.rebuilt);
        } catch (final IOException | UncheckedIOException failure) {
            throw Failures.of("write the event log in " + folder + " anew", failure);
        }
    }

    /**
     * Begins a new epoch in a folder that was made from another one, before anybody opens it: cursors of the other, of
     * whatever epoch, hold up to {@code inCommon} and are REWOUND behind that.
     *
     * @param events that its journal comes to
     * @return the epoch's number
     */
    public static long beginEpoch(final Path folder, final long events, final long inCommon) {
        try {
            final UUID journal = new FolderFiles(folder).readManifest().journal();
            return EventEpochs.begin(folder, journal, events, inCommon);
        } catch (final IOException failure) {
            throw Failures.of("begin an epoch of the event log in " + folder, failure);
        }
    }

    private static void requireEvents(final boolean given) {
        if (!given) {
            throw new IllegalArgumentException("the replay gives no events");
        }
    }

    private static final class Comparing implements JournalFolder.Beside {
        private final Path folder;
        private final JournalReplay replay;
        private @Nullable EventRecovery events;

        Comparing(final Path folder, final JournalReplay replay) {
            this.folder = folder;
            this.replay = replay;
        }

        @Override
        public void begin(final Manifest manifest) throws IOException {
            events = EventRecovery.readOnly(folder, manifest.journal());
            requireEvents(replay.giveEventsTo(events));
        }

        @Override
        public void end() throws IOException {
            Objects.requireNonNull(events).end();
            Objects.requireNonNull(events).release();
        }
    }

    private static final class Rebuilding implements JournalFolder.Beside, AutoCloseable {
        private final Path folder;
        private final EventLogSettings settings;
        private final JournalReplay replay;
        private @Nullable EventRebuild rebuild;
        private @Nullable Rebuilt rebuilt;

        Rebuilding(final Path folder, final EventLogSettings settings, final JournalReplay replay) {
            this.folder = folder;
            this.settings = settings;
            this.replay = replay;
        }

        @Override
        public void begin(final Manifest manifest) throws IOException {
            rebuild = new EventRebuild(folder, manifest.journal(), settings);
            requireEvents(replay.giveEventsTo(rebuild));
        }

        @Override
        public void end() throws IOException {
            rebuilt = Objects.requireNonNull(rebuild).finish();
        }

        @Override
        public void close() throws IOException {
            if (rebuild != null) {
                rebuild.close();
            }
        }
    }
}
