package dev.tidegate.crash;

import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.message.Command;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The callers of a {@link Sale} over the binary protocol. Each has one operation under way, and asks again under the same
 * id until it knows.
 */
final class RemoteSale implements AutoCloseable {
    private static final Set<OutcomeCode> AGAIN =
            EnumSet.of(OutcomeCode.UNKNOWN, OutcomeCode.BUSY, OutcomeCode.NOT_RUNNING);
    private static final int EACH_SECONDS = 600;

    final long epochMillis = System.currentTimeMillis();
    private final Answers answers = new Answers();
    private final List<Thread> threads = new ArrayList<>();
    private final List<TidegateClient> clients = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;
    private volatile int unknown;

    /** From when a caller asked for the first time until it had a definite answer. */
    private record Wait(long fromNanos, long toNanos) {}

    /** Makes what is sold, then begins with every caller on a connection of its own. */
    RemoteSale(final int port, final Duration timeout) throws IOException {
        final TidegateClient first = connect(port, timeout);
        final List<Command> opening = Sale.opening();
        for (int i = 0; i < opening.size(); i++) {
            ask(first, Sale.OPENING, i, opening.get(i));
        }
        for (int caller = 0; caller < Sale.CALLERS; caller++) {
            final int number = caller;
            final TidegateClient client = connect(port, timeout);
            final Thread thread = new Thread(() -> sell(client, number));
            thread.start();
            threads.add(thread);
        }
    }

    private TidegateClient connect(final int port, final Duration timeout) throws IOException {
        final TidegateClient client = TidegateClient.connect(
                ClientOptions.of("127.0.0.1", port).withTimeout(timeout).withLongestPause(Duration.ofMillis(100)));
        clients.add(client);
        return client;
    }

    private void sell(final TidegateClient client, final int caller) {
        try {
            long order = 0;
            for (long number = 0; !stopping; number++) {
                final Outcome outcome = ask(client, caller, number, Sale.command(caller, number, order));
                order = outcome.accepted() && number % 3 == 0 ? outcome.entityId() : 0;
            }
        } catch (final Throwable failure) {
            failures.add(failure);
        }
    }

    private Outcome ask(final TidegateClient client, final int caller, final long number, final Command command) {
        final long from = System.nanoTime();
        final long until = from + TimeUnit.SECONDS.toNanos(EACH_SECONDS);
        while (System.nanoTime() < until) {
            final long before = System.nanoTime();
            final Outcome outcome = client.submit(Sale.header(epochMillis, caller, number), command)
                    .join();
            if (!AGAIN.contains(outcome.code())) {
                final long now = System.nanoTime();
                latencies.add(now - before);
                waits.add(new Wait(from, now));
                final long place = outcome.duplicate() ? outcome.firstSequence() : outcome.sequence();
                synchronized (answers) {
                    answers.add("answer " + caller + " " + number + " " + outcome.code() + " " + place + " "
                            + outcome.entityId());
                }
                return outcome;
            }
            synchronized (answers) {
                unknown += outcome.code() == OutcomeCode.UNKNOWN ? 1 : 0;
            }
            pause();
        }
        throw new AssertionError("caller " + caller + " never learnt what became of " + number);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers that said nothing, so that somebody asked again. */
    int unknown() {
        return unknown;
    }

    /** How many had asked by then and had their answer later. */
    long waitingAt(final long nanos) {
        return waits.stream()
                .filter(wait -> wait.fromNanos - nanos < 0 && nanos - wait.toNanos < 0)
                .count();
    }

    /** Answers so far. */
    int answered() {
        return latencies.size();
    }

    /** The median of the answers since the last call, in nanoseconds. */
    long medianNanos() {
        final List<Long> since = new ArrayList<>();
        for (Long one = latencies.poll(); one != null; one = latencies.poll()) {
            since.add(one);
        }
        since.sort(null);
        return since.isEmpty() ? 0 : since.get(since.size() / 2);
    }

    /** Lets every caller end with an answer; all of them. */
    Answers end() throws InterruptedException {
        stopping = true;
        for (final Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(EACH_SECONDS));
            if (thread.isAlive()) {
                throw new AssertionError("a caller hangs");
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.peek());
        }
        return answers;
    }

    @Override
    public void close() {
        stopping = true;
        clients.forEach(TidegateClient::close);
    }
}
