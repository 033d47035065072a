package dev.tidegate.journal;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.ManifestSegment.Seal;
import dev.tidegate.journal.event.EventRecovery;
import dev.tidegate.journal.event.FolderEventLog;
import dev.tidegate.journal.log.ChronicleFlags;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.snapshot.SnapshotHeader;
import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import dev.tidegate.pipeline.JournalProvider;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Opens, recovers and verifies the journal in a folder. See {@code docs/journal.md} for its files and rules. */
public final class JournalFolder implements JournalProvider {
    /** Stands for a reading that begins with nothing, or with the base snapshot. */
    private static final long WHOLE = -1;

    private final Logs logs;
    private final Surroundings around;

    /** Chooses the log that holds a folder's segments. */
    @FunctionalInterface
    interface Logs {
        LogPort of(Path folder, JournalSettings.Kind kind);
    }

    /** Journals on the disk. */
    public JournalFolder() {
        this(FolderFiles::log);
    }

    /** Journals on other logs, such as one that fails on demand. */
    JournalFolder(final Logs logs) {
        this(logs, Surroundings.MACHINE);
    }

    JournalFolder(final Logs logs, final Surroundings around) {
        this.logs = logs;
        this.around = around;
    }

    @Override
    public OpenedJournal open(final Path folder, final JournalSettings settings, final JournalReplay replay) {
        final long start = System.nanoTime();
        refuseMissingFlags(settings);
        try {
            final FolderFiles files = new FolderFiles(folder);
            // Before anything is written, and again under the lock: another process may have made it meanwhile.
            files.hasJournal();
            files.createFolder();
            final FolderLock lock = FolderLock.exclusive(folder);
            try {
                final Manifest manifest = files.hasJournal() ? files.readManifest() : create(files, settings, around);
                refuseOtherKind(folder, manifest, settings);
                return recover(folder, settings, replay, lock, manifest, start);
            } catch (final Throwable failure) {
                lock.close();
                throw failure;
            }
        } catch (final IOException failure) {
            throw Failures.of("open the journal in " + folder, failure);
        }
    }

    /**
     * Reads the journal in {@code folder} with every check that opening it makes, and writes nothing. A torn tail is
     * reported, not refused. Needs no JVM flag.
     *
     * @throws JournalException LOCKED while a writer has the folder, NOT_A_FOLDER when it holds no journal, DAMAGED with
     *     the place, or another kind that says why it cannot be read
     */
    public static JournalReading read(final Path folder, final JournalReplay replay) {
        return read(folder, replay, new Beside() {});
    }

    /**
     * The same, but begins with the newest snapshot that can be used and is of that sequence or an earlier one; with the
     * beginning of all that is kept where there is none. Segments that the snapshot covers are not read, and later snapshots
     * are not compared.
     *
     * @param newest the newest snapshot that may be used, by its sequence
     */
    public static JournalReading readFromSnapshot(final Path folder, final JournalReplay replay, final long newest) {
        return read(folder, replay, new Beside() {}, true, newest);
    }

    /** The same in this thread alone. */
    static JournalReading readInOneThread(final Path folder, final JournalReplay replay) {
        return read(folder, replay, new Beside() {}, false, WHOLE);
    }

    /** What is done beside reading, while the folder's lock is held. */
    interface Beside {
        /** Before the first record. */
        default void begin(final Manifest manifest) throws IOException {}

        /** After the last, if the journal is whole. */
        default void end() throws IOException {}
    }

    static JournalReading read(final Path folder, final JournalReplay replay, final Beside beside) {
        return read(folder, replay, beside, true, WHOLE);
    }

