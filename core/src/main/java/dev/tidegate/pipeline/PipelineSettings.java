package dev.tidegate.pipeline;

/**
 * How a pipeline runs. Nothing here changes an answer or a digest.
 *
 * @param durability what an answer promises
 * @param time where engine time comes from
 * @param waiting how the engine's thread waits
 * @param ringSlots slots of 192 bytes, a power of two; also how many commands may be in flight
 * @param batchCommands commands journaled and applied together at most
 * @param commandsPerMark commands after which the digest is recorded in the journal
 * @param listenerBytes events that each listener may be behind, in bytes, a power of two
 * @param answerOnEngineThread whether callbacks run on the engine's thread: saves a hand-over, and makes every one of
 *     them part of the engine's time
 * @param ordersPerMille how full the ring may become by new orders, in thousandths, 1 to 1,000; what is above is kept for
 *     everything else
 * @param holdsAfterOutageMillis what every unpaid hold that has not expired has left at least once the pipeline goes on
 *     from a journal, 0 to 86,400,000; 0 leaves them as they were. With given time they always are
 */
public record PipelineSettings(
        Durability durability,
        TimeSource time,
        Waiting waiting,
        int ringSlots,
        int batchCommands,
        int commandsPerMark,
        int listenerBytes,
        boolean answerOnEngineThread,
        int ordersPerMille,
        int holdsAfterOutageMillis) {

    /** Seven eighths of the ring. */
    public static final int ORDERS_PER_MILLE = 875;

    /** Five minutes. */
    public static final int HOLDS_AFTER_OUTAGE_MILLIS = 300_000;

    /** A day. */
    public static final int MAX_HOLDS_AFTER_OUTAGE_MILLIS = 86_400_000;

    private static final int MIN_RING_SLOTS = 4;
    private static final int MAX_RING_SLOTS = 1 << 22;

    public PipelineSettings {
        requirePowerOfTwo("ringSlots", ringSlots, MIN_RING_SLOTS, MAX_RING_SLOTS);
        require("batchCommands", batchCommands, 1, 65_536);
        require("commandsPerMark", commandsPerMark, 1, 1 << 30);
        requirePowerOfTwo("listenerBytes", listenerBytes, 1024, 1 << 30);
        require("ordersPerMille", ordersPerMille, 1, 1_000);
        require("holdsAfterOutageMillis", holdsAfterOutageMillis, 0, MAX_HOLDS_AFTER_OUTAGE_MILLIS);
    }

    /**
     * With {@value #ORDERS_PER_MILLE} thousandths of the ring for new orders, and {@value #HOLDS_AFTER_OUTAGE_MILLIS}
     * milliseconds for holds after an outage.
     */
    public PipelineSettings(
            final Durability durability,
            final TimeSource time,
            final Waiting waiting,
            final int ringSlots,
            final int batchCommands,
            final int commandsPerMark,
            final int listenerBytes,
            final boolean answerOnEngineThread) {
        this(
                durability,
                time,
                waiting,
                ringSlots,
                batchCommands,
                commandsPerMark,
                listenerBytes,
                answerOnEngineThread,
                ORDERS_PER_MILLE,
                HOLDS_AFTER_OUTAGE_MILLIS);
    }

    public PipelineSettings withHoldsAfterOutageMillis(final int holdsAfterOutageMillis) {
        return new PipelineSettings(
                durability,
                time,
                waiting,
                ringSlots,
                batchCommands,
                commandsPerMark,
                listenerBytes,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis);
    }

    /** 16,384 slots, batches of up to 4,096 commands, a digest every 65,536, 16 MiB for each listener. */
    public static PipelineSettings of(final Durability durability, final TimeSource time) {
        return new PipelineSettings(durability, time, Waiting.BLOCKING, 16_384, 4_096, 65_536, 16 * 1024 * 1024, false);
    }

    private static void require(final String name, final int value, final int low, final int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + low + " to " + high);
        }
    }

    private static void requirePowerOfTwo(final String name, final int value, final int low, final int high) {
        require(name, value, low, high);
        if (Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", must be a power of two from " + low + " to " + high);
        }
    }
}
