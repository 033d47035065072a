package dev.tidegate;

import dev.tidegate.engine.EngineSettings;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.PipelineSettings;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.TimeSource;
import dev.tidegate.pipeline.Waiting;
import dev.tidegate.pipeline.WallClock;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a {@link Tidegate} is opened. Every option has a default and is checked when it is set; nothing here changes an
 * answer or a digest. Does not change: each method returns a changed copy.
 */
public final class TidegateOptions {
    private static final int MIB = 1 << 20;
    /** Of the heap, for tables at their limits; with a shadow in the process, which may come to as much, half of that. */
    private static final long TABLE_PERCENT = 75;

    private static final int BATCH_COMMANDS = 4096;

    private Durability durability = Durability.PROCESS;
    private JournalSettings journal = JournalSettings.of(JournalSettings.Kind.CHRONICLE);
    private TimeSource time = TimeSource.wall();
    private Waiting waiting = Waiting.BLOCKING;
    private int ringSlots = 16_384;
    private int expectedOrders = 100_000;
    private int listenerBytes = 16 * MIB;
    private int commandsPerMark = 65_536;
    private boolean answerOnEngineThread;
    private int ordersPerMille = PipelineSettings.ORDERS_PER_MILLE;
    private int holdsAfterOutageMillis = PipelineSettings.HOLDS_AFTER_OUTAGE_MILLIS;
    private Shadow.Listener shadowListener = status -> {};
    private boolean tablesAtLimits;

    private TidegateOptions() {}

    private TidegateOptions(final TidegateOptions other) {
        durability = other.durability;
        journal = other.journal;
        time = other.time;
        waiting = other.waiting;
        ringSlots = other.ringSlots;
        expectedOrders = other.expectedOrders;
        listenerBytes = other.listenerBytes;
        commandsPerMark = other.commandsPerMark;
        answerOnEngineThread = other.answerOnEngineThread;
        ordersPerMille = other.ordersPerMille;
        holdsAfterOutageMillis = other.holdsAfterOutageMillis;
        shadowListener = other.shadowListener;
        tablesAtLimits = other.tablesAtLimits;
    }

    private TidegateOptions but(final Consumer<TidegateOptions> change) {
        final TidegateOptions copy = new TidegateOptions(this);
        change.accept(copy);
        return copy;
    }

    /** Durability PROCESS on Chronicle Queue, time from the clock. */
    public static TidegateOptions defaults() {
        return new TidegateOptions();
    }

    /** What an answer promises; PROCESS by default. {@link Tidegate#inMemory} keeps nothing whatever it is. */
    public TidegateOptions withDurability(final Durability promised) {
        Objects.requireNonNull(promised, "durability");
        return but(copy -> copy.durability = promised);
    }

    /** How a folder's journal is kept; Chronicle Queue by default. */
    public TidegateOptions withJournal(final JournalSettings settings) {
        Objects.requireNonNull(settings, "journal");
        return but(copy -> copy.journal = settings);
    }

    /** A Chronicle Queue journal or plain files, with the usual sizes. */
    public TidegateOptions withJournal(final JournalSettings.Kind kind) {
        return withJournal(JournalSettings.of(kind));
    }

    /** Where engine time comes from; the clock by default, one for each Tidegate. Given time serves one Tidegate. */
    public TidegateOptions withTime(final TimeSource source) {
        Objects.requireNonNull(source, "time");
        return but(copy -> copy.time = source);
    }

    /** How the engine's thread waits; BLOCKING by default. */
    public TidegateOptions withWaiting(final Waiting way) {
        Objects.requireNonNull(way, "waiting");
        return but(copy -> copy.waiting = way);
    }

    /** Slots of 192 bytes, a power of two from 4,096 to 4,194,304; 16,384 by default. Bounds the commands in flight. */
    public TidegateOptions withRingSlots(final int slots) {
        requirePowerOfTwo("ringSlots", slots, 4096, 4 * MIB);
        return but(copy -> copy.ringSlots = slots);
    }

