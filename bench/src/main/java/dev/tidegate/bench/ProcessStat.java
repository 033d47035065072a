package dev.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of a process in {@code /proc/PID/stat}.
 *
 * @param ticks processor time, in hundredths of a second, the user's and the system's
 * @param pages of memory that are in use
 */
record ProcessStat(long ticks, long pages) {
    /** What every Linux of today tells programs, whatever its own clock's rate. */
    private static final int TICKS_PER_SECOND = 100;

    private static final int PAGE_BYTES = 4096;
    private static final int FIRST_FIELD = 3;
    private static final int USER_TIME = 14;
    private static final int SYSTEM_TIME = 15;
    private static final int RESIDENT = 24;

    static ProcessStat of(final long pid) throws IOException {
        return parse(Files.readString(Path.of("/proc", String.valueOf(pid), "stat")));
    }

    /** The second field, a name in brackets, may hold anything, brackets and spaces too. */
    static ProcessStat parse(final String stat) {
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new ProcessStat(field(fields, USER_TIME) + field(fields, SYSTEM_TIME), field(fields, RESIDENT));
    }

    private static long field(final String[] fields, final int number) {
        return Long.parseLong(fields[number - FIRST_FIELD]);
    }

    /** Percent of one core since then. */
    double percentSince(final ProcessStat before, final long nanos) {
        return (ticks - before.ticks) * 100.0 / TICKS_PER_SECOND / (nanos / 1e9);
    }

    long residentBytes() {
        return pages * PAGE_BYTES;
    }
}
