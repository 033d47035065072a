package dev.tidegate.pipeline;

/**
 * How a folder's journal is kept.
 *
 * @param kind which files hold it; recorded in the folder when it is made, and must match afterwards
 * @param segmentBytes size at which a segment is sealed and the next one begun; 1 MiB to 1 GiB
 * @param preallocateBytes disk space allocated ahead of the writer in one step; 64 KiB to 256 MiB
 * @param events how the event log beside it is kept
 * @param upkeep snapshots, and what may go once they cover it
 */
public record JournalSettings(
        Kind kind, long segmentBytes, long preallocateBytes, EventLogSettings events, Upkeep upkeep) {

    /** Which files hold the journal. */
    public enum Kind {
        /** Chronicle Queue files. Needs JVM flags. */
        CHRONICLE,
        /** Preallocated files written through a {@link java.nio.channels.FileChannel}. */
        FILE
    }

    private static final long MIB = 1L << 20;

    public JournalSettings {
        require("segmentBytes", segmentBytes, MIB, 1024 * MIB);
        require("preallocateBytes", preallocateBytes, MIB / 16, 256 * MIB);
    }

    /** With an event log of the usual sizes, and without upkeep. */
    public JournalSettings(final Kind kind, final long segmentBytes, final long preallocateBytes) {
        this(kind, segmentBytes, preallocateBytes, EventLogSettings.defaults(), Upkeep.NONE);
    }

    public JournalSettings withUpkeep(final Upkeep upkeep) {
        return new JournalSettings(kind, segmentBytes, preallocateBytes, events, upkeep);
    }

    /** 256 MiB segments, allocated 16 MiB at a time. */
    public static JournalSettings of(Kind kind) {
        return new JournalSettings(kind, 256 * MIB, 16 * MIB);
    }

    /** With another event log. */
    public JournalSettings withEvents(EventLogSettings changed) {
        return new JournalSettings(kind, segmentBytes, preallocateBytes, changed, upkeep);
    }

    private static void require(String name, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + low + " to " + high);
        }
    }
}
