package dev.tidegate.journal;

import dev.tidegate.journal.log.LogPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a folder that has been read and judged ready for a new writer: cuts the torn tail, forces what was found, seals
 * it, and begins a new segment. Every step may be cut short and done again.
 */
final class Recovery {
    private static final int STEP_BYTES = 1 << 20;

    private final Path folder;
    private final LogPort log;
    private final FolderReplay found;

    Recovery(final Path folder, final LogPort log, final FolderReplay found) {
        this.folder = folder;
        this.log = log;
        this.found = found;
    }

    /** Name of the file that the torn tail is kept in, empty when there is none. */
    String tailFile() {
        final TornTail tail = found.tail();
        return tail == null ? "" : "tail-" + tail.segment().number() + "-" + tail.from() + ".cut";
    }

    /** Bytes of the torn tail. */
    long tailBytes() {
        final TornTail tail = found.tail();
        return tail == null ? 0 : tail.bytes();
    }

    /** Does all of it; the manifest in force afterwards lists sealed segments only. */
    Manifest run(final Manifest manifest, final FolderFiles files) throws IOException {
        // A start that was cut short may have renamed the manifest that was read and not forced its name:
        // no file that it does not list may go before that.
        files.force();
        keepTail(found.tail(), files);
        final List<ManifestSegment> kept = new ArrayList<>();
        for (final FoundSegment segment : found.segments()) {
            // An empty one, too, and its tail cut, before the manifest leaves it out: what a lost page or a cut
            // that was not forced would bring back are records of a segment that nobody lists.
            if (!segment.isSealed()) {
                settle(segment);
            }
            if (!segment.isEmpty()) {
                kept.add(segment.toSealed());
            }
        }
        final Manifest settled = manifest.withSegments(kept);
        if (!settled.equals(manifest)) {
            files.writeManifest(settled);
        }
        return settled;
    }

    /** Removes the files that the manifest does not list, all of them without records. */
    void removeUnlisted(final Manifest manifest) throws IOException {
        for (final long number : log.list()) {
            if (manifest.segments().stream().noneMatch(segment -> segment.number() == number)) {
                log.delete(number);
            }
        }
    }

    private void keepTail(final @Nullable TornTail tail, final FolderFiles files) throws IOException {
        if (tail == null) {
            return;
        }
        try (FileChannel from = FileChannel.open(tail.segment().file(), StandardOpenOption.READ);
                FileChannel to = FileChannel.open(
                        folder.resolve(tailFile()),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            copy(from, to, tail.from(), tail.to(), 0);
            to.force(true);
        }
        files.force();
    }

    /**
     * Brings a segment that was never sealed onto the disk as it was read.
     *
     * <p>Its unforced part is written over itself before it is forced: after a force that failed, the kernel may hold
     * pages that differ from the disk and yet count as clean, and would not write them again.
     */
    private void settle(final FoundSegment segment) throws IOException {
        log.finish(segment.number(), segment.bytes());
        try (FileChannel channel =
                FileChannel.open(segment.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (final FoundSegment.Span span : segment.unforced(found.forcedRecord())) {
                copy(channel, channel, span.from(), span.to(), span.from());
            }
            channel.force(true);
        }
    }

    private static void copy(
            final FileChannel from, final FileChannel to, final long start, final long end, final long target)
            throws IOException {
        final ByteBuffer step = ByteBuffer.allocateDirect(STEP_BYTES);
        long at = start;
        while (at < end) {
            step.clear().limit((int) Math.min(STEP_BYTES, end - at));
            final int count = from.read(step, at);
            if (count <= 0) {
                return;
            }
            step.flip();
            long writeAt = target + at - start;
            while (step.hasRemaining()) {
                writeAt += to.write(step, writeAt);
            }
            at += count;
        }
    }
}
