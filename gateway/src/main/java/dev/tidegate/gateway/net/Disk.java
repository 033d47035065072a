package dev.tidegate.gateway.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is left of the disk that the journal is on. */
public final class Disk {
    private final @Nullable Path folder;
    private final long lowWaterBytes;

    Disk(final @Nullable Path folder, final long lowWaterBytes) {
        this.folder = folder;
        this.lowWaterBytes = lowWaterBytes;
    }

    /** Bytes left; -1 when nothing is kept on a disk, or it does not tell. */
    public long freeBytes() {
        if (folder == null) {
            return -1;
        }
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (final IOException doesNotTell) {
            return -1;
        }
    }

    /** Whether so little is left that new orders are refused. */
    public boolean low() {
        final long free = freeBytes();
        return free >= 0 && free < lowWaterBytes;
    }
}
