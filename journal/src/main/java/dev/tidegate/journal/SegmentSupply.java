package dev.tidegate.journal;

import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.NoRoom;
import dev.tidegate.journal.log.SegmentWriter;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Disk space and segments ahead of the writer. Everything here is done by the keeper's thread, or before it starts.
 *
 * <p>{@value #RESERVE_BYTES} bytes of the disk are left alone, so that marks, seals and manifests can still be written
 * when commands are already refused.
 */
final class SegmentSupply {
    /** Free disk space that allocation never goes below, in bytes. */
    static final long RESERVE_BYTES = 4L << 20;

    private static final long STEP_BYTES = 1L << 20;

    /** Least space that a new segment starts with, in bytes. */
    private static final long LEAST_BYTES = LogPort.MAX_RECORD_BYTES + 2L * LogPort.SLACK_BYTES;

    private final LogPort log;
    private final FolderFiles files;
    private final JournalSettings settings;
    private final FileStore store;
    private final AtomicReference<@Nullable LiveSegment> next = new AtomicReference<>();
    private final ForcedRecords forced;
    private volatile Manifest manifest;

    SegmentSupply(
            final Path folder,
            final LogPort log,
            final Manifest manifest,
            final JournalSettings settings,
            final ForcedRecords forced)
            throws IOException {
        this.log = log;
        this.files = new FolderFiles(folder);
        this.manifest = manifest;
        this.settings = settings;
        this.forced = forced;
        this.store = Files.getFileStore(folder);
    }

    Manifest manifest() {
        return manifest;
    }

    /** Makes {@code changed} the folder's manifest. */
    void record(final Manifest changed) throws IOException {
        files.writeManifest(changed);
        manifest = changed;
    }

    /** Whether the disk is below the low-water mark; once it is, it is until an eighth more is free. */
    boolean isLow(final boolean before) {
        final long mark = settings.upkeep().lowWaterBytes();
        try {
            return store.getUsableSpace() < (before ? mark + mark / 8 : mark);
        } catch (final IOException unknown) {
            return before;
        }
    }

    /** Lets the log begin behind a sealed segment; its file and those before are the caller's to remove. */
    void retire(final long number, final LogPlace behind) throws IOException {
        record(manifest.withRetired(number, behind));
    }

    /** One step of work ahead of the writer, if there is any to do and room to do it. */
    boolean step(final LiveSegment live) throws IOException {
        final SegmentWriter writer = live.writer();
        final long allocated = writer.allocated();
        final long wanted = Math.min(capacityBytes(), live.end() + LogPort.SLACK_BYTES + settings.preallocateBytes());
        if (allocated < wanted) {
            return allocate(live, Math.min(wanted, allocated + STEP_BYTES));
        }
        final boolean due = live.end() > settings.segmentBytes() / 2;
        return due && next.get() == null && prepareNext();
    }

    /** Allocates up to {@code upTo} for the live segment, if the disk has room for it. */
    boolean allocate(final LiveSegment live, final long upTo) throws IOException {
        final long bytes = upTo - live.writer().allocated();
        return bytes <= 0 || hasRoom(bytes) && live.writer().allocate(upTo, forced.isAsked());
    }

    /** Makes the next segment ready and lists it; false when the disk has no room. */
    boolean prepareNext() throws IOException {
        if (next.get() != null) {
            return true;
        }
        final long preferred = Math.min(settings.preallocateBytes(), capacityBytes());
        final long bytes = hasRoom(preferred) ? preferred : LEAST_BYTES;
        if (!hasRoom(bytes)) {
            return false;
        }
        try {
            next.set(create(bytes, forced.isAsked()));
            return true;
        } catch (final IOException failure) {
            if (NoRoom.isCauseOf(failure)) {
                log.delete(manifest.lastNumber() + 1);
                return false;
            }
            throw failure;
        }
    }

    /** The segment to begin with; it may use the reserve, for there is nothing to fall back to. */
    LiveSegment createFirst() throws IOException {
        final long preferred = Math.min(settings.preallocateBytes(), capacityBytes());
        // How the log will be used is not known yet; a start can afford the dearer way.
        return create(hasRoom(preferred) ? preferred : 2L * LogPort.SLACK_BYTES, true);
    }

    /** Hands the prepared segment to the writer, once. */
    @Nullable
    LiveSegment takeNext() {
        return next.getAndSet(null);
    }

    /** Takes a segment that holds nothing out of the manifest and off the disk. */
    void drop(final LiveSegment empty) throws IOException {
        empty.close();
        record(manifest.without(empty.number()));
        log.delete(empty.number());
    }

    private LiveSegment create(final long bytes, final boolean prewritten) throws IOException {
        final long number = manifest.lastNumber() + 1;
        final SegmentWriter writer =
                log.create(number, SegmentHeader.of(manifest.journal(), number), bytes, capacityBytes(), prewritten);
        try {
            record(manifest.withOpen(number));
        } catch (final Throwable failure) {
            writer.close();
            throw failure;
        }
        return new LiveSegment(number, writer);
    }

    private boolean hasRoom(final long bytes) throws IOException {
        return store.getUsableSpace() - bytes >= RESERVE_BYTES;
    }

    private long capacityBytes() {
        return settings.segmentBytes() + LogPort.SLACK_BYTES;
    }
}