    private static JournalReading read(
            final Path folder,
            final JournalReplay replay,
            final Beside beside,
            final boolean hasThreads,
            final long newest) {
        final long start = System.nanoTime();
        final FolderFiles files = new FolderFiles(folder);
        try {
            requireJournal(folder, files);
            try (FolderLock lock = FolderLock.shared(folder)) {
                final Manifest manifest = files.readManifest();
                beside.begin(manifest);
                final LogPort log = FolderFiles.log(folder, manifest.kind());
                final SnapshotChoice choice = new SnapshotChoice(folder, log, manifest);
                final Beginning beginning = newest == WHOLE ? choice.first(replay) : choice.upTo(newest, replay);
                final SnapshotChecks snapshots =
                        newest == WHOLE ? SnapshotChecks.all(folder, manifest, beginning.state()) : SnapshotChecks.NONE;
                final FolderReplay found = new FolderReplay(
                        log,
                        manifest,
                        newest == WHOLE
                                ? ForcedMark.read(folder)
                                : Math.max(ForcedMark.read(folder), choice.newestRecord()),
                        lock.isSameBoot(),
                        replay,
                        beginning,
                        snapshots,
                        hasThreads);
                final Chain chain = found.run();
                final TornTail tail = found.tail();
                beside.end();
                return new JournalReading(
                        report(found, beginning, choice, tail == null ? 0 : tail.bytes(), "", replay.digest(), start),
                        new ChainHead(chain.record(), found.sequence(), chain.headHex()),
                        snapshots.results(),
                        manifest.repairs());
            }
        } catch (final IOException failure) {
            throw Failures.of("read the journal in " + folder, failure);
        }
    }

    /** Refuses a folder without a journal. */
    static void requireJournal(final Path folder, final FolderFiles files) throws IOException {
        if (!Files.exists(folder)) {
            throw new JournalException(Kind.UNREADABLE, folder + " does not exist");
        }
        if (!files.hasJournal()) {
            throw new JournalException(Kind.NOT_A_FOLDER, folder + " holds no journal");
        }
    }

    private OpenedJournal recover(
            final Path folder,
            final JournalSettings settings,
            final JournalReplay replay,
            final FolderLock lock,
            final Manifest manifest,
            final long start)
            throws IOException {
        final LogPort log = logs.of(folder, settings.kind());
        final EventRecovery events = EventRecovery.of(folder, manifest.journal(), settings.events());
        try {
            return recover(folder, settings, replay, lock, manifest, log, events, start);
        } catch (final Throwable failure) {
            events.release();
            throw failure;
        }
    }

    private OpenedJournal recover(
            final Path folder,
            final JournalSettings settings,
            final JournalReplay replay,
            final FolderLock lock,
            final Manifest manifest,
            final LogPort log,
            final EventRecovery events,
            final long start)
            throws IOException {
        final boolean hasEvents = replay.giveEventsTo(events);
        final SnapshotChoice choice = new SnapshotChoice(folder, log, manifest);
        final Beginning beginning = hasEvents ? beginning(choice, replay, events) : choice.newest(replay);
        final long forcedRecord = Math.max(ForcedMark.read(folder), choice.newestRecord());
        final FolderReplay found = new FolderReplay(
                log,
                manifest,
                forcedRecord,
                lock.isSameBoot(),
                replay,
                beginning,
                SnapshotChecks.NONE,
                around.hasThreads());
        final Chain chain = found.run();
        if (hasEvents) {
            events.end();
            // Before the journal's tail is cut, after which nobody could tell that something may be missing.
            events.note(found.tail() != null);
        }
        final Recovery recovery = new Recovery(folder, log, found);
        final Manifest settled = recovery.run(manifest, new FolderFiles(folder));
        recovery.removeUnlisted(settled);
        lock.recovered();
        final Manifest kept = settings.upkeep().snapshotAtEnds()
                ? upkeepAtStart(folder, settings.upkeep(), settled, replay, found, beginning)
                : settled;
        final ForcedRecords forced = new ForcedRecords();
        final SegmentSupply supply = new SegmentSupply(folder, log, kept, settings, forced);
        final ForcedMark forcedMark = ForcedMark.open(folder, found.record());
        final LiveSegment live;
        try {
            live = supply.createFirst();
        } catch (final Throwable failure) {
            forcedMark.close();
            throw failure;
        }
        final FolderJournal journal = new FolderJournal(
                settings, lock, supply, new ChainFollower(log, supply, chain), forced, forcedMark, live, found, around);
        final RecoveryReport report =
                report(found, beginning, choice, recovery.tailBytes(), recovery.tailFile(), replay.digest(), start);
        if (!hasEvents || !settings.events().kept()) {
            events.release();
            return new OpenedJournal(journal, report);
        }
        final FolderEventLog eventLog =
                FolderEventLog.start(events, found.sequence(), replay, () -> journal.tail(folder, log));
        return new OpenedJournal(journal, report, eventLog, eventLog);
    }

