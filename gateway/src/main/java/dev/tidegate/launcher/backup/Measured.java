package dev.tidegate.launcher.backup;

import dev.tidegate.journal.EventFolder;
import dev.tidegate.journal.JournalReading;
import dev.tidegate.launcher.reading.CommandWatcher;
import dev.tidegate.launcher.reading.ReadFolder;
import dev.tidegate.launcher.reading.RepairFigures;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Verifies a copy and tells what the copy and its verification took. */
final class Measured {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double SECONDS_PER_MINUTE = 60;
    private static final double GIGABYTE = 1e9;

    private Measured() {}

    /**
     * Replays the copy with every check, and has its events begin a new epoch: what was read behind the copy's end must not
     * be taken for what comes there next.
     *
     * @param bytes of segments copied
     * @param copyNanos what that took
     */
    static Map<String, Object> verify(final Path copy, final long bytes, final long copyNanos) {
        final long start = System.nanoTime();
        final ReadFolder read = ReadFolder.whole(copy, CommandWatcher.NONE);
        read.requireSound();
        final long verifyNanos = System.nanoTime() - start;
        final JournalReading reading = Objects.requireNonNull(read.reading());
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("sequence", read.reads().sequence());
        figures.put("digest", read.digest().hex());
        figures.put("chain_head", reading.chainHead().sha256());
        figures.put("epoch", EventFolder.beginEpoch(copy, read.events(), read.events()));
        figures.put("bytes", bytes);
        figures.put("copy_seconds", rounded(copyNanos / NANOS_PER_SECOND));
        figures.put("verify_seconds", rounded(verifyNanos / NANOS_PER_SECOND));
        figures.put("copy_minutes_per_gb", perGigabyte(copyNanos, bytes));
        figures.put("verify_minutes_per_gb", perGigabyte(verifyNanos, bytes));
        RepairFigures.put(figures, reading.repairs());
        return figures;
    }

    private static double perGigabyte(final long nanos, final long bytes) {
        return rounded(nanos / NANOS_PER_SECOND / SECONDS_PER_MINUTE / Math.max(1, bytes) * GIGABYTE);
    }

    private static double rounded(final double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}
