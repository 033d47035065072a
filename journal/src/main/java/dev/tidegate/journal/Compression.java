package dev.tidegate.journal;

import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.NoRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compresses sealed segments, oldest first. A plain file stays until the compressed one stands beside it, so it needs room:
 * it ends at the first segment that the disk has none for, and a disk that is nearly full is left as it is.
 */
final class Compression {
    private final Path folder;
    private final LogPort log;
    private final long leftAloneBytes;
    private String want = "";

    /**
     * @param lowWaterBytes free space below which new orders are refused: it is not gone below for this
     */
    Compression(final Path folder, final LogPort log, final long lowWaterBytes) {
        this.folder = folder;
        this.log = log;
        leftAloneBytes = Math.max(lowWaterBytes, SegmentSupply.RESERVE_BYTES);
    }

    /**
     * Compresses those that are not.
     *
     * @param below number of the segment to end before
     * @param pause called between steps of some milliseconds
     * @return how many were compressed
     */
    int sealed(final List<ManifestSegment> segments, final long below, final Runnable pause) throws IOException {
        int compressed = 0;
        for (final ManifestSegment listed : segments) {
            if (listed.seal() != null && listed.number() < below && Files.exists(log.file(listed.number()))) {
                if (!compress(listed.number(), pause)) {
                    return compressed;
                }
                compressed++;
            }
        }
        return compressed;
    }

    /** What room was wanting and where, in a sentence; empty when there was enough. */
    String want() {
        return want;
    }

    private boolean compress(final long number, final Runnable pause) throws IOException {
        final long bytes = Files.size(log.file(number));
        final long free = Files.getFileStore(folder).getUsableSpace();
        if (free - bytes < leftAloneBytes) {
            want = "segment " + number + " was not compressed: that takes room for up to " + bytes
                    + " bytes more, and of " + free + " that are free " + leftAloneBytes + " are left alone";
            return false;
        }
        try {
            log.compress(number, pause);
            return true;
        } catch (final IOException failure) {
            if (!NoRoom.isCauseOf(failure)) {
                throw failure;
            }
            want = "segment " + number + " was not compressed: " + failure;
            return false;
        }
    }
}
