package dev.tidegate;

import dev.tidegate.engine.EngineSettings;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.PipelineSettings;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.TimeSource;
import dev.tidegate.pipeline.Waiting;
import java.security.SecureRandom;
import java.util.Objects;

/**
 * How a {@link Tidegate} is opened. Every option has a default and is checked when it is set; nothing here changes an
 * answer or a digest. Each method returns a changed copy.
 *
 * @param durability what an answer promises; PROCESS by default. {@link Tidegate#inMemory} keeps nothing whatever it is
 * @param journal how a folder's journal is kept; Chronicle Queue by default
 * @param time where engine time comes from; the clock by default, one for each Tidegate. Given time serves one Tidegate
 * @param waiting how the engine's thread waits; BLOCKING by default
 * @param ringSlots slots of 128 bytes, a power of two from 4,096 to 4,194,304; bounds the commands in flight
 * @param expectedOrders orders to make room for at the start, 1 to 50,000,000; 100,000 by default
 * @param listenerBytes events that each listener may be behind, in bytes, a power of two from 1 MiB to 1 GiB
 * @param commandsPerMark commands after which the digest is recorded in the journal, 1 to 1,073,741,824
 * @param answerOnEngineThread for experts: callbacks run on the engine's thread and hold it up
 * @param ordersPerMille how full the ring may become by new orders, in thousandths, 1 to 1,000; 875 by default. What is above
 *     is kept for payments, cancellations, shipments, reads and all other commands
 * @param holdsAfterOutageMillis what every unpaid hold that has not expired has left at least once a folder has been opened,
 *     0 to 86,400,000; 300,000 by default, 0 leaves them as they were. With given time they always are
 * @param shadowListener told by the shadow of its snapshots, and of damage that it finds
 * @param tablesAtLimits whether tables are made as large as the logical limits let them become, at the start and when limits are
 *     set, as soon as three quarters of the heap hold that (three eighths beside a shadow); they never grow then while
 *     orders come and go. False by default: they begin with room for {@code expectedOrders} and double when they are full
 */
public record TidegateOptions(
        Durability durability,
        JournalSettings journal,
        TimeSource time,
        Waiting waiting,
        int ringSlots,
        int expectedOrders,
        int listenerBytes,
        int commandsPerMark,
        boolean answerOnEngineThread,
        int ordersPerMille,
        int holdsAfterOutageMillis,
        Shadow.Listener shadowListener,
        boolean tablesAtLimits) {

    private static final int MIB = 1 << 20;
    /** Of the heap, for tables at their limits; with a shadow in the process, which may come to as much, half of that. */
    private static final long TABLE_PERCENT = 75;

    private static final int BATCH_COMMANDS = 4096;

    public TidegateOptions {
        Objects.requireNonNull(durability, "durability");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(waiting, "waiting");
        Objects.requireNonNull(shadowListener, "shadowListener");
        requirePowerOfTwo("ringSlots", ringSlots, 4096, 4 * MIB);
        require("expectedOrders", expectedOrders, 1, 50_000_000);
        requirePowerOfTwo("listenerBytes", listenerBytes, MIB, 1024 * MIB);
        require("commandsPerMark", commandsPerMark, 1, 1024 * MIB);
        require("ordersPerMille", ordersPerMille, 1, 1_000);
        require("holdsAfterOutageMillis", holdsAfterOutageMillis, 0, PipelineSettings.MAX_HOLDS_AFTER_OUTAGE_MILLIS);
    }

    /** Durability PROCESS on Chronicle Queue, time from the clock. */
    public static TidegateOptions defaults() {
        return new TidegateOptions(
                Durability.PROCESS,
                JournalSettings.of(JournalSettings.Kind.CHRONICLE),
                TimeSource.wall(),
                Waiting.BLOCKING,
                16_384,
                100_000,
                16 * MIB,
                65_536,
                false,
                PipelineSettings.ORDERS_PER_MILLE,
                PipelineSettings.HOLDS_AFTER_OUTAGE_MILLIS,
                status -> {},
                false);
    }

    public TidegateOptions withDurability(final Durability durability) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withJournal(final JournalSettings journal) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withTime(final TimeSource time) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withWaiting(final Waiting waiting) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withRingSlots(final int ringSlots) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withExpectedOrders(final int expectedOrders) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withListenerBytes(final int listenerBytes) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withCommandsPerMark(final int commandsPerMark) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withAnswerOnEngineThread(final boolean answerOnEngineThread) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withOrdersPerMille(final int ordersPerMille) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withHoldsAfterOutageMillis(final int holdsAfterOutageMillis) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    /** A Chronicle Queue journal or plain files, with the usual sizes. */
    public TidegateOptions withJournal(final JournalSettings.Kind kind) {
        return withJournal(JournalSettings.of(kind));
    }

    PipelineSettings pipelineSettings(final Durability kept) {
        return new PipelineSettings(
                kept,
                time instanceof GivenTime ? time : TimeSource.wall(),
                waiting,
                ringSlots,
                BATCH_COMMANDS,
                commandsPerMark,
                listenerBytes,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis);
    }

    /** A shadow makes a snapshot after every so many commands; 0 for none. Part of {@link #journal}. */
    public TidegateOptions withSnapshotEvery(final long commands) {
        return withJournal(journal.withUpkeep(journal.upkeep().withSnapshotEvery(commands)));
    }

    public TidegateOptions withShadowListener(final Shadow.Listener shadowListener) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    public TidegateOptions withTablesAtLimits(final boolean tablesAtLimits) {
        return new TidegateOptions(
                durability,
                journal,
                time,
                waiting,
                ringSlots,
                expectedOrders,
                listenerBytes,
                commandsPerMark,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis,
                shadowListener,
                tablesAtLimits);
    }

    /** The hash key is made here, for each engine anew, and lives in memory only. */
    EngineSettings engineSettings() {
        final SecureRandom random = new SecureRandom();
        final EngineSettings small = EngineSettings.small();
        return new EngineSettings(
                        random.nextLong(),
                        random.nextLong(),
                        small.expectedOrders(),
                        small.expectedIds(),
                        small.expectedRefusals())
                .withRoomFor(expectedOrders)
                .withMostTableBytes(mostTableBytes());
    }

    private long mostTableBytes() {
        final long share = Runtime.getRuntime().maxMemory() / 100 * TABLE_PERCENT;
        if (!tablesAtLimits) {
            return 0;
        }
        return journal.upkeep().snapshotEvery() > 0 ? share / 2 : share;
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
