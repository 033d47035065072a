package dev.tidegate.simulation;

import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.OrderKeys;
import dev.tidegate.model.ReferenceOutcome;
import dev.tidegate.model.Step;
import dev.tidegate.simulation.disk.Chance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** All clients: they know what they were told, and ask again with the same bytes until they have a definite answer. */
final class Clients {
    private static final int TO_NODE = 21;
    private static final int FROM_NODE = 22;
    private static final int AGAIN = 23;
    private static final int MESSAGES_OF_CALL = 1 << 12;

    private final Setup setup;
    private final long seed;
    private final SentLog log;
    private final LongFunction<List<byte[]>> records;
    private final Network<Message> requests;
    private final Network<Reply> replies;
    private final OrderKeys known = new OrderKeys();
    private final CommandEncoder encoder = new CommandEncoder();
    private final HeapBuffer buffer = HeapBuffer.ofSize(1 << 18);
    private final List<Call> calls = new ArrayList<>();
    private final List<Call> open = new ArrayList<>();
    private final RealTime realTime = new RealTime();
    private final int[] messagesOf;
    private long repliesSent;

    /** One message of a call. */
    record Message(Call call, int sentAt) {}

    /** An answer on its way. */
    record Reply(Message to, Outcome outcome, @Nullable Entry entry) {}

    /**
     * No client yet.
     *
     * @param records with which an order has left, by its id: what a client has kept of the events
     */
    Clients(
            final long seed,
            final Setup setup,
            final SentLog log,
            final int most,
            final Map<String, Integer> counts,
            final LongFunction<List<byte[]>> records) {
        this.seed = seed;
        this.setup = setup;
        this.log = log;
        this.records = records;
        requests = new Network<>(seed, TO_NODE, setup, counts, "message");
        replies = new Network<>(seed, FROM_NODE, setup, counts, "reply");
        messagesOf = new int[most];
    }

    int openCalls() {
        return open.size();
    }

    List<Call> calls() {
        return calls;
    }

    /** Opens a call. */
    void call(final Step step, final int now, final boolean faulty) {
        final var command = known.own(step.command(), records);
        final int length = encoder.encode(step.header(), command, buffer, 0);
        final Call call = new Call(calls.size(), step, command, Arrays.copyOf(buffer.byteArray(), length));
        log.expect(call);
        calls.add(call);
        open.add(call);
        send(call, now, faulty);
    }

    /** Sends a call again, though it may have its answer. */
    void send(final Call call, final int now, final boolean faulty) {
        call.sentAt(now);
        final long identity = call.step().key() * MESSAGES_OF_CALL + messagesOf[call.number()]++;
        requests.send(new Message(call, now), now, identity, faulty);
    }

    /** Messages that reach the node now. */
    List<Message> arrivals(final int now) {
        return requests.arrivals(now);
    }

    /** The node answers. */
    void answer(final Message message, final Outcome outcome, final int now, final boolean faulty) {
        replies.send(
                new Reply(
                        message,
                        new Outcome().copyFrom(outcome),
                        outcome.sequence() > 0 ? log.entry(outcome.sequence()) : null),
                now,
                Chance.at(seed, AGAIN, repliesSent++).next(),
                faulty);
    }

    /** Takes the answers that arrive now, and asks again where none came. */
    void step(final int now, final boolean faulty) {
        for (final Reply reply : replies.arrivals(now)) {
            take(reply, now);
        }
        for (final Call call : open) {
            if (now - call.lastSent() >= setup.askAgainAfter()) {
                send(call, now, faulty);
            }
        }
    }

    private void take(final Reply reply, final int now) {
        final Outcome outcome = reply.outcome();
        // An answer may come in after the power has taken what it was about, where that is allowed.
        if (reply.entry() != null && log.has(outcome.sequence(), reply.entry())) {
            realTime.add(outcome.sequence(), reply.to().sentAt(), now);
        }
        final Call call = reply.to().call();
        if (isDefinite(outcome.code()) && call.answer() == null) {
            call.answered(outcome);
            open.remove(call);
            known.learn(call.step(), asReference(outcome));
        }
    }

    private static ReferenceOutcome asReference(final Outcome outcome) {
        // A repetition tells a client of its order as the first answer would have.
        return new ReferenceOutcome(outcome.code(), false, 0, 0, outcome.entityId(), 0, 0, 0, 0, List.of());
    }

    /** Whether an answer ends a call: everything but those that say "nothing was done" or "nobody knows". */
    static boolean isDefinite(final OutcomeCode code) {
        return switch (code) {
            case BUSY, DISK_LOW, NOT_RUNNING, UNKNOWN -> false;
            default -> true;
        };
    }

    boolean isQuiet() {
        return open.isEmpty() && requests.isEmpty() && replies.isEmpty();
    }

    /** What was answered behind that sequence did not survive, and what comes now may take its numbers. */
    void cutBehind(final long sequence) {
        realTime.cutBehind(sequence);
    }

    RealTime realTime() {
        return realTime;
    }
}
