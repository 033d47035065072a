package dev.tidegate.journal;

import dev.tidegate.journal.ManifestSegment.Seal;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.journal.snapshot.SnapshotHeader;
import dev.tidegate.journal.snapshot.SnapshotInput;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.RecoveryReport.Rejected;
import dev.tidegate.table.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the snapshot that a replay begins with: the newest that can be used, else the next older, else none. What
 * cannot be used is named with its reason, and left where it is.
 */
final class SnapshotChoice {
    private final SnapshotFiles files;
    private final LogPort log;
    private final Manifest manifest;
    private final List<Rejected> rejected = new ArrayList<>();
    private long newestRecord;

    SnapshotChoice(final Path folder, final LogPort log, final Manifest manifest) {
        files = new SnapshotFiles(folder);
        this.log = log;
        this.manifest = manifest;
    }

    /** Snapshots that could not be used, the newest first. */
    List<Rejected> rejected() {
        return rejected;
    }

    /** The newest record that a snapshot of this journal says was forced before it was made; 0 for none. */
    long newestRecord() {
        return newestRecord;
    }

    /** The beginning behind the newest snapshot that can be used. */
    Beginning newest(final JournalReplay replay) throws IOException {
        return choose(replay, header -> true);
    }

    /** The beginning of all that is kept: nothing, or the base snapshot. */
    Beginning first(final JournalReplay replay) throws IOException {
        final long start = manifest.start().record();
        return choose(replay, header -> header.record() == start);
    }

    /** The beginning behind the newest snapshot up to that sequence, or that of all that is kept. */
    Beginning upTo(final long sequence, final JournalReplay replay) throws IOException {
        final long start = manifest.start().record();
        return choose(replay, header -> header.sequence() <= sequence || header.record() == start);
    }

    /** The beginning behind the newest snapshot that is wanted. */
    Beginning choose(final JournalReplay replay, final Predicate<SnapshotHeader> wanted) throws IOException {
        if (replay.beginsFromSnapshots()) {
            for (final Path file : files.list()) {
                final Beginning found = attempt(file, replay, wanted);
                if (found != null) {
                    return found;
                }
            }
        }
        if (manifest.start().record() > 0 && !replay.beginsFromSnapshots()) {
            throw new JournalException(
                    JournalException.Kind.UNREADABLE,
                    "the journal begins behind record " + manifest.start().record()
                            + ", with a snapshot, and this reader begins with nothing");
        }
        if (manifest.start().record() > 0) {
            throw new JournalException(
                    JournalException.Kind.DAMAGED,
                    "the journal begins behind record " + manifest.start().record()
                            + ", and no snapshot up to there can be used" + reasons() + "; nothing was changed");
        }
        return Beginning.whole(manifest.start());
    }

    private String reasons() {
        final StringBuilder text = new StringBuilder();
        rejected.forEach(
                each -> text.append("; ").append(each.file()).append(": ").append(each.reason()));
        return text.toString();
    }

    private @Nullable Beginning attempt(
            final Path file, final JournalReplay replay, final Predicate<SnapshotHeader> wanted) {
        String fault;
        try (SnapshotInput input = files.open(file)) {
            final SnapshotHeader header = input.header();
            if (header.journal().equals(manifest.journal())) {
                newestRecord = Math.max(newestRecord, header.record());
            }
            if (!wanted.test(header)) {
                return null;
            }
            fault = placeFault(header);
            if (fault == null) {
                fault = replay.begin(input, header.sequence(), header.digestHigh(), header.digestLow());
            }
            if (fault == null) {
                return beginning(header);
            }
        } catch (final StateException | IOException unreadable) {
            fault = textOf(unreadable);
        }
        rejected.add(new Rejected(file.getFileName().toString(), fault));
        return null;
    }

    /** Says in a sentence why a snapshot cannot be read. */
    static String textOf(final Exception unreadable) {
        return unreadable instanceof StateException ? String.valueOf(unreadable.getMessage()) : unreadable.toString();
    }

    private Beginning beginning(final SnapshotHeader header) {
        int passed = 0;
        LogPlace from = manifest.start();
        for (final ManifestSegment listed : manifest.segments()) {
            final Seal seal = listed.seal();
            if (seal == null || seal.lastRecord() > header.record()) {
                break;
            }
            from = LogPlace.behind(seal);
            passed++;
        }
        final LogPlace state = new LogPlace(header.record(), header.sequence(), header.timeMillis(), header.headHex());
        return new Beginning(passed, from.record() == state.record() ? state : from, state, true);
    }

    /** Whether the log has the snapshot's last record, with the chain head that the snapshot names. */
    private @Nullable String placeFault(final SnapshotHeader header) throws IOException {
        if (!header.journal().equals(manifest.journal())) {
            return "it belongs to another journal, " + header.journal();
        }
        if (header.record() < manifest.start().record()) {
            return "it is older than the first record kept";
        }
        if (header.record() == manifest.start().record()) {
            return headFault(header, manifest.start().head());
        }
        for (final ManifestSegment listed : manifest.segments()) {
            final Seal seal = listed.seal();
            if (seal != null && seal.lastRecord() == header.record()) {
                return headFault(header, seal.head());
            }
            if (listed.number() == header.segment()) {
                return SnapshotPlace.fault(log, header);
            }
        }
        return "it names segment " + header.segment() + ", which the MANIFEST does not list";
    }

    private static @Nullable String headFault(final SnapshotHeader header, final String head) {
        return header.headHex().equals(head)
                ? null
                : "its chain head is not that of record " + header.record() + " in the MANIFEST";
    }
}
