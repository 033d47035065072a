package dev.tidegate.pipeline;

/**
 * How a folder's event log is kept. The oldest segments go as soon as one of the three bounds is passed without them.
 *
 * @param kept whether there is one
 * @param segmentBytes size at which the next file is begun; 64 KiB to 1 GiB
 * @param queueBytes events that may wait for the log's thread, in bytes; a power of two from 64 KiB to 1 GiB
 * @param retainBytes bytes of segments; 1 MiB or more
 * @param retainEvents events; 1 or more
 * @param retainMillis engine time since the events; 1 or more
 */
public record EventLogSettings(
        boolean kept, long segmentBytes, int queueBytes, long retainBytes, long retainEvents, long retainMillis) {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long DAY_MILLIS = 86_400_000;

    public EventLogSettings {
        require("segmentBytes", segmentBytes, 64 * KIB, 1024 * MIB);
        require("queueBytes", queueBytes, 64 * KIB, 1024 * MIB);
        require("retainBytes", retainBytes, MIB, Long.MAX_VALUE);
        require("retainEvents", retainEvents, 1, Long.MAX_VALUE);
        require("retainMillis", retainMillis, 1, Long.MAX_VALUE);
        if (Integer.bitCount(queueBytes) != 1) {
            throw new IllegalArgumentException("queueBytes is " + queueBytes + ", must be a power of two");
        }
    }

    /** Files of 64 MiB, a queue of 32 MiB; 16 GiB or 100 days are kept. */
    public static EventLogSettings defaults() {
        return new EventLogSettings(
                true, 64 * MIB, (int) (32 * MIB), 16 * 1024 * MIB, Long.MAX_VALUE, 100 * DAY_MILLIS);
    }

    /** No event log. */
    public static EventLogSettings none() {
        final EventLogSettings all = defaults();
        return new EventLogSettings(
                false, all.segmentBytes, all.queueBytes, all.retainBytes, all.retainEvents, all.retainMillis);
    }

    /** With another size of files and of the queue. */
    public EventLogSettings withSizes(final long segmentBytes, final int queueBytes) {
        return new EventLogSettings(kept, segmentBytes, queueBytes, retainBytes, retainEvents, retainMillis);
    }

    /** With other bounds of what is kept. */
    public EventLogSettings withRetention(final long bytes, final long events, final long millis) {
        return new EventLogSettings(kept, segmentBytes, queueBytes, bytes, events, millis);
    }

    private static void require(final String name, final long value, final long low, final long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + low + " to " + high);
        }
    }
}
