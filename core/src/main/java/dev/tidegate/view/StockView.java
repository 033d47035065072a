package dev.tidegate.view;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is left of every SKU, for everybody to poll: any number of threads read it without a lock and without holding up
 * the engine, whose thread alone writes it, once a batch, only where something changed. In DISK nothing stands here
 * before its batch was forced; an answer, a read or an event never comes before what it tells stands here.
 *
 * <p>Each SKU is read whole: its units, flags and sequence belong together. Two SKUs may be of two moments.
 */
public final class StockView {
    /** Is given what was read, without a new object. */
    @FunctionalInterface
    public interface Reader {
        /** See {@link UnitsLeft}; {@code sequence} is 0, and all else nothing, when there is no such SKU. */
        void sku(int sku, long units, long allotted, boolean frozen, boolean soldOut, long sequence);
    }

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
    private static final int STRIDE = 4;
    private static final int STAMP = 0;
    private static final int UNITS = 1;
    private static final int ALLOTTED = 2;

    /** A stamp: the sequence above these. An odd one is being written. */
    private static final long WRITING = 1;

    private static final long SOLD_OUT = 2;
    private static final long FROZEN = 4;
    private static final int SEQUENCE_SHIFT = 3;

    private final Waiters waiters = new Waiters();
    /** Pieces that never move once they are here. */
    private volatile long[][] chunks = {};

    private volatile long sequence;

    StockView() {}

    /** Everything up to this command is published. */
    public long sequence() {
        return sequence;
    }

    /** What is left of a SKU; null when there is none of that number. */
    public @Nullable UnitsLeft get(final int sku) {
        final Single reader = new Single();
        read(sku, reader);
        return reader.found;
    }

    /** Units left of a SKU; 0 when there is none of that number. */
    public long units(final int sku) {
        final long @Nullable [] chunk = chunk(sku);
        // One word is never torn, and one word is all that is asked for.
        return chunk == null ? 0 : (long) WORDS.getAcquire(chunk, base(sku) + UNITS);
    }

    /** Gives what is left of a SKU; allocates nothing. */
    public void read(final int sku, final Reader reader) {
        final long @Nullable [] chunk = chunk(sku);
        if (chunk == null) {
            reader.sku(sku, 0, 0, false, false, 0);
            return;
        }
        final int base = base(sku);
        while (true) {
            final long stamp = (long) WORDS.getAcquire(chunk, base + STAMP);
            final long units = (long) WORDS.getOpaque(chunk, base + UNITS);
            final long allotted = (long) WORDS.getOpaque(chunk, base + ALLOTTED);
            VarHandle.acquireFence();
            if ((stamp & WRITING) == 0 && (long) WORDS.getOpaque(chunk, base + STAMP) == stamp) {
                reader.sku(
                        sku, units, allotted, (stamp & FROZEN) != 0, (stamp & SOLD_OUT) != 0, stamp >>> SEQUENCE_SHIFT);
                return;
            }
            Thread.onSpinWait();
        }
    }

    /** Gives what is left of several SKUs, in their order; allocates nothing. */
    public void readAll(final int[] skus, final Reader reader) {
        for (final int sku : skus) {
            read(sku, reader);
        }
    }

    /**
     * Waits until commands behind {@code known} are published. One thread should do this for many who want to know: at
     * most {@value Waiters#MOST} may wait at once.
     *
     * @param known from {@link #sequence()}
     * @param timeoutNanos how long at most
     * @return the sequence now, {@code known} or less when the time is over or the thread was interrupted
     * @throws IllegalStateException when too many wait already
     */
    public long awaitBehind(final long known, final long timeoutNanos) {
        final long end = System.nanoTime() + timeoutNanos;
        long now = sequence;
        long left = timeoutNanos;
        while (now <= known && left > 0 && !Thread.currentThread().isInterrupted()) {
            waiters.enter();
            now = sequence;
            if (now <= known) {
                waiters.sleep(left);
                now = sequence;
            }
            left = end - System.nanoTime();
        }
        return now;
    }

    /** Whether the SKU stands here as sold out, as seen by the shield. */
    boolean soldOut(final int sku) {
        final long @Nullable [] chunk = chunk(sku);
        return chunk != null && ((long) WORDS.getAcquire(chunk, base(sku) + STAMP) & SOLD_OUT) != 0;
    }

    /** The writer's: how a SKU stands as of that command. */
    void write(
            final int sku,
            final long units,
            final long allotted,
            final boolean frozen,
            final boolean soldOut,
            final long asOf) {
        final long[] chunk = chunkToWrite(sku);
        final int base = base(sku);
        WORDS.setOpaque(chunk, base + STAMP, (long) WORDS.get(chunk, base + STAMP) | WRITING);
        VarHandle.storeStoreFence();
        WORDS.setOpaque(chunk, base + UNITS, units);
        WORDS.setOpaque(chunk, base + ALLOTTED, allotted);
        final long flags = (frozen ? FROZEN : 0) | (soldOut ? SOLD_OUT : 0);
        WORDS.setRelease(chunk, base + STAMP, asOf << SEQUENCE_SHIFT | flags);
    }

    /** The writer's: a SKU that was written before is sold out, or not known to be any more. */
    void soldOut(final int sku, final boolean soldOut) {
        final long[] chunk = chunkToWrite(sku);
        final int base = base(sku);
        final long stamp = (long) WORDS.get(chunk, base + STAMP);
        WORDS.setRelease(chunk, base + STAMP, soldOut ? stamp | SOLD_OUT : stamp & ~SOLD_OUT);
    }

    /** The writer's: everything up to that command stands here. */
    void published(final long asOf) {
        sequence = asOf;
        waiters.wakeAll();
    }

    private static int base(final int sku) {
        return (sku & CHUNK_MASK) * STRIDE;
    }

    private long @Nullable [] chunk(final int sku) {
        final long[][] all = chunks;
        final int index = sku >>> CHUNK_BITS;
        return index < all.length ? all[index] : null;
    }

    private long[] chunkToWrite(final int sku) {
        final int index = sku >>> CHUNK_BITS;
        if (index >= chunks.length) {
            final long[][] more = Arrays.copyOf(chunks, Math.max(index + 1, chunks.length + chunks.length / 2));
            for (int i = chunks.length; i < more.length; i++) {
                more[i] = new long[STRIDE << CHUNK_BITS];
            }
            chunks = more;
        }
        return chunks[index];
    }

    /** Keeps what it is given. */
    private static final class Single implements Reader {
        @Nullable
        UnitsLeft found;

        @Override
        public void sku(
                final int sku,
                final long units,
                final long allotted,
                final boolean frozen,
                final boolean soldOut,
                final long sequence) {
            found = sequence == 0 ? null : new UnitsLeft(sku, units, allotted, frozen, soldOut, sequence);
        }
    }
}
