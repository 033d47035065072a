package dev.tidegate.journal;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.journal.snapshot.SnapshotHeader;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.Replayer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a shadow of a folder costs, measured by being one for a moment: the newest snapshot is read and the log behind it
 * followed. Where nothing lies behind it, the time is that of following what lies before. Writes nothing, takes no lock.
 *
 * @param stateBytes memory of its tables as far as it came; estimated from the newest snapshot's size when that is too
 *     large to be read here
 * @param bytesAtLimits what they would take if each were as large as its limit, as far as limits were followed; 0 when no
 *     shadow was run
 * @param numberBytesAtLimits the part of it for the external numbers of orders that have left memory
 * @param measured whether a shadow was run, and not only estimated
 * @param snapshotBytes size of the newest snapshot, 0 for none
 * @param commands that were followed for the processor time; 0 when there are none, or none before the newest snapshot
 *     is kept and there is none behind it
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
     * @param mostNanos time after which following ends, and again that of following what lies before the snapshot
     */
    public static ShadowCost measure(final Path folder, final EngineSettings settings, final long mostNanos)
            throws IOException {
        final List<Path> snapshots = new SnapshotFiles(folder).list();
        final long snapshotBytes = snapshots.isEmpty() ? 0 : Files.size(snapshots.get(0));
        final long estimate = TABLES_PER_SNAPSHOT_BYTE * snapshotBytes;
        if (estimate > Runtime.getRuntime().maxMemory() / 2) {
            return new ShadowCost(estimate, 0, 0, false, snapshotBytes, 0, 0, false);
        }
        final Followed newest = Followed.of(folder, settings, mostNanos, header -> true);
        final Followed timed = newest.commands > 0 || newest.from == 0
                ? newest
                : Followed.before(folder, settings, mostNanos, newest.from);
        return new ShadowCost(
                newest.stateBytes,
                newest.bytesAtLimits,
                newest.numberBytesAtLimits,
                true,
                snapshotBytes,
                timed.commands,
                timed.cpuNanos,
                newest.isAtEnd);
    }

    /** What one shadow came to; {@code from} is the sequence of the snapshot that it began with, 0 for none. */
    private record Followed(
            long stateBytes,
            long bytesAtLimits,
            long numberBytesAtLimits,
            long from,
            long commands,
            long cpuNanos,
            boolean isAtEnd) {
        private static final Followed NOTHING = new Followed(0, 0, 0, 0, 0, 0, false);

        static Followed of(
                final Path folder,
                final EngineSettings settings,
                final long mostNanos,
                final Predicate<SnapshotHeader> wanted)
                throws IOException {
            final Replayer replayer = new Replayer(settings);
            try (LogFollower follower = new LogFollower(folder, replayer, wanted)) {
                final long from = follower.sequence();
                final long start = System.nanoTime();
                final long cpuBefore = threadNanos();
                boolean more = true;
                while (more && System.nanoTime() - start < mostNanos) {
                    more = follower.step(STEP_BYTES);
                }
                final Engine engine = replayer.engine();
                return new Followed(
                        engine.tableBytes(),
                        engine.tableBytesAtLimits(),
                        engine.numberBytesAtLimits(),
                        from,
                        follower.sequence() - from,
                        threadNanos() - cpuBefore,
                        !more);
            }
        }

        /** Follows what lies before that snapshot; nothing where none of it is kept. */
        static Followed before(
                final Path folder, final EngineSettings settings, final long mostNanos, final long sequence)
                throws IOException {
            try {
                return of(folder, settings, mostNanos, header -> header.sequence() < sequence);
            } catch (final JournalException gone) {
                return NOTHING;
            }
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
