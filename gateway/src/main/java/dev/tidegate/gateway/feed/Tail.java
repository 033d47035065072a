package dev.tidegate.gateway.feed;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.EventSubscription;
import dev.tidegate.pipeline.SubscribeAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, taken from the event log by one subscription and kept in memory for everybody who is near the end.
 * Holds up to so many bytes of them; what is older is dropped whoever still needs it.
 */
final class Tail implements CursorListener {
    private static final int BATCH_BYTES = 32 * 1024;

    private final int mostBytes;
    private final Runnable grew;
    private final Deque<EventBatch> batches = new ArrayDeque<>();
    private final EventBatch.Builder open = new EventBatch.Builder(BATCH_BYTES);
    private final long epoch;
    private int bytes;
    private long first;
    private long last;
    private volatile @Nullable EventSubscription subscription;
    private volatile @Nullable End end;

    private Tail(final EventCursor from, final int mostBytes, final Runnable grew) {
        epoch = from.epoch();
        first = from.sequence() + 1;
        last = from.sequence();
        this.mostBytes = mostBytes;
        this.grew = grew;
    }

    /**
     * Follows a log from its newest event on.
     *
     * @param grew is run after an event was added, on the thread that adds
     * @throws IllegalStateException when the log gives no events
     */
    static Tail follow(final EventLog log, final int mostBytes, final Runnable grew) {
        // Asked once: an event between two answers would be neither here nor before this.
        final EventCursor newest = log.newest();
        final Tail tail = new Tail(newest, mostBytes, grew);
        final SubscribeAnswer answer = log.subscribe(newest, Long.MAX_VALUE, tail);
        if (!(answer instanceof final SubscribeAnswer.Started started)) {
            throw new IllegalStateException(
                    answer instanceof final SubscribeAnswer.Unavailable none ? none.reason() : answer.toString());
        }
        tail.subscription = started.subscription();
        return tail;
    }

    /** Takes no more events. */
    void close() {
        final EventSubscription now = subscription;
        if (now != null) {
            now.close();
        }
    }

    @Override
    public void event(
            final long ofEpoch,
            final long event,
            final long sequence,
            final long timeMillis,
            final HeapBuffer buffer,
            final int offset,
            final int length) {
        synchronized (this) {
            open.add(ofEpoch, event, sequence, timeMillis, buffer, offset, length);
            if (open.bytes() >= BATCH_BYTES) {
                seal();
            }
        }
        grew.run();
    }

    @Override
    public void ended(final EventCursor resumeFrom, final End why) {
        seal();
        end = why;
        grew.run();
    }

    /** Why nothing more comes; null while something may. */
    @Nullable
    End end() {
        return end;
    }

    long epoch() {
        return epoch;
    }

    /** Makes what came since the last call visible. */
    synchronized void seal() {
        if (open.isEmpty()) {
            return;
        }
        final EventBatch batch = open.build();
        final EventBatch before = batches.peekLast();
        batches.addLast(batch);
        bytes += batch.bytes();
        last = batch.lastEvent();
        if (before != null) {
            before.next = batch;
        }
        while (bytes > mostBytes && batches.size() > 1) {
            final EventBatch oldest = batches.removeFirst();
            bytes -= oldest.bytes();
            oldest.dropped = true;
            first = oldest.lastEvent() + 1;
        }
    }

    /** The oldest event that is here, or will be the first. */
    synchronized long first() {
        return first;
    }

    /** The batch that holds an event; null when it is not here yet, or not any more. */
    synchronized @Nullable EventBatch find(final long event) {
        if (event > last) {
            return null;
        }
        for (final Iterator<EventBatch> newestFirst = batches.descendingIterator(); newestFirst.hasNext(); ) {
            final EventBatch batch = newestFirst.next();
            if (batch.firstEvent() <= event) {
                return event <= batch.lastEvent() ? batch : null;
            }
        }
        return null;
    }
}
