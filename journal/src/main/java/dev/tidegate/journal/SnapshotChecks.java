package dev.tidegate.journal;

import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.journal.snapshot.SnapshotHeader;
import dev.tidegate.journal.snapshot.SnapshotInput;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.table.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares a folder's snapshots with the state that is replayed past them. */
final class SnapshotChecks {
    /** None to compare. */
    static final SnapshotChecks NONE = new SnapshotChecks(List.of(), List.of());

    private final List<Pending> pending;
    private final List<SnapshotCheck> results;

    /** One that the replay has to pass. */
    private static final class Pending {
        private final Path file;
        private final SnapshotHeader header;
        private @Nullable SnapshotCheck result;

        Pending(final Path file, final SnapshotHeader header) {
            this.file = file;
            this.header = header;
        }

        void set(final @Nullable String fault) {
            result = check(fault);
        }

        SnapshotCheck check(final @Nullable String fault) {
            return new SnapshotCheck(file.getFileName().toString(), header.sequence(), fault);
        }
    }

    private SnapshotChecks(final List<Pending> pending, final List<SnapshotCheck> results) {
        this.pending = pending;
        this.results = results;
    }

    /** Every snapshot of the folder, but for those up to the one that the log begins behind. */
    static SnapshotChecks all(final Path folder, final Manifest manifest, final LogPlace start) throws IOException {
        final SnapshotFiles files = new SnapshotFiles(folder);
        final List<Pending> pending = new ArrayList<>();
        final List<SnapshotCheck> results = new ArrayList<>();
        for (final Path file : files.list()) {
            final String fault = add(files, file, manifest, start, pending);
            if (fault != null) {
                results.add(new SnapshotCheck(file.getFileName().toString(), SnapshotFiles.sequence(file), fault));
            }
        }
        return new SnapshotChecks(pending, results);
    }

    private static @Nullable String add(
            final SnapshotFiles files,
            final Path file,
            final Manifest manifest,
            final LogPlace start,
            final List<Pending> pending) {
        try (SnapshotInput input = files.open(file)) {
            final SnapshotHeader header = input.header();
            if (!header.journal().equals(manifest.journal())) {
                return "it belongs to another journal, " + header.journal();
            }
            if (header.record() > start.record()) {
                pending.add(new Pending(file, header));
            }
            return null;
        } catch (final StateException | IOException unreadable) {
            return SnapshotChoice.textOf(unreadable);
        }
    }

    /** The records whose chain heads are wanted, rising: these snapshots' and one more. */
    long[] recordsWith(final long record) {
        final long[] records = new long[pending.size() + 1];
        for (int i = 0; i < pending.size(); i++) {
            records[i] = pending.get(i).header.record();
        }
        records[pending.size()] = record;
        Arrays.sort(records);
        return records;
    }

    /** The replay has come behind a record. */
    void passed(final long record, final JournalReplay replay) {
        for (final Pending snapshot : pending) {
            if (snapshot.header.record() == record) {
                snapshot.set(compare(snapshot, replay));
            }
        }
    }

    private static @Nullable String compare(final Pending snapshot, final JournalReplay replay) {
        try (SnapshotInput input = SnapshotInput.open(snapshot.file)) {
            final SnapshotHeader header = input.header();
            return replay.snapshot(input, header.sequence(), header.digestHigh(), header.digestLow());
        } catch (final StateException | IOException unreadable) {
            return SnapshotChoice.textOf(unreadable);
        }
    }

    void compareHead(final long record, final String head) {
        for (final Pending snapshot : pending) {
            final SnapshotCheck result = snapshot.result;
            if (snapshot.header.record() == record
                    && result != null
                    && result.fault() == null
                    && !snapshot.header.headHex().equals(head)) {
                snapshot.set("its chain head is not that of record " + record);
            }
        }
    }

    /** What came of each. */
    List<SnapshotCheck> results() {
        final List<SnapshotCheck> all = new ArrayList<>(results);
        for (final Pending snapshot : pending) {
            final SnapshotCheck result = snapshot.result;
            all.add(
                    result != null
                            ? result
                            : snapshot.check("the log ends before its record " + snapshot.header.record()));
        }
        return all;
    }
}
