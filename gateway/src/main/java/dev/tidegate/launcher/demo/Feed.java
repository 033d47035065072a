package dev.tidegate.launcher.demo;

import dev.tidegate.CommandIds;
import dev.tidegate.Tidegate;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.Callback;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.Intake;
import dev.tidegate.pipeline.JournalException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gives commands to Tidegate in rounds: all commands of one moment, many in one go, then their answers in the same
 * order. So a run is the same for the same seed, whatever the threads do.
 */
final class Feed implements Callback {
    private static final int LENGTH_BYTES = 4;
    private static final int COMMANDS_AT_ONCE = 64;
    private static final long BUSY_PAUSE_NANOS = 20_000;

    private final Tidegate tidegate;
    private final GivenTime time;
    private final CommandIds ids;
    private final @Nullable Tape tape;
    private final CommandEncoder encoder = new CommandEncoder();
    private final HeapBuffer frames = HeapBuffer.ofSize(COMMANDS_AT_ONCE * 1024);
    private final Semaphore answered = new Semaphore(0);
    private OutcomeCode[] codes = new OutcomeCode[1024];
    private long[] entities = new long[1024];
    private int framesLength;
    private int framesCommands;
    private int given;
    private int seen;
    private long commands;

    Feed(final Tidegate tidegate, final GivenTime time, final long seed, final @Nullable Tape tape) {
        this.tidegate = tidegate;
        this.time = time;
        this.tape = tape;
        ids = new CommandIds(time::nowMillis, seed);
    }

    /** Begins a round at that time. */
    void begin(final long millis) {
        time.moveTo(millis);
        given = 0;
        seen = 0;
    }

    /** Adds a command to the round; its answer has the index of its place. */
    void give(final Command command) {
        if (given == codes.length) {
            // No answer is on its way while the arrays change.
            awaitAnswers();
            codes = Arrays.copyOf(codes, 2 * given);
            entities = Arrays.copyOf(entities, 2 * given);
        }
        final int length = encoder.encode(ids.next(), command, frames, framesLength + LENGTH_BYTES);
        frames.putInt(framesLength, length);
        framesLength += LENGTH_BYTES + length;
        given++;
        commands++;
        if (++framesCommands == COMMANDS_AT_ONCE) {
            submit();
        }
    }

    /** Waits until every command so far has its answer. */
    void awaitAnswers() {
        submit();
        answered.acquireUninterruptibly(given - seen);
        for (; seen < given; seen++) {
            if (codes[seen].number() / 100 == 1) {
                throw stopped(tidegate, codes[seen]);
            }
        }
    }

    /** Gives one command in a round of its own and returns the number it is answered with. */
    int define(final long millis, final Command command) {
        begin(millis);
        give(command);
        awaitAnswers();
        if (!codes[0].accepted()) {
            throw new IllegalStateException(command + " was refused: " + codes[0]);
        }
        return Math.toIntExact(entities[0]);
    }

    OutcomeCode code(final int index) {
        return codes[index];
    }

    long entity(final int index) {
        return entities[index];
    }

    long commands() {
        return commands;
    }

    private void submit() {
        if (framesCommands > 0) {
            submit(tidegate, frames, framesLength, given - framesCommands, this);
            if (tape != null) {
                tape.add(time.nowMillis(), frames, framesLength);
            }
            framesLength = 0;
            framesCommands = 0;
        }
    }

    /** Submits frames, waiting while the ring is full. */
    static void submit(
            final Tidegate tidegate,
            final HeapBuffer frames,
            final int length,
            final long firstCorrelation,
            final Callback callback) {
        Intake intake = Intake.BUSY;
        while (intake == Intake.BUSY) {
            intake = tidegate.pipeline().submitFrames(frames, 0, length, firstCorrelation, callback);
            if (intake == Intake.BUSY) {
                LockSupport.parkNanos(BUSY_PAUSE_NANOS);
            }
        }
        if (intake != Intake.TAKEN) {
            throw stopped(tidegate, intake.code());
        }
    }

    private static RuntimeException stopped(final Tidegate tidegate, final OutcomeCode code) {
        if (code == OutcomeCode.DISK_LOW) {
            return new JournalException(JournalException.Kind.DISK_FULL, "the disk has no room for the journal");
        }
        return tidegate.state().cause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(code + ": " + tidegate.state().reason());
    }

    @Override
    public void completed(final long correlation, final Outcome outcome) {
        codes[(int) correlation] = outcome.code();
        entities[(int) correlation] = outcome.entityId();
        answered.release();
    }
}
