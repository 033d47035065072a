package dev.tidegate.journal;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.ManifestSegment.Seal;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of sealed segments that are older than the retention, in steps that may be cut short between any two: a
 * snapshot exactly at their end, which is checked; then the manifest, which lets the log begin there; then the files.
 * So what is kept can always be verified, from that snapshot on.
 */
final class Retirement {
    private static final int STEP_BYTES = 1;

    private final Path folder;
    private final Upkeep upkeep;
    private final FolderFiles files;

    Retirement(final Path folder, final Upkeep upkeep) {
        this.folder = folder;
        this.upkeep = upkeep;
        files = new FolderFiles(folder);
    }

    /** The last segment that may go at that engine time, with all before it; null for none. */
    @Nullable
    ManifestSegment due(final long nowMillis) throws IOException {
        final Manifest manifest = files.readManifest();
        final LogPort log = FolderFiles.log(folder, manifest.kind());
        final List<ManifestSegment> segments = manifest.segments();
        long bytes = 0;
        for (final ManifestSegment each : segments) {
            bytes += each.seal() == null ? 0 : Files.size(log.storedFile(each.number()));
        }
        ManifestSegment last = null;
        for (int i = 0; i + 1 < segments.size() && segments.get(i).seal() != null; i++) {
            final long ended = timeOfFirst(log, segments.get(i + 1).number());
            final long age = bytes > upkeep.capBytes() ? upkeep.leastMillis() : upkeep.retentionMillis();
            if (ended > nowMillis - age) {
                break;
            }
            last = segments.get(i);
            bytes -= Files.size(log.storedFile(last.number()));
        }
        return last;
    }

    /** Engine time of a segment's first record, which is no earlier than any before it; the latest there is for none. */
    private static long timeOfFirst(final LogPort log, final long number) throws IOException {
        final Envelope envelope = new Envelope();
        try (SegmentReader reader = log.read(number, envelope)) {
            final boolean hasHeader = reader.next();
            final boolean there = hasHeader
                    && reader.next()
                    && envelope.wrap(reader.bytes(), reader.offset()).fault(reader.length()) == null;
            return there ? envelope.timeMillis() : Long.MAX_VALUE;
        }
    }

    /**
     * Makes the snapshot at the end of a sealed segment, replayed from the nearest one before.
     *
     * @return the place that the log can begin behind, or null when the disk has no room for the snapshot
     */
    @Nullable
    LogPlace makeBase(
            final ManifestSegment last, final EngineSettings settings, final SnapshotStore store, final Runnable pause)
            throws IOException {
        final Seal seal = Objects.requireNonNull(last.seal());
        final Replayer replayer = new Replayer(settings);
        try (LogFollower follower = new LogFollower(folder, replayer, header -> header.record() <= seal.lastRecord())) {
            while (follower.record() < seal.lastRecord() && follower.step(STEP_BYTES)) {
                pause.run();
            }
            final LogPlace behind = follower.place();
            if (behind.record() != seal.lastRecord() || !behind.head().equals(seal.head())) {
                throw new IOException("segment " + last.number() + " could not be read up to its end");
            }
            final Engine engine = replayer.engine();
            final boolean made = !follower.hasFollowed()
                    || store.makeBase(engine, follower.header(engine.digestHigh(), engine.digestLow()), pause);
            return made ? new LogPlace(behind.record(), behind.sequence(), engine.timeMillis(), behind.head()) : null;
        }
    }

    /** Removes the files that the log no longer begins with. */
    void removeRetired() throws IOException {
        final Manifest manifest = files.readManifest();
        final LogPort log = FolderFiles.log(folder, manifest.kind());
        for (final long number : log.list()) {
            if (number <= manifest.retired()) {
                log.delete(number);
            }
        }
    }
}
