package dev.tidegate.client;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** The reads that wait for their answers; guarded by the client's lock. */
final class PendingReads {

    private static final class Read {
        final byte[] frame;
        final CompletableFuture<HeapBuffer> answer;
        final long deadlineNanos;
        long notBeforeNanos;
        boolean sent;

        Read(final byte[] frame, final CompletableFuture<HeapBuffer> answer, final long deadlineNanos) {
            this.frame = frame;
            this.answer = answer;
            this.deadlineNanos = deadlineNanos;
        }
    }

    private final Map<Long, Read> reads = new HashMap<>();
    private long made;
    private int unsent;

    void add(final byte[] frame, final CompletableFuture<HeapBuffer> answer, final long deadlineNanos) {
        new HeapBuffer(frame).putLong(Wire.LENGTH_BYTES + Wire.HEADER_BYTES, ++made);
        reads.put(made, new Read(frame, answer, deadlineNanos));
        unsent++;
    }

    boolean sendable(final long nowNanos) {
        return unsent > 0 && reads.values().stream().anyMatch(read -> !read.sent && read.notBeforeNanos <= nowNanos);
    }

    /** A frame to send, or null. */
    byte @Nullable [] next(final long nowNanos) {
        if (unsent > 0) {
            for (final Read read : reads.values()) {
                if (!read.sent && read.notBeforeNanos <= nowNanos) {
                    read.sent = true;
                    unsent--;
                    return read.frame;
                }
            }
        }
        return null;
    }

    void reconnected() {
        reads.values().forEach(read -> read.sent = false);
        unsent = reads.size();
    }

    @Nullable
    CompletableFuture<HeapBuffer> answered(final long correlation) {
        final Read read = reads.remove(correlation);
        if (read != null && !read.sent) {
            unsent--;
        }
        return read == null ? null : read.answer;
    }

    /** Has a read sent again at that time; null, because it has no answer yet. */
    @Nullable
    CompletableFuture<HeapBuffer> again(final long correlation, final long notBeforeNanos) {
        final Read read = reads.get(correlation);
        if (read != null && read.sent) {
            read.sent = false;
            read.notBeforeNanos = notBeforeNanos;
            unsent++;
        }
        return null;
    }

    /** Answers those whose time is over, outside of the lock. */
    void expire(final Lock lock, final boolean all, final long nowNanos) {
        final List<CompletableFuture<HeapBuffer>> over = new ArrayList<>();
        lock.lock();
        try {
            for (final Iterator<Read> each = reads.values().iterator(); each.hasNext(); ) {
                final Read read = each.next();
                if (all || read.deadlineNanos - nowNanos <= 0) {
                    each.remove();
                    unsent -= read.sent ? 0 : 1;
                    over.add(read.answer);
                }
            }
        } finally {
            lock.unlock();
        }
        over.forEach(
                answer -> answer.completeExceptionally(new ReadException(OutcomeCode.UNKNOWN, "no answer in time")));
    }
}
