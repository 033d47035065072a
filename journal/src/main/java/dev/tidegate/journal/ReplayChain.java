package dev.tidegate.journal;

import dev.tidegate.journal.log.LogPort;
import dev.tidegate.pipeline.JournalException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the chain while a journal is replayed, in a thread of its own, since hashing is slower than all else that a
 * replay does.
 *
 * <p>Every head that an envelope records is compared. See {@link KnownHeads}.
 */
final class ReplayChain implements AutoCloseable {
    private static final int BLOCKS = 4;
    private static final int BLOCK_BYTES = LogPort.MAX_RECORD_BYTES;
    private static final int MAX_ENVELOPES = BLOCK_BYTES / Envelope.HEADER_BYTES;
    private static final long WAIT_MILLIS = 100;

    private final Chain chain;
    private final long[] kept;
    private final @Nullable String[] keptHeads;
    private final KnownHeads heads;
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread thread = new Thread(this::run, "journal-replay-chain");
    private final boolean hasThread;
    private Block current;
    private int blocks = 1;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    /** Envelopes of one segment, and whether it ends behind them. */
    private static final class Block {
        final byte[] bytes = new byte[BLOCK_BYTES];
        final long[] offsets = new long[MAX_ENVELOPES];
        int used;
        int count;
        FoundSegment segment = FoundSegment.NONE;
        boolean endsSegment;
        boolean endsJournal;
    }

    /**
     * @param chain the chain behind the record before the first
     * @param kept numbers of records, rising, whose heads {@link #head} will give
     * @param hasThread whether it computes in a thread of its own, and not in that of its caller
     */
    ReplayChain(final Chain chain, final long[] kept, final boolean hasThread) {
        this.hasThread = hasThread;
        this.chain = chain;
        this.kept = kept;
        this.keptHeads = new String[kept.length];
        heads = new KnownHeads(chain);
        keepHead();
        this.current = new Block();
        thread.setDaemon(true);
        if (hasThread) {
            thread.start();
        }
    }

    /** Adds one checked envelope. */
    void add(
            final FoundSegment segment, final byte[] bytes, final int offset, final int length, final long fileOffset) {
        if (current.used + length > BLOCK_BYTES || current.count == MAX_ENVELOPES) {
            flush();
        }
        System.arraycopy(bytes, offset, current.bytes, current.used, length);
        current.segment = segment;
        current.offsets[current.count++] = fileOffset;
        current.used += length;
    }

    /** Says that {@code segment} is complete: its head is set, or compared when it has one. */
    void endSegment(final FoundSegment segment) {
        current.segment = segment;
        current.endsSegment = true;
        flush();
    }

    /** Waits for the last head; throws what the comparison found. */
    Chain finish() {
        current.endsJournal = true;
        flush();
        try {
            thread.join();
        } catch (final InterruptedException interrupted) {
            throw interruptedWhileReplaying();
        }
        throwFailure();
        return chain;
    }

    /** The head after the i-th of the records that were to be kept; null when the log did not reach it. */
    @Nullable
    String head(final int index) {
        return keptHeads[index];
    }

    private void keepHead() {
        final int index = Arrays.binarySearch(kept, chain.record());
        if (index >= 0) {
            keptHeads[index] = chain.headHex();
        }
    }

    /** Ends the thread, if it has not ended. */
    @Override
    public void close() {
        stopped = true;
    }

    private void flush() {
        if (!hasThread) {
            take(current);
            empty(current);
            return;
        }
        full.add(current);
        try {
            Block next = free.poll();
            if (next == null && blocks < BLOCKS) {
                blocks++;
                next = new Block();
            }
            while (next == null) {
                throwFailure();
                next = free.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            }
            current = next;
        } catch (final InterruptedException interrupted) {
            throw interruptedWhileReplaying();
        }
        throwFailure();
    }

    private void throwFailure() {
        final Throwable found = failure;
        if (found != null) {
            throw Failures.of("compute the chain", found);
        }
    }

    private static JournalException interruptedWhileReplaying() {
        Thread.currentThread().interrupt();
        return new JournalException(JournalException.Kind.IO, "interrupted while replaying; nothing was changed");
    }

    private void run() {
        try {
            boolean more = true;
            while (more && !stopped) {
                final Block block = full.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (block != null) {
                    take(block);
                    more = !block.endsJournal;
                    recycle(block);
                }
            }
        } catch (final Throwable found) {
            failure = found;
        }
    }

    private void recycle(final Block block) {
        empty(block);
        free.add(block);
    }

    private static void empty(final Block block) {
        block.used = 0;
        block.count = 0;
        block.endsSegment = false;
        block.endsJournal = false;
    }

    private void take(final Block block) {
        final Envelope envelope = new Envelope();
        int at = 0;
        for (int i = 0; i < block.count; i++) {
            envelope.wrap(block.bytes, at);
            compareHead(block, envelope, block.offsets[i]);
            final int length = envelope.totalBytes();
            chain.extend(block.bytes, at, length);
            heads.add();
            keepHead();
            at += length;
        }
        if (block.endsSegment) {
            block.segment.endsWithHead(chain.headHex());
        }
    }

    private void compareHead(final Block block, final Envelope envelope, final long fileOffset) {
        final String fault = heads.fault(envelope, block.bytes);
        if (fault != null) {
            throw block.segment.differs(DamageException.Of.CHAIN, fileOffset, envelope.sequence(), fault);
        }
    }
}