    /** Orders to make room for at the start, 1 to 50,000,000; 100,000 by default. */
    public TidegateOptions withExpectedOrders(final int orders) {
        require("expectedOrders", orders, 1, 50_000_000);
        return but(copy -> copy.expectedOrders = orders);
    }

    /** Events that each listener may be behind, in bytes, a power of two from 1 MiB to 1 GiB; 16 MiB by default. */
    public TidegateOptions withListenerBytes(final int bytes) {
        requirePowerOfTwo("listenerBytes", bytes, MIB, 1024 * MIB);
        return but(copy -> copy.listenerBytes = bytes);
    }

    /** Commands after which the digest is recorded in the journal, 1 to 1,073,741,824; 65,536 by default. */
    public TidegateOptions withCommandsPerMark(final int commands) {
        require("commandsPerMark", commands, 1, 1024 * MIB);
        return but(copy -> copy.commandsPerMark = commands);
    }

    /** For experts: callbacks run on the engine's thread and hold it up. False by default. */
    public TidegateOptions withAnswerOnEngineThread(final boolean wanted) {
        return but(copy -> copy.answerOnEngineThread = wanted);
    }

    /**
     * How full the ring may become by new orders, in thousandths, 1 to 1,000; 875 by default. What is above is kept for
     * payments, cancellations, shipments, reads and all other commands.
     */
    public TidegateOptions withOrdersPerMille(final int thousandths) {
        require("ordersPerMille", thousandths, 1, 1_000);
        return but(copy -> copy.ordersPerMille = thousandths);
    }

    /**
     * What every unpaid hold that has not expired has left at least once a folder has been opened, 0 to 86,400,000;
     * 300,000 by default, 0 leaves them as they were. With given time they always are.
     */
    public TidegateOptions withHoldsAfterOutageMillis(final int millis) {
        require("holdsAfterOutageMillis", millis, 0, PipelineSettings.MAX_HOLDS_AFTER_OUTAGE_MILLIS);
        return but(copy -> copy.holdsAfterOutageMillis = millis);
    }

    /** A shadow makes a snapshot after every so many commands; 0, the default, for none. Part of {@link #journal}. */
    public TidegateOptions withSnapshotEvery(final long commands) {
        return withJournal(journal.withUpkeep(journal.upkeep().withSnapshotEvery(commands)));
    }

    /** Told by the shadow of its snapshots, and of damage that it finds. */
    public TidegateOptions withShadowListener(final Shadow.Listener listener) {
        Objects.requireNonNull(listener, "shadowListener");
        return but(copy -> copy.shadowListener = listener);
    }

    /**
     * Whether tables are made as large as the logical limits let them become, at the start and when limits are set, as
     * soon as three quarters of the heap hold that (three eighths beside a shadow); they never grow then while orders come
     * and go. False by default: they begin with room for the expected orders and double when they are full.
     */
    public TidegateOptions withTablesAtLimits(final boolean wanted) {
        return but(copy -> copy.tablesAtLimits = wanted);
    }

    // ---- what was set

    public Durability durability() {
        return durability;
    }

    public JournalSettings journal() {
        return journal;
    }

    public TimeSource time() {
        return time;
    }

    public Waiting waiting() {
        return waiting;
    }

    public int ringSlots() {
        return ringSlots;
    }

    public int expectedOrders() {
        return expectedOrders;
    }

    public int listenerBytes() {
        return listenerBytes;
    }

    public int commandsPerMark() {
        return commandsPerMark;
    }

    public boolean answerOnEngineThread() {
        return answerOnEngineThread;
    }

    public int ordersPerMille() {
        return ordersPerMille;
    }

    public int holdsAfterOutageMillis() {
        return holdsAfterOutageMillis;
    }

    public Shadow.Listener shadowListener() {
        return shadowListener;
    }

    public boolean tablesAtLimits() {
        return tablesAtLimits;
    }

    PipelineSettings pipelineSettings(final Durability kept) {
        return new PipelineSettings(
                kept,
                time instanceof WallClock clock ? clock.anew() : time,
                waiting,
                ringSlots,
                BATCH_COMMANDS,
                commandsPerMark,
                listenerBytes,
                answerOnEngineThread,
                ordersPerMille,
                holdsAfterOutageMillis);
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
