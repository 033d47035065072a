package dev.tidegate;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineReads.OfferView;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineReads.RememberedView;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.Callback;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventListener;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.EventSubscription;
import dev.tidegate.pipeline.Intake;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalProvider;
import dev.tidegate.pipeline.JournalProvider.OpenedJournal;
import dev.tidegate.pipeline.Pipeline;
import dev.tidegate.pipeline.PipelineState;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.ReplayProgress;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.SubscribeAnswer;
import dev.tidegate.view.StockView;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Orders and stock, kept by one deterministic engine: the front door of the library.
 *
 * <p>A refused command is an outcome with a code, never an exception. Commands are answered in the order in which they
 * were taken. Every method may be called from any thread; {@link #submit} and {@link #read} never wait, the others wait
 * for their answer and must therefore not be called in a callback, where they throw {@link IllegalStateException}.
 */
public final class Tidegate implements AutoCloseable {
    private final Pipeline pipeline;
    private final Engine engine;
    private final RecoveryReport recovery;
    private final CommandIds ids;
    private final @Nullable EventLog events;
    private final Ends ends;

    private Tidegate(
            final Engine engine,
            final Pipeline pipeline,
            final RecoveryReport recovery,
            final @Nullable EventLog events,
            final Ends ends) {
        this.ends = ends;
        this.engine = engine;
        this.pipeline = pipeline;
        this.recovery = recovery;
        this.events = events;
        ids = new CommandIds(pipeline.time()::nowMillis);
    }

    /** A Tidegate that forgets everything when it is closed. */
    public static Tidegate inMemory(final TidegateOptions options) {
        final Engine engine = new Engine(options.engineSettings());
        engine.makeRoom();
        final Pipeline pipeline = new Pipeline(engine, null, options.pipelineSettings(Durability.MEMORY));
        return new Tidegate(engine, pipeline, RecoveryReport.EMPTY, null, Ends.NONE);
    }

    /**
     * Opens a folder, or makes it. What its journal holds is replayed first, from the newest snapshot that can be used.
     *
     * @throws JournalException when the folder is damaged, locked, of another version or unreadable; it is unchanged
     * @throws IllegalStateException when no journal is on the class path
     */
    public static Tidegate open(final Path folder, final TidegateOptions options) {
        return open(folder, options, ReplayProgress.NONE);
    }

    /** The same; {@code progress} is told how far the replay has come. */
    public static Tidegate open(final Path folder, final TidegateOptions options, final ReplayProgress progress) {
        final Replayer replayer = new Replayer(options.engineSettings(), progress);
        final JournalProvider provider = provider();
        final OpenedJournal opened = provider.open(folder, options.journal(), replayer);
        try {
            final Engine engine = replayer.engine();
            engine.makeRoom();
            final long liveBytes = engine.tableBytes();
            final Pipeline pipeline = new Pipeline(
                    engine, opened.journal(), opened.tap(), options.pipelineSettings(options.durability()));
            return new Tidegate(
                    engine,
                    pipeline,
                    opened.recovery(),
                    opened.events(),
                    Ends.of(provider, folder, opened.journal(), options, liveBytes));
        } catch (final RuntimeException | Error failure) {
            if (opened.tap() != null) {
                opened.tap().close(false);
            }
            opened.journal().close();
            throw failure;
        }
    }

    private static JournalProvider provider() {
        return ServiceLoader.load(JournalProvider.class, Tidegate.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no journal on the class path: add dev.tidegate:tidegate-journal, or use Tidegate.inMemory"));
    }

    /** Submits a command under a new id. The future completes with its outcome, whatever it is. */
    public CompletableFuture<Outcome> submit(final Command command) {
        return pipeline.submit(ids.next(), command);
    }

    /** Submits a command under the caller's id; the same id and content get the first answer again. */
    public CompletableFuture<Outcome> submit(final CommandHeader header, final Command command) {
        return pipeline.submit(header, command);
    }

    /** Submits a command whose answer goes to a callback, once, if it is TAKEN. */
    public Intake submit(
            final CommandHeader header, final Command command, final long correlation, final Callback callback) {
        return pipeline.submit(header, command, correlation, callback);
    }

    /** Submits a command under a new id and waits for its outcome. */
    public Outcome call(final Command command) {
        return await(submit(command));
    }

    /**
     * Submits a Define command and waits for the number of what it defined.
     *
     * @throws IllegalStateException when it was refused
     */
    public int define(final Command definition) {
        final Outcome outcome = call(definition);
        if (!outcome.accepted()) {
            throw new IllegalStateException(definition + " was refused: " + outcome);
        }
        return Math.toIntExact(outcome.entityId());
    }

    /** A new id at the present engine time, for a caller that must be able to repeat its command. */
    public CommandHeader newHeader() {
        return ids.next();
    }

    /** See {@link Pipeline#read}. */
    public <T extends @Nullable Object> CompletableFuture<T> read(final Function<EngineReads, T> function) {
        return pipeline.read(function);
    }

    /** The order with that id; null when there is none in memory. */
    public @Nullable OrderView order(final long orderId) {
        return await(pipeline.<@Nullable OrderView>read(reads -> reads.order(orderId)));
    }

    /** The order with that number of the channel's own; null when there is none in memory. */
    public @Nullable OrderView order(final int channel, final String externalNumber) {
        return await(pipeline.<@Nullable OrderView>read(reads -> reads.order(channel, externalNumber)));
    }

    /** Stock of a SKU at every warehouse; null when there is no such SKU. */
    public EngineReads.@Nullable StockView stock(final int sku) {
        return await(pipeline.<EngineReads.@Nullable StockView>read(reads -> reads.stock(sku)));
    }

    /**
     * What is left of every SKU, published by the engine after each batch: for everything that polls. Reading it never
     * waits, costs the engine nothing and takes a few nanoseconds; each SKU says as of which command it is.
     */
    public StockView stockView() {
        return pipeline.stockView();
    }

    /**
     * Whether a command may be answered SOLD_OUT_NOW instead of being submitted: it is a PlaceOrder, nothing of any of
     * its SKUs is left nor can come back without a command, and its id is not that of an accepted command. See {@link
     * Pipeline#soldOutNow(CommandHeader, Command)}.
     */
    public boolean soldOutNow(final CommandHeader header, final Command command) {
        return pipeline.soldOutNow(header, command);
    }

    /** The memory of the engine's tables, and what the logical limits let it become. */
    public EngineReads.TablesView tables() {
        return await(pipeline.read(EngineReads::tables));
    }

    /** What one line of an order of that channel may still take of a SKU. */
    public OfferView offer(final int sku, final int channel) {
        return await(pipeline.read(reads -> reads.offer(sku, channel)));
    }

    /**
     * What is remembered of a command id, by the header's principal and id; nothing else of the header counts, and no content
     * is compared. The code says which of three it is:
     *
     * <ul>
     *   <li>an accepted code ({@link OutcomeCode#accepted()}): the command was done, at that sequence and time; entityId is what
     *       it was about, such as the order's id. Remembered at least for the horizon (limit ID_HORIZON_MILLIS, 24 hours by
     *       default) and five minutes, counted from its acceptance.
     *   <li>another code: it was refused for what the state was then, and nothing was done. Remembered for as long as
     *       REFUSAL_MILLIS (an hour by default) and at most REFUSALS_REMEMBERED of them; sent again before that, it is answered
     *       so again, and later it is decided anew.
     *   <li>null: it was not seen, or not in time: it never came; or it was refused for itself alone, before anybody looked
     *       for its id, or its refusal was forgotten, so that nothing was done; or it was accepted longer ago than the horizon. A
     *       command whose id is younger than the horizon and that is not seen was not done; but it may still be under way,
     *       when its caller has no answer yet.
     * </ul>
     */
    public RememberedView remembered(final CommandHeader header) {
        return await(pipeline.read(reads -> reads.remembered(header.principal(), header.idHigh(), header.idLow())));
    }

    /** How much of everything there is. */
    public Counts counts() {
        return await(pipeline.read(EngineReads::counts));
    }

    /** Number of the SKU with that code, 0 when there is none. */
    public int sku(final String code) {
        return await(pipeline.read(reads -> reads.sku(code)));
    }

    /** Number of the warehouse with that code, 0 when there is none. */
    public int warehouse(final String code) {
        return await(pipeline.read(reads -> reads.warehouse(code)));
    }

    /** Number of the channel with that code, 0 when there is none. */
    public int channel(final String code) {
        return await(pipeline.read(reads -> reads.channel(code)));
    }

    /** Number of the campaign with that code, 0 when there is none. */
    public int campaign(final String code) {
        return await(pipeline.read(reads -> reads.campaign(code)));
    }

    /** What the whole state comes to. */
    public Digest digest() {
        return await(pipeline.read(reads -> new Digest(engine.sequence(), engine.digestHigh(), engine.digestLow())));
    }

    /**
     * Recomputes the whole state's digest and the ledger's sums, on the engine's thread, which does nothing else
     * meanwhile.
     *
     * @return null when all agree, else what does not
     */
    public @Nullable String verify() {
        return await(pipeline.<@Nullable String>read(reads -> engine.verify()));
    }

    /** Moves given time, and waits until everything due by then is done. */
    public void advanceTo(final long millis) {
        await(pipeline.advanceTo(millis));
    }

    /** Gives every event from now on to the listener; see {@link EventListener}. */
    public EventSubscription listen(final EventListener listener) {
        return pipeline.listen(listener);
    }

    /**
     * Gives every event behind that cursor to the listener, those that happened long ago first, on a thread of its own.
     * The listener may take its time: what it has not taken yet is on the disk, and it is cut off only when the event
     * log's retention overtakes it.
     *
     * @param from from an earlier event, or {@code events().oldest()} or {@code events().newest()}
     * @return whether it started; REWOUND and RESYNC say where to go on instead
     */
    public SubscribeAnswer subscribe(final EventCursor from, final CursorListener listener) {
        return events().subscribe(from, Long.MAX_VALUE, listener);
    }

    /** Whether an event log is kept. */
    public boolean hasEvents() {
        return events != null;
    }

    /**
     * The event log.
     *
     * @throws IllegalStateException when none is kept, such as in memory
     */
    public EventLog events() {
        if (events == null) {
            throw new IllegalStateException("no event log is kept; it needs a folder, and its settings must keep one");
        }
        return events;
    }

    /** Whether it runs, and why not. */
    public PipelineState state() {
        return pipeline.state();
    }

    /** What opening found. */
    public RecoveryReport recovery() {
        return recovery;
    }

    /** The way below this front door: messages instead of commands, many at once. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** The shadow that makes the snapshots; null when {@link TidegateOptions#withSnapshotEvery} asks for none. */
    public @Nullable Shadow shadow() {
        return ends.shadow();
    }

    /** See {@link Pipeline#close()}. The shadow ends with it. */
    @Override
    public void close() {
        final boolean ran = pipeline.state().phase() == PipelineState.Phase.RUNNING;
        try {
            pipeline.close();
        } finally {
            ends.close();
        }
        if (ran && pipeline.state().phase() == PipelineState.Phase.CLOSED) {
            ends.snapshot(engine);
        }
    }

    private <T extends @Nullable Object> T await(final CompletableFuture<T> answer) {
        if (pipeline.onOwnThread()) {
            throw new IllegalStateException("waiting in a callback would wait for ever; use submit or read");
        }
        try {
            return answer.join();
        } catch (final CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
