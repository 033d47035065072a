package dev.tidegate.journal.event;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.EventSink;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a folder's event log anew from what its journal gives, and sets the old one aside: {@code events.old-1}, and the
 * notes as {@code EVENTS.old-1} when they could not be read.
 */
public final class EventRebuild implements EventSink, Closeable {
    private static final String ASIDE = "events.new";

    private final Path folder;
    private final UUID journal;
    private final EventFiles files;
    private final EventLogSettings settings;
    private final BlockCutter cutter = new BlockCutter(0);
    private @Nullable EventWriter writer;
    private boolean done;

    /**
     * What became of it.
     *
     * @param events events written
     * @param epoch the epoch now: another one only if the old notes could not be read
     * @param keptAs where the old log is, empty when there was none
     */
    public record Rebuilt(long events, long epoch, String keptAs) {}

    /** Begins in a folder of its own; what an earlier attempt left there is replaced. */
    public EventRebuild(final Path folder, final UUID journal, final EventLogSettings settings) throws IOException {
        this.folder = folder;
        this.journal = journal;
        files = EventFiles.in(folder.resolve(ASIDE));
        deleteAside();
        this.settings = settings;
    }

    @Override
    public @Nullable String begin(final long eventsBefore) {
        cutter.startBehind(eventsBefore);
        return null;
    }

    @Override
    public void events(final long sequence, final long timeMillis, final EventBuffer events) {
        try {
            final EventWriter to = writer();
            cutter.cut(sequence, timeMillis, events.buffer(), 0, events.length(), (block, bytes) -> {
                if (!to.add(block, bytes, 0)) {
                    throw noRoom();
                }
            });
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Puts the new log into the place of the old one. */
    public Rebuilt finish() throws IOException {
        final EventWriter to = writer();
        if (!to.flush()) {
            throw noRoom();
        }
        to.close();
        forceAll();
        final EventNotes notes = notes();
        final EventFiles old = EventFiles.of(folder);
        final String kept = old.setAside();
        Files.move(files.folder(), old.folder(), StandardCopyOption.ATOMIC_MOVE);
        done = true;
        notes.write(folder);
        return new Rebuilt(cutter.events(), notes.epoch(), kept);
    }

    /** Made with the first event, when it is known where the log begins. */
    private EventWriter writer() throws IOException {
        if (writer == null) {
            writer = new EventWriter(files, journal, settings, cutter.events());
        }
        return writer;
    }

    private void forceAll() throws IOException {
        for (final long first : files.list()) {
            try (FileChannel channel = FileChannel.open(files.file(first), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
        files.force();
    }

    /** What the notes say after this; others are begun, in an epoch above any that was counted, when they are unreadable. */
    private EventNotes notes() throws IOException {
        final EventNotes read = readable();
        if (read != null) {
            return new EventNotes(
                    journal,
                    read.closed(),
                    read.boot(),
                    Math.max(read.events(), cutter.events()),
                    cutter.events(),
                    read.epochs());
        }
        final Path unreadable = folder.resolve(EventNotes.FILE);
        final boolean wasThere = Files.exists(unreadable);
        if (wasThere) {
            Files.move(unreadable, EventFiles.unused(unreadable), StandardCopyOption.ATOMIC_MOVE);
        }
        final boolean hadLog = wasThere || Files.exists(folder.resolve(EventFiles.FOLDER));
        final EventNotes first = EventNotes.first(journal).with(true, cutter.events(), cutter.events());
        return hadLog ? first.withEpoch(EventEpochs.aboveAll(), 0) : first;
    }

    private @Nullable EventNotes readable() throws IOException {
        try {
            final EventNotes read = EventNotes.read(folder);
            return read == null || !read.journal().equals(journal) ? null : read;
        } catch (final JournalException unreadable) {
            if (unreadable.kind() == Kind.VERSION) {
                throw unreadable;
            }
            return null;
        }
    }

    private JournalException noRoom() {
        return new JournalException(
                Kind.DISK_FULL, "no room to write the event log of " + folder + " anew; the old one was not changed");
    }

    private void deleteAside() throws IOException {
        final List<Long> left = files.list();
        for (final long first : left) {
            files.delete(first);
        }
        Files.deleteIfExists(files.folder());
    }

    /** Removes what was begun and not finished. */
    @Override
    public void close() throws IOException {
        if (!done) {
            if (writer != null) {
                writer.close();
            }
            deleteAside();
        }
    }
}
