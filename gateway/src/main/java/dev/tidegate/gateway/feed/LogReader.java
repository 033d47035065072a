package dev.tidegate.gateway.feed;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventSubscription;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads old events for one subscription, on the log's thread, until it has reached the tail. It is never more than a few
 * batches ahead of the connection; a connection that holds its turn up while others wait for one loses it.
 */
final class LogReader implements CursorListener {
    private static final int BATCH_BYTES = 32 * 1024;
    private static final int BATCHES_AHEAD = 2;
    private static final long LOOK_MILLIS = 50;

    private final Feed feed;
    private final Subscriber subscriber;
    private final Tail tail;
    private final long giveWayNanos;
    /** None before the subscription knows of its reader. */
    private final Semaphore ahead = new Semaphore(0);

    private final EventBatch.Builder builder = new EventBatch.Builder(BATCH_BYTES);
    private long waitedNanos;
    private volatile @Nullable EventSubscription subscription;
    private volatile boolean over;

    /** {@code giveWayNanos} is how long, in all, the connection may let its turn wait once others wait for one. */
    LogReader(final Feed feed, final Subscriber subscriber, final Tail tail, final long giveWayNanos) {
        this.feed = feed;
        this.subscriber = subscriber;
        this.tail = tail;
        this.giveWayNanos = giveWayNanos;
    }

    /** The log reads for it now, and the subscription knows of it. */
    void started(final EventSubscription now) {
        subscription = now;
        if (over) {
            now.close();
        }
        ahead.release(BATCHES_AHEAD);
    }

    /** Gives the turn back; from any thread. */
    void stop() {
        over = true;
        final EventSubscription now = subscription;
        if (now != null) {
            now.close();
        }
        feed.readerOver(this);
    }

    /** The subscription has begun with a batch. */
    void taken() {
        ahead.release();
    }

    @Override
    public void event(
            final long epoch,
            final long event,
            final long sequence,
            final long timeMillis,
            final HeapBuffer buffer,
            final int offset,
            final int length) {
        if (over) {
            return;
        }
        builder.add(epoch, event, sequence, timeMillis, buffer, offset, length);
        final boolean reached = event + 1 >= tail.first();
        if (reached || builder.bytes() >= BATCH_BYTES) {
            hand();
        }
        if (reached && !over) {
            subscriber.run(subscriber::readAll);
            stop();
        }
    }

    /** Gives what was read to the subscription, once it has room for it. */
    private void hand() {
        if (builder.isEmpty() || !awaitRoom()) {
            return;
        }
        final EventBatch batch = builder.build();
        subscriber.run(() -> subscriber.arrived(batch));
    }

    private boolean awaitRoom() {
        final long began = System.nanoTime();
        try {
            while (!ahead.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (over || subscriber.isOver()) {
                    stop();
                    return false;
                }
                if (waitedNanos + System.nanoTime() - began > giveWayNanos && feed.someoneWaits()) {
                    subscriber.run(subscriber::endSlowly);
                    stop();
                    return false;
                }
            }
            waitedNanos += System.nanoTime() - began;
            return !over;
        } catch (final InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
            stop();
            return false;
        }
    }

    @Override
    public void ended(final EventCursor resumeFrom, final End why) {
        hand();
        feed.readerOver(this);
        subscriber.run(() -> subscriber.logEnded(why));
    }
}
