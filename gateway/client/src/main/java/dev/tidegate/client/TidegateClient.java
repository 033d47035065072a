package dev.tidegate.client;

import dev.tidegate.CommandIds;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.EventCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A caller of a gateway's binary protocol. Connects again by itself when the connection is lost, and sends every command
 * that has had no definite answer again under its own id, so that it is done at most once whatever happened. Safe for
 * any number of threads.
 *
 * <p>An answer is one of three things ({@link Result}): yes, no, or unknown. Unknown comes only when the time for the
 * command was over before a definite answer came; ask again later with the same header and command.
 */
public final class TidegateClient implements AutoCloseable {
    private final ClientOptions options;
    private final Connection connection;
    private final CommandIds ids;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private TidegateClient(final ClientOptions options, final Connection connection) {
        this.options = options;
        this.connection = connection;
        ids = new CommandIds(connection::gatewayMillis);
    }

    /**
     * Connects.
     *
     * @throws IOException when no gateway could be reached, or it did not want us, within the options' timeout
     */
    public static TidegateClient connect(final ClientOptions options) throws IOException {
        final Connection connection = new Connection(options);
        try {
            connection.awaitConnected();
            return new TidegateClient(options, connection);
        } catch (final IOException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    /** A new command id by the gateway's clock. Keep it until the command has had its answer. */
    public CommandHeader newHeader() {
        return ids.next();
    }

    /** Sends a command under a new id and waits for its answer, at most as long as the options say. */
    public Outcome call(final Command command) {
        return call(newHeader(), command);
    }

    /** Sends a command under the caller's id and waits for its answer. */
    public Outcome call(final CommandHeader header, final Command command) {
        return await(submit(header, command));
    }

    /** Sends a command under a new id. The future completes with its outcome, whatever it is. */
    public CompletableFuture<Outcome> submit(final Command command) {
        return submit(newHeader(), command);
    }

    /**
     * Sends a command under the caller's id. The future completes with its outcome, whatever it is: BUSY when too many
     * wait here already.
     *
     * @throws IllegalArgumentException when the command cannot be a message
     */
    public CompletableFuture<Outcome> submit(final CommandHeader header, final Command command) {
        final CompletableFuture<Outcome> answer = new CompletableFuture<>();
        final boolean taken = connection.submit(
                header, command, 0, (correlation, outcome) -> answer.complete(new Outcome().copyFrom(outcome)));
        if (!taken) {
            answer.complete(connection.busy());
        }
        return answer;
    }

    /** Sends commands under new ids, in this order; the answers come in the same order. */
    public CompletableFuture<List<Outcome>> submitAll(final List<? extends Command> commands) {
        final List<CompletableFuture<Outcome>> answers = new ArrayList<>(commands.size());
        for (final Command command : commands) {
            answers.add(submit(command));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    /**
     * The form that allocates nothing for a command once it runs: an encoded message, whose bytes are copied, and a
     * callback.
     *
     * @return false when too many wait here already; then nothing was or will be done
     */
    public boolean submit(
            final HeapBuffer message,
            final int offset,
            final int length,
            final long correlation,
            final AnswerCallback callback) {
        return connection.submit(message, offset, length, correlation, callback);
    }

    /** The order with that id, if it is in memory. */
    public Optional<Reads.Order> order(final long orderId) {
        return await(connection.read(Reads.order(orderId, 0, ""), Reads::orderFrom));
    }

    /** The order with that number of the channel's own, if it is in memory. */
    public Optional<Reads.Order> order(final int channel, final String externalNumber) {
        return await(connection.read(Reads.order(0, channel, externalNumber), Reads::orderFrom));
    }

    /** Stock of a SKU at every warehouse, if there is such a SKU. */
    public Optional<Reads.Stock> stock(final int sku) {
        return await(connection.read(Reads.stock(sku), Reads::stockFrom));
    }

    /** What one line of an order of that channel may take of a SKU. */
    public Reads.Offer offer(final int sku, final int channel) {
        return await(connection.read(Reads.offer(sku, channel), Reads::offerFrom));
    }

    /** Number behind a code, 0 when there is none. */
    public int number(final Reads.Kind kind, final String code) {
        return await(connection.read(Reads.number(kind, code), Reads::numberFrom));
    }

    /** What the published view shows of up to 1,000 SKUs. */
    public List<Reads.Units> units(final int... skus) {
        return await(connection.read(Reads.units(skus), Reads::unitsFrom));
    }

    /**
     * Gives every event behind a cursor that is wanted to the listener, on a connection and a thread of its own, and goes
     * on by itself after a lost connection: at least once.
     *
     * @param from from an earlier event
     * @throws IllegalStateException when the client is closed
     */
    public EventStream events(final EventCursor from, final EventSelection wanted, final EventsListener listener) {
        return follow(from, false, wanted, listener);
    }

    /** The same, from the oldest event that is kept. */
    public EventStream eventsFromOldest(final EventSelection wanted, final EventsListener listener) {
        return follow(null, true, wanted, listener);
    }

    /** The same, from now on. */
    public EventStream eventsFromNow(final EventSelection wanted, final EventsListener listener) {
        return follow(null, false, wanted, listener);
    }

    private EventStream follow(
            final @Nullable EventCursor from,
            final boolean oldest,
            final EventSelection wanted,
            final EventsListener listener) {
        final EventFollower[] made = new EventFollower[1];
        final EventFollower follower = new EventFollower(
                options, from, oldest, wanted, listener, () -> streams.remove(Objects.requireNonNull(made[0])));
        made[0] = follower;
        streams.add(follower);
        // Behind the line above: whoever closes meanwhile finds it, or is found here.
        if (closed) {
            streams.remove(follower);
            throw new IllegalStateException("the client is closed");
        }
        follower.start();
        return follower;
    }

    /** Whether a gateway is connected now. */
    public boolean connected() {
        return connection.connected();
    }

    /** Closes the connection and the event streams. Commands without an answer are answered UNKNOWN if they were sent, else NOT_RUNNING. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(streams).forEach(EventStream::close);
        connection.close();
    }

    @Override
    public String toString() {
        return "TidegateClient of " + options;
    }

    private static <T> T await(final CompletableFuture<T> answer) {
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
