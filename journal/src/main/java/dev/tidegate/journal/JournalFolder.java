package dev.tidegate.journal;

import dev.tidegate.journal.log.ChronicleFlags;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalException.Kind;
import dev.tidegate.pipeline.JournalProvider;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.RecoveryReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Opens, recovers and verifies the journal in a folder. See {@code docs/journal.md} for its files and rules. */
public final class JournalFolder implements JournalProvider {
    private final Logs logs;

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
        this.logs = logs;
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
                final Manifest manifest = files.hasJournal() ? files.readManifest() : create(files, settings);
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
        final long start = System.nanoTime();
        final FolderFiles files = new FolderFiles(folder);
        try {
            if (!Files.exists(folder)) {
                throw new JournalException(Kind.UNREADABLE, folder + " does not exist");
            }
            if (!files.hasJournal()) {
                throw new JournalException(Kind.NOT_A_FOLDER, folder + " holds no journal");
            }
            try (FolderLock lock = FolderLock.shared(folder)) {
                final Manifest manifest = files.readManifest();
                final FolderReplay found = new FolderReplay(
                        FolderFiles.log(folder, manifest.kind()),
                        manifest,
                        ForcedMark.read(folder),
                        lock.isSameBoot(),
                        replay);
                final Chain chain = found.run();
                final TornTail tail = found.tail();
                return new JournalReading(
                        report(found, tail == null ? 0 : tail.bytes(), "", start),
                        new ChainHead(chain.record(), found.sequence(), chain.headHex()),
                        manifest.repairs());
            }
        } catch (final IOException failure) {
            throw Failures.of("read the journal in " + folder, failure);
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
        final FolderReplay found = new FolderReplay(log, manifest, ForcedMark.read(folder), lock.isSameBoot(), replay);
        final Chain chain = found.run();
        final Recovery recovery = new Recovery(folder, log, found);
        final Manifest settled = recovery.run(manifest, new FolderFiles(folder));
        recovery.removeUnlisted(settled);
        final ForcedRecords forced = new ForcedRecords();
        final SegmentSupply supply = new SegmentSupply(folder, log, settled, settings, forced);
        final ForcedMark forcedMark = ForcedMark.open(folder, found.record());
        final LiveSegment live;
        try {
            live = supply.createFirst();
        } catch (final Throwable failure) {
            forcedMark.close();
            throw failure;
        }
        final FolderJournal journal = new FolderJournal(
                settings, lock, supply, new ChainFollower(log, supply, chain), forced, forcedMark, live, found);
        return new OpenedJournal(journal, report(found, recovery.tailBytes(), recovery.tailFile(), start));
    }

    private static RecoveryReport report(
            final FolderReplay found, final long tailBytes, final String tailFile, final long start) {
        final int segments = (int)
                found.segments().stream().filter(segment -> !segment.isEmpty()).count();
        return new RecoveryReport(
                segments,
                found.sequence(),
                found.sequence(),
                found.timeMillis(),
                tailBytes,
                tailFile,
                System.nanoTime() - start);
    }

    private static Manifest create(final FolderFiles files, final JournalSettings settings) throws IOException {
        final Manifest manifest =
                new Manifest(UUID.randomUUID(), settings.kind(), System.currentTimeMillis(), List.of());
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
