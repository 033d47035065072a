package dev.tidegate.journal;

import dev.tidegate.engine.Engine;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.journal.snapshot.SnapshotHeader;
import dev.tidegate.journal.snapshot.SnapshotInput;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.table.StateException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The snapshots of a folder, for the one that makes them. */
final class SnapshotStore implements Closeable {
    private final Path folder;
    private final SnapshotFiles files;
    private final FolderLock lock;
    private final int keep;

    /**
     * Takes the making of the folder's snapshots, and removes what was being written when its last maker ended.
     *
     * @throws JournalException LOCKED when somebody else makes them
     */
    SnapshotStore(final Path folder, final int keep) throws IOException {
        this.folder = folder;
        this.keep = keep;
        files = new SnapshotFiles(folder);
        lock = FolderLock.ofSnapshots(folder);
        try {
            files.removeAside();
        } catch (final Throwable failure) {
            lock.close();
            throw failure;
        }
    }

    /** The same, or null when somebody else makes them. */
    static @Nullable SnapshotStore unlessTaken(final Path folder, final int keep) throws IOException {
        try {
            return new SnapshotStore(folder, keep);
        } catch (final JournalException taken) {
            if (taken.kind() == JournalException.Kind.LOCKED) {
                return null;
            }
            throw taken;
        }
    }

    /**
     * Makes a snapshot, unless it is there already, and lets go of those that are too many.
     *
     * @param pause called between steps of some milliseconds
     * @return false when the disk has no room for it
     * @throws StateException when the state does not add up or cannot be read back
     */
    boolean make(final Engine engine, final SnapshotHeader header, final Runnable pause) throws IOException {
        final boolean made = makeBase(engine, header, pause);
        if (made) {
            dropOld();
        }
        return made;
    }

    /** The same without letting go of any: the log is about to begin behind this one. */
    boolean makeBase(final Engine engine, final SnapshotHeader header, final Runnable pause) throws IOException {
        final String wrong = engine.verify();
        if (wrong != null) {
            throw new StateException("at sequence " + header.sequence() + ": " + wrong);
        }
        if (!isThere(header)) {
            // Its words are those of the tables' records, and a little for codes and free records.
            final long most = engine.bytesUsed() + engine.bytesUsed() / 4;
            if (Files.getFileStore(folder).getUsableSpace() < most + SegmentSupply.RESERVE_BYTES) {
                return false;
            }
            files.write(engine, header, pause);
        }
        return true;
    }

    private boolean isThere(final SnapshotHeader header) throws IOException {
        final Path file = files.file(header.sequence());
        if (!Files.exists(file)) {
            return false;
        }
        try (SnapshotInput input = files.open(file)) {
            return input.header().equals(header);
        } catch (final StateException unreadable) {
            return false;
        }
    }

    /** Keeps the newest, and the one that the log begins behind. What cannot be read is left for somebody to look at. */
    void dropOld() throws IOException {
        final long base = new FolderFiles(folder).readManifest().start().record();
        int readable = 0;
        for (final Path file : files.list()) {
            try (SnapshotInput input = files.open(file)) {
                readable++;
                final long record = input.header().record();
                if (readable > keep && record != base || record < base) {
                    files.remove(file);
                }
            } catch (final StateException unreadable) {
                continue;
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