    /** What a shadow would do, done before the engine runs: for want of memory to have one. */
    private static Manifest upkeepAtStart(
            final Path folder,
            final Upkeep upkeep,
            final Manifest settled,
            final JournalReplay replay,
            final FolderReplay found,
            final Beginning beginning)
            throws IOException {
        try (SnapshotStore store = SnapshotStore.unlessTaken(folder, upkeep.keepSnapshots())) {
            if (store == null || !(replay instanceof Replayer replayer)) {
                return settled;
            }
            if (found.sequence() > beginning.state().sequence()) {
                makeAtEnd(store, settled, replayer.engine());
            }
            final Manifest kept = retireAtStart(folder, upkeep, settled, found, store);
            if (upkeep.compress()) {
                // Where the disk has no room for it, the next start or a shadow does it.
                new Compression(folder, FolderFiles.log(folder, kept.kind()), upkeep.lowWaterBytes())
                        .sealed(kept.segments(), Long.MAX_VALUE, () -> {});
            }
            return kept;
        }
    }

    private static Manifest retireAtStart(
            final Path folder,
            final Upkeep upkeep,
            final Manifest settled,
            final FolderReplay found,
            final SnapshotStore store)
            throws IOException {
        final Retirement retirement = new Retirement(folder, upkeep);
        final ManifestSegment last = retirement.due(found.timeMillis());
        final LogPlace behind =
                last == null ? null : retirement.makeBase(last, EngineSettings.small(), store, () -> {});
        if (last == null || behind == null) {
            return settled;
        }
        final Manifest kept = settled.withRetired(last.number(), behind);
        new FolderFiles(folder).writeManifest(kept);
        retirement.removeRetired();
        return kept;
    }

    @Override
    public Shadow shadow(
            final Path folder,
            final Journal journal,
            final Upkeep upkeep,
            final EngineSettings settings,
            final long liveBytes,
            final Shadow.Listener listener) {
        final FolderJournal writer = journal instanceof FolderJournal own ? own : null;
        return new FolderShadow(folder, writer, upkeep, settings, listener, around).start(liveBytes);
    }

    /**
     * Starts a shadow of a folder that another process may be writing.
     *
     * @throws JournalException when there is no journal to follow
     */
    public static Shadow shadow(
            final Path folder, final Upkeep upkeep, final EngineSettings settings, final Shadow.Listener listener) {
        try {
            requireJournal(folder, new FolderFiles(folder));
        } catch (final IOException failure) {
            throw Failures.of("follow the journal in " + folder, failure);
        }
        return new FolderShadow(folder, null, upkeep, settings, listener, Surroundings.MACHINE).start(0);
    }

    /**
     * Compresses every sealed segment that is not, beside whoever writes the folder.
     *
     * @return how many were compressed
     * @throws JournalException LOCKED while another process makes the folder's snapshots, DISK_FULL when there is no room for
     *     a compressed file beside the plain one, or another kind
     */
    @SuppressWarnings("try") // the lock keeps another shadow out, and is not asked anything
    public static int compressSealed(final Path folder) {
        final FolderFiles files = new FolderFiles(folder);
        try {
            requireJournal(folder, files);
            try (SnapshotStore alone = new SnapshotStore(folder, Upkeep.NONE.keepSnapshots())) {
                final Manifest manifest = files.readManifest();
                final Compression compression = new Compression(folder, FolderFiles.log(folder, manifest.kind()), 0);
                final int compressed = compression.sealed(manifest.segments(), Long.MAX_VALUE, () -> {});
                if (!compression.want().isEmpty()) {
                    throw new JournalException(JournalException.Kind.DISK_FULL, compression.want());
                }
                return compressed;
            }
        } catch (final IOException failure) {
            throw Failures.of("compress the segments in " + folder, failure);
        }
    }

