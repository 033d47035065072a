package dev.tidegate.launcher.replay;

import dev.tidegate.Tidegate;
import dev.tidegate.engine.EngineReads.RememberedView;
import dev.tidegate.launcher.ProofException;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.JournalException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives the engine the commands of a replay in their order, each once. As long as the engine remembers them they are
 * answered from its memory; the first that it does not know is submitted, and so is all that follows.
 *
 * <p>A command that the disk has no room for is refused, and a smaller one behind it might still be taken. A command
 * left out could never be put in again at its place. So there is more than one on the way only while there is ample room.
 *
 * <p>Nothing else gives the engine commands, and nothing becomes due at given time, so the n-th command has sequence n.
 * That is checked of every one: a command that was lost, doubled or put in by another hand does not pass.
 */
final class ReplayFeed {
    private static final int MOST_IN_FLIGHT = 256;
    /** Far more than a journal allocates ahead and that many commands take. */
    private static final long AMPLE_BYTES = 256L << 20;

    private final Tidegate tidegate;
    private final GivenTime time;
    private final FileStore store;
    private final long recoveredSequence;
    private final Map<CommandHeader, RememberedView> remembered = new HashMap<>();
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private boolean resuming = true;
    private long commands;

    /** Takes the answer to a command. */
    @FunctionalInterface
    interface Receiver {
        void answered(OutcomeCode code, long entityId);
    }

    private record InFlight(long sequence, Command command, CompletableFuture<Outcome> answer, Receiver receiver) {}

    /** Feeds a Tidegate whose folder lies in {@code store}. */
    ReplayFeed(final Tidegate tidegate, final GivenTime time, final FileStore store) {
        this.tidegate = tidegate;
        this.time = time;
        this.store = store;
        recoveredSequence = tidegate.recovery().lastSequence();
    }

    /** How many commands have been given, those of earlier runs included. */
    long commands() {
        return commands;
    }

    /** Asks at once for what is remembered of commands that come next; costs nothing once there is none. */
    void lookUp(final List<CommandHeader> headers) {
        if (!resuming) {
            return;
        }
        remembered.clear();
        final List<RememberedView> views = tidegate.read(reads -> headers.stream()
                        .map(header -> reads.remembered(header.principal(), header.idHigh(), header.idLow()))
                        .toList())
                .join();
        for (int i = 0; i < headers.size(); i++) {
            remembered.put(headers.get(i), views.get(i));
        }
    }

    /**
     * Gives a command. The answer may come now or later, at the latest in {@link #settle()}, on the caller's thread.
     *
     * @param header looked up before
     */
    void give(final CommandHeader header, final long timeMillis, final Command command, final Receiver receiver) {
        commands++;
        final RememberedView view = resuming ? remembered.get(header) : null;
        final OutcomeCode code = view == null ? null : view.code();
        if (view != null && code != null) {
            requireSequence(command, commands, view.sequence());
            receiver.answered(code, view.entityId());
            return;
        }
        if (resuming) {
            endResuming();
        }
        if (inFlight.size() == MOST_IN_FLIGHT || !inFlight.isEmpty() && !hasAmpleRoom()) {
            settle();
        }
        time.moveTo(timeMillis);
        inFlight.add(new InFlight(commands, command, submit(header, command), receiver));
    }

    private boolean hasAmpleRoom() {
        try {
            return store.getUsableSpace() >= AMPLE_BYTES;
        } catch (final IOException unknown) {
            // One command at a time is always right.
            return false;
        }
    }

    private void endResuming() {
        ProofException.requireEqual("the number of commands in the folder", commands - 1, recoveredSequence);
        resuming = false;
        remembered.clear();
    }

    private CompletableFuture<Outcome> submit(final CommandHeader header, final Command command) {
        while (true) {
            final CompletableFuture<Outcome> answer = tidegate.submit(header, command);
            if (!answer.isDone() || answer.join().code() != OutcomeCode.BUSY) {
                return answer;
            }
            settle();
            Thread.onSpinWait();
        }
    }

    /** Waits until every command given has been answered. */
    void settle() {
        for (InFlight next = inFlight.poll(); next != null; next = inFlight.poll()) {
            final Outcome outcome = next.answer.join();
            if (outcome.code().number() / 100 == 1) {
                throw stopped(outcome.code());
            }
            requireSequence(next.command, next.sequence, outcome.sequence());
            if (outcome.duplicate()) {
                throw new ProofException(next.command + " was given twice");
            }
            next.receiver.answered(outcome.code(), outcome.entityId());
        }
    }

    /** Checks that there is nothing in the engine that was not given here. */
    void end() {
        settle();
        ProofException.requireEqual(
                "the number of commands in the folder",
                commands,
                tidegate.digest().sequence());
    }

    /** The text of a large order takes longer than the order itself, so it is made only when it is needed. */
    private static void requireSequence(final Command command, final long expected, final long found) {
        if (expected != found) {
            throw new ProofException("sequence should be " + expected + " but is " + found + ": " + command);
        }
    }

    private RuntimeException stopped(final OutcomeCode code) {
        if (code == OutcomeCode.DISK_LOW) {
            return new JournalException(
                    JournalException.Kind.DISK_FULL, "the disk has no room for the journal; make some and run again");
        }
        final @Nullable Throwable cause = tidegate.state().cause();
        return cause instanceof RuntimeException known
                ? known
                : new IllegalStateException(code + ": " + tidegate.state().reason(), cause);
    }
}
