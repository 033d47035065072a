package dev.tidegate.journal;

import dev.tidegate.pipeline.JournalException;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of a folder through three steps, block by block: they are read and checked; the chain is extended by
 * them; they are replayed. The first two have threads of their own, which are a few blocks ahead of the replay at most, and
 * the last has the caller's. Or all have the caller's: what is replayed and what is thrown is the same.
 *
 * <p>What goes wrong in a step is thrown where it stands in the log, once everything before it has been replayed, and
 * nothing behind it is.
 */
final class ReplayLine {
    private static final int BLOCKS = 6;
    private static final long WAIT_MILLIS = 100;
    private static final long END_MILLIS = 30_000;

    private final ReplayChain chain;
    private final ReplayDelivery delivery;
    private final boolean hasThreads;
    private final BlockingQueue<ReplayBlock> free = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final BlockingQueue<ReplayBlock> read = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final BlockingQueue<ReplayBlock> chained = new ArrayBlockingQueue<>(BLOCKS + 1);
    private ReplayBlock current = new ReplayBlock();
    private int blocks = 1;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    /** The first step: adds every record to the line, and says where each segment ends. */
    @FunctionalInterface
    interface Reading {
        void run(ReplayLine line) throws IOException;
    }

    /** Unwinds the reading, for nobody wants more of it. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super(null, null, false, false);
        }
    }

    /** @param hasThreads whether the first two steps have threads of their own */
    ReplayLine(final ReplayChain chain, final ReplayDelivery delivery, final boolean hasThreads) {
        this.chain = chain;
        this.delivery = delivery;
        this.hasThreads = hasThreads;
    }

    /** Reads, checks and replays everything. Whatever it throws, no thread of it is left that reads. */
    void run(final Reading reading) throws IOException {
        if (hasThreads) {
            runAhead(reading);
        } else {
            read(reading);
        }
        final Throwable found = failure;
        if (found != null) {
            rethrow(found);
        }
    }

    private void runAhead(final Reading reading) throws IOException {
        final Thread reader = thread("journal-replay-read", () -> read(reading));
        final Thread hasher = thread("journal-replay-chain", this::extendAll);
        try {
            reader.start();
            hasher.start();
            boolean more = true;
            while (more) {
                final ReplayBlock block = next();
                more = !block.endsJournal();
                replay(block);
                block.clear();
                free.add(block);
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new JournalException(JournalException.Kind.IO, "interrupted while replaying; nothing was changed");
        } finally {
            stop(reader, hasher);
        }
    }

    private static Thread thread(final String name, final Runnable step) {
        final Thread thread = new Thread(step, name);
        thread.setDaemon(true);
        return thread;
    }

    private ReplayBlock next() throws InterruptedException, IOException {
        ReplayBlock block = chained.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        while (block == null) {
            final Throwable broken = failure;
            if (broken != null) {
                rethrow(broken);
            }
            block = chained.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
        return block;
    }

    // --- reading

    private void read(final Reading reading) {
        try {
            readAll(reading);
            handOver();
        } catch (final Stopped stop) {
            // Whoever stopped it knows why.
            return;
        } catch (final Throwable found) {
            failure = found;
        }
    }

    private void readAll(final Reading reading) {
        try {
            reading.run(this);
            current.endJournal(null);
        } catch (final Stopped stop) {
            throw stop;
        } catch (final Throwable found) {
            current.endJournal(found);
        }
    }

    /** Adds one checked record; only for the {@link Reading}. */
    void add(
            final FoundSegment segment, final byte[] bytes, final int offset, final int length, final long fileOffset) {
        if (!current.hasRoom(length)) {
            handOver();
        }
        current.add(segment, bytes, offset, length, fileOffset);
    }

    /** Says that {@code segment} is complete; only for the {@link Reading}. */
    void endSegment(final FoundSegment segment) {
        current.endSegment(segment);
        handOver();
    }

    private void handOver() {
        if (!hasThreads) {
            replayHere();
            return;
        }
        // Before the block is given away: what has no memory for another one ends behind this one.
        final boolean last = current.endsJournal();
        final ReplayBlock another = !last && blocks < BLOCKS && free.isEmpty() ? new ReplayBlock() : null;
        read.add(current);
        if (another != null) {
            blocks++;
            current = another;
        } else if (!last) {
            current = awaitFree();
        }
    }

    private ReplayBlock awaitFree() {
        try {
            ReplayBlock next = null;
            while (next == null && !stopped) {
                next = free.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (next != null) {
                return next;
            }
        } catch (final InterruptedException interrupted) {
            // By stop(), and by nobody else.
            Thread.currentThread().interrupt();
        }
        throw new Stopped();
    }

    private void replayHere() {
        try {
            extend(current);
            replay(current);
            current.clear();
        } catch (final Throwable found) {
            failure = found;
            throw new Stopped();
        }
    }

    // --- the chain

    private void extendAll() {
        try {
            boolean more = true;
            while (more && !stopped) {
                final ReplayBlock block = read.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (block != null) {
                    extend(block);
                    more = !block.endsJournal() && block.chainFailure() == null;
                    chained.add(block);
                }
            }
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (final Throwable found) {
            failure = found;
        }
    }

    /** Records behind which the reading failed are not looked at: what it found is what is told. */
    private void extend(final ReplayBlock block) {
        if (block.readFailure() == null) {
            try {
                chain.extend(block);
            } catch (final Throwable found) {
                block.failChain(found);
            }
        }
    }

    // --- the replay

    private void replay(final ReplayBlock block) throws IOException {
        delivery.deliver(block);
        final Throwable unread = block.readFailure();
        if (unread != null) {
            rethrow(unread);
        }
        final Throwable unchained = block.chainFailure();
        if (unchained != null) {
            throw Failures.of("compute the chain", unchained);
        }
    }

    private static void rethrow(final Throwable found) throws IOException {
        if (found instanceof IOException failure) {
            throw failure;
        }
        if (found instanceof Error error) {
            throw error;
        }
        throw found instanceof RuntimeException failure ? failure : new IllegalStateException(found);
    }

    /** Ends the threads, if they have not ended: an interrupt also closes the file that is being read. */
    private void stop(final Thread reader, final Thread hasher) {
        stopped = true;
        reader.interrupt();
        hasher.interrupt();
        join(reader);
        join(hasher);
    }

    /** A disk that does not answer keeps nobody for ever: that thread only reads, and ends when it is answered. */
    private static void join(final Thread thread) {
        boolean interrupted = false;
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        while (thread.isAlive() && System.nanoTime() < end) {
            try {
                thread.join(WAIT_MILLIS);
            } catch (final InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