    @Override
    @SuppressWarnings("try") // the lock keeps a writer out, and is not asked anything
    public void snapshotAtEnd(final Path folder, final Upkeep upkeep, final Engine engine) {
        try (FolderLock lock = FolderLock.shared(folder);
                SnapshotStore store = SnapshotStore.unlessTaken(folder, upkeep.keepSnapshots())) {
            makeAtEnd(store, new FolderFiles(folder).readManifest(), engine);
        } catch (final IOException failure) {
            throw Failures.of("make a snapshot in " + folder, failure);
        }
    }

    /** Makes a snapshot behind the last record of a log whose segments are all sealed; its engine is at that place. */
    private static void makeAtEnd(final @Nullable SnapshotStore store, final Manifest manifest, final Engine engine)
            throws IOException {
        if (store == null || manifest.segments().isEmpty()) {
            return;
        }
        final ManifestSegment last = manifest.segments().get(manifest.segments().size() - 1);
        final Seal seal = last.seal();
        if (seal == null || seal.lastSequence() != engine.sequence()) {
            return;
        }
        final SnapshotHeader header = new SnapshotHeader(
                manifest.journal(),
                engine.sequence(),
                engine.timeMillis(),
                engine.digestHigh(),
                engine.digestLow(),
                seal.lastRecord(),
                last.number(),
                0,
                new byte[Envelope.CHAIN_HEAD_BYTES],
                HexFormat.of().parseHex(seal.head()));
        store.make(engine, header, () -> {});
    }

    /** Where to begin so that every event that the log misses is made, as far as the journal reaches. */
    private static Beginning beginning(
            final SnapshotChoice choice, final JournalReplay replay, final EventRecovery events) throws IOException {
        if (events.isWithoutLog()) {
            return choice.first(replay);
        }
        try {
            return choice.newest(replay);
        } catch (final JournalException unusable) {
            if (events.giveUp()) {
                return choice.first(replay);
            }
            throw unusable;
        }
    }

    private static RecoveryReport report(
            final FolderReplay found,
            final Beginning beginning,
            final SnapshotChoice choice,
            final long tailBytes,
            final String tailFile,
            final String digest,
            final long start) {
        final int segments = (int)
                found.segments().stream().filter(segment -> !segment.isEmpty()).count();
        return new RecoveryReport(
                segments,
                beginning.fromSnapshot() ? beginning.state().sequence() : 0,
                choice.rejected(),
                found.sequence() - beginning.state().sequence(),
                found.sequence(),
                found.timeMillis(),
                tailBytes,
                tailFile,
                digest,
                System.nanoTime() - start);
    }

    private static Manifest create(final FolderFiles files, final JournalSettings settings, final Surroundings around)
            throws IOException {
        final Manifest manifest = Manifest.create(
                around.newId().get(), settings.kind(), around.currentMillis().getAsLong());
        files.writeManifest(manifest);
        return manifest;
    }

    private static void refuseMissingFlags(final JournalSettings settings) {
        final String missing = settings.kind() == JournalSettings.Kind.CHRONICLE ? ChronicleFlags.missing() : null;
        if (missing != null) {
            throw new JournalException(Kind.JVM_FLAGS, missing);
        }
    }

    private static void refuseOtherKind(final Path folder, final Manifest manifest, final JournalSettings settings) {
        if (manifest.kind() != settings.kind()) {
            throw new JournalException(
                    Kind.VERSION,
                    folder + " holds a " + manifest.kind() + " journal and cannot be opened as " + settings.kind()
                            + "; nothing was changed");
        }
    }
}
