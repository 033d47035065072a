package dev.tidegate.journal;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.pipeline.Replayer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a shadow of a folder costs, measured by being one for a moment: the newest snapshot is read and the log behind it
 * followed. Writes nothing, takes no lock.
 *
 * @param stateBytes memory of its tables as far as it came; estimated from the newest snapshot's size when that is too
 *     large to be read here
 * @param bytesAtLimits what they would take if each were as large as its limit, as far as limits were followed; 0 when no
 *     shadow was run
 * @param numberBytesAtLimits the part of it for the external numbers of orders that have left memory
 * @param measured whether a shadow was run, and not only estimated
 * @param snapshotBytes size of the newest snapshot, 0 for none
 * @param commands that were followed
 * @param cpuNanos processor time that took, without reading the snapshot
 * @param isAtEnd whether the whole log was followed
 */
public record ShadowCost(
        long stateBytes,
        long bytesAtLimits,
        long numberBytesAtLimits,
        boolean measured,
        long snapshotBytes,
        long commands,
        long cpuNanos,
        boolean isAtEnd) {
    /** Tables have spare room, links and indexes, which a snapshot does not hold. */
    private static final int TABLES_PER_SNAPSHOT_BYTE = 3;

    private static final int STEP_BYTES = 1 << 18;
    private static final long BASE_BYTES = 64L << 20;

    /**
     * Measures.
     *
     * @param mostNanos time after which following ends
     */
    public static ShadowCost measure(final Path folder, final EngineSettings settings, final long mostNanos)
            throws IOException {
        final List<Path> snapshots = new SnapshotFiles(folder).list();
        final long snapshotBytes = snapshots.isEmpty() ? 0 : Files.size(snapshots.get(0));
        final long estimate = TABLES_PER_SNAPSHOT_BYTE * snapshotBytes;
        if (estimate > Runtime.getRuntime().maxMemory() / 2) {
            return new ShadowCost(estimate, 0, 0, false, snapshotBytes, 0, 0, false);
        }
        final Replayer replayer = new Replayer(settings);
        try (LogFollower follower = new LogFollower(folder, replayer, header -> true)) {
            final long from = follower.sequence();
            final long start = System.nanoTime();
            final long cpuBefore = threadNanos();
            boolean more = true;
            while (more && System.nanoTime() - start < mostNanos) {
                more = follower.step(STEP_BYTES);
            }
            final Engine engine = replayer.engine();
            return new ShadowCost(
                    engine.tableBytes(),
                    engine.tableBytesAtLimits(),
                    engine.numberBytesAtLimits(),
                    true,
                    snapshotBytes,
                    follower.sequence() - from,
                    threadNanos() - cpuBefore,
                    !more);
        }
    }

    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Heap that a process needs for that many engines with tables of that size. */
    public static long heapFor(final long tableBytes, final int engines) {
        return heapFor(tableBytes, engines, BASE_BYTES);
    }

    /** The same, with so much for everything else. */
    public static long heapFor(final long tableBytes, final int engines, final long otherBytes) {
        return engines * (tableBytes + tableBytes / 4) + otherBytes;
    }
}
