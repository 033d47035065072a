package dev.tidegate.launcher.reading;

import dev.tidegate.Digest;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.DamageException;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.journal.JournalReading;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.journal.snapshot.SnapshotInput;
import dev.tidegate.launcher.ProofException;
import dev.tidegate.table.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A folder that was read into an engine of its own, without writing to it: whole, or up to its damage. */
public final class ReadFolder {
    private static final int EXPECTED_ORDERS = 100_000;

    private final Path folder;
    private final Engine engine;
    private final long digestsCompared;
    private final long beginsBehind;
    private final @Nullable JournalReading reading;
    private final @Nullable DamageException damage;

    private ReadFolder(
            final Path folder,
            final CommandReplay replay,
            final @Nullable JournalReading reading,
            final @Nullable DamageException damage) {
        this.folder = folder;
        engine = replay.engine();
        digestsCompared = replay.digestsCompared();
        beginsBehind = replay.beganBehind();
        this.reading = reading;
        this.damage = damage;
    }

    /** Reads all of it; throws what is wrong with it. */
    public static ReadFolder whole(final Path folder, final CommandWatcher watcher) {
        final CommandReplay replay = new CommandReplay(settings(), watcher);
        final JournalReading reading = JournalFolder.read(folder, replay);
        return new ReadFolder(folder, replay, reading, null);
    }

    /** Reads as far as it is whole; throws only where nothing can be read at all. */
    public static ReadFolder upToDamage(final Path folder, final CommandWatcher watcher) {
        final CommandReplay replay = new CommandReplay(settings(), watcher);
        try {
            final JournalReading reading = JournalFolder.read(folder, replay);
            return new ReadFolder(folder, replay, reading, null);
        } catch (final DamageException found) {
            return new ReadFolder(folder, replay, null, found);
        }
    }

    /**
     * The state at the end, or at the damage, by the shortest way: from the newest snapshot that can be used. What lies
     * before that is not looked at.
     */
    public static ReadFolder state(final Path folder) {
        return fromSnapshot(folder, CommandWatcher.NONE, Long.MAX_VALUE);
    }

    /**
     * Reads as far as it is whole, but begins with the newest snapshot in whose state nothing of what is asked has
     * happened; with the beginning of all that is kept when every snapshot is too late.
     *
     * @param early whether a snapshot's state is early enough
     */
    public static ReadFolder upToDamage(
            final Path folder, final CommandWatcher watcher, final Predicate<EngineReads> early) {
        return fromSnapshot(folder, watcher, newestEarly(folder, early));
    }

    private static ReadFolder fromSnapshot(final Path folder, final CommandWatcher watcher, final long newest) {
        final CommandReplay replay = new CommandReplay(settings(), watcher);
        try {
            final JournalReading reading = JournalFolder.readFromSnapshot(folder, replay, newest);
            return new ReadFolder(folder, replay, reading, null);
        } catch (final DamageException found) {
            return new ReadFolder(folder, replay, null, found);
        }
    }

    /** Sequence of the newest snapshot that is early enough, 0 for none. */
    private static long newestEarly(final Path folder, final Predicate<EngineReads> early) {
        final SnapshotFiles files = new SnapshotFiles(folder);
        try {
            for (final Path file : Files.isDirectory(folder) ? files.list() : List.<Path>of()) {
                if (isEarly(files, file, early)) {
                    return SnapshotFiles.sequence(file);
                }
            }
            return 0;
        } catch (final IOException unreadable) {
            // The reading itself says what is wrong with the folder.
            return 0;
        }
    }

    private static boolean isEarly(final SnapshotFiles files, final Path file, final Predicate<EngineReads> early) {
        try (SnapshotInput input = files.open(file)) {
            return early.test(Engine.read(input, settings()).reads());
        } catch (final StateException | IOException unusable) {
            return false;
        }
    }

    /** With a key of its own, as a live engine has: what a stranger chose cannot make its tables slow. */
    private static EngineSettings settings() {
        final SecureRandom random = new SecureRandom();
        return new EngineSettings(random.nextLong(), random.nextLong(), 1, 1, 1).withRoomFor(EXPECTED_ORDERS);
    }

    /** The engine's state behind the last command that was read. */
    public EngineReads reads() {
        return engine.reads();
    }

    /** The digest there. */
    public Digest digest() {
        return Digest.of(engine);
    }

    /** Sequence of the snapshot that the reading began behind; 0 when it began with the first command. */
    public long beginsBehind() {
        return beginsBehind;
    }

    /** Events that the journal came to, since its beginning. */
    public long events() {
        return engine.events().count();
    }

    /** How many recorded digests were compared. */
    public long digestsCompared() {
        return digestsCompared;
    }

    /** What reading found, or null when it ended at damage. */
    public @Nullable JournalReading reading() {
        return reading;
    }

    /** Where reading ended, or null when it came to the end. */
    public @Nullable DamageException damage() {
        return damage;
    }

    /** Holds the engine's own sums against each other. */
    public void requireSound() {
        final String wrong = engine.verify();
        if (wrong != null) {
            throw new ProofException(folder + " replays, but " + wrong);
        }
    }
}
