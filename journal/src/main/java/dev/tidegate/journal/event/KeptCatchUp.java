package dev.tidegate.journal.event;

import dev.tidegate.pipeline.JournalReplay;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The replay that closes gaps, kept for a while behind one. A second engine costs memory; but soon after one gap the next may
 * come, and a new one would begin at the start.
 */
final class KeptCatchUp implements Closeable {
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final @Nullable JournalReplay replay;
    private final Supplier<CommandTail> tails;
    private @Nullable CatchUp kept;
    private long usedAt;

    /**
     * @param replay makes replays; null when there is none, and no gap can be closed
     * @param tails read the journal from its beginning
     */
    KeptCatchUp(final @Nullable JournalReplay replay, final Supplier<CommandTail> tails) {
        this.replay = replay;
        this.tails = tails;
    }

    /** Whether gaps can be closed at all. */
    boolean isPossible() {
        return replay != null;
    }

    /** The one that is kept, or a new one. */
    CatchUp take(final EventWriter to, final BooleanSupplier waitForRoom) {
        CatchUp taken = kept;
        if (taken == null) {
            final JournalReplay another = replay == null ? null : replay.another();
            if (another == null) {
                throw new IllegalStateException("the queue was too small and there is nothing to catch up with");
            }
            taken = new CatchUp(another, tails.get(), to, waitForRoom);
            kept = taken;
        }
        return taken;
    }

    /** Says that a gap was closed now. */
    void used() {
        usedAt = System.nanoTime();
    }

    /** Nanoseconds after which it is worth looking whether it is old. */
    long mostSleepNanos() {
        return kept == null ? Long.MAX_VALUE : KEEP_NANOS;
    }

    /** Lets go of it, when no gap came for long. */
    void dropWhenOld() throws IOException {
        if (kept != null && System.nanoTime() - usedAt > KEEP_NANOS) {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        final CatchUp over = kept;
        kept = null;
        if (over != null) {
            over.close();
        }
    }
}
