package dev.tidegate.gateway.feed;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one event loop, which are woken together, and at most once in a while. */
final class Pump {
    private static final long MOST_TICK_MILLIS = 250;

    private final EventLoop loop;
    private final Feed feed;
    private final long heartbeatNanos;
    private final long tickMillis;
    private final long gatherMillis;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final Runnable going = this::go;
    private volatile boolean empty = true;
    private @Nullable Future<?> ticks;

    Pump(final EventLoop loop, final Feed feed, final int stallMillis) {
        this.loop = loop;
        this.feed = feed;
        gatherMillis = feed.settings().gatherMillis();
        final int heartbeatMillis = feed.settings().heartbeatMillis();
        heartbeatNanos = TimeUnit.MILLISECONDS.toNanos(heartbeatMillis);
        tickMillis = Math.max(10, Math.min(MOST_TICK_MILLIS, Math.min(heartbeatMillis, stallMillis) / 4));
    }

    /** Has everybody sent what there is, soon; from any thread. */
    void wake() {
        if (!empty && armed.compareAndSet(false, true)) {
            try {
                loop.schedule(going, gatherMillis, TimeUnit.MILLISECONDS);
            } catch (final RejectedExecutionException ended) {
                // The event loops are gone, and the connections with them.
                armed.set(false);
            }
        }
    }

    /** Does something on the loop, soon. */
    void run(final Runnable work) {
        try {
            loop.execute(work);
        } catch (final RejectedExecutionException ended) {
            // The event loops are gone, and the connections with them.
        }
    }

    void later(final Runnable work, final long millis) {
        try {
            loop.schedule(work, millis, TimeUnit.MILLISECONDS);
        } catch (final RejectedExecutionException ended) {
            // The event loops are gone, and the connections with them.
        }
    }

    // ---- on the loop

    void add(final Subscriber subscriber) {
        subscribers.add(subscriber);
        empty = false;
        if (ticks == null) {
            ticks = loop.scheduleWithFixedDelay(this::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
        }
    }

    void remove(final Subscriber subscriber) {
        subscribers.remove(subscriber);
        if (subscribers.isEmpty() && ticks != null) {
            empty = true;
            ticks.cancel(false);
            ticks = null;
        }
    }

    private void go() {
        // Before what is there is looked at: whoever adds after that wakes again.
        armed.set(false);
        feed.seal();
        for (final Subscriber subscriber : List.copyOf(subscribers)) {
            subscriber.deliver();
        }
    }

    private void tick() {
        final long now = System.nanoTime();
        for (final Subscriber subscriber : List.copyOf(subscribers)) {
            subscriber.tick(now, heartbeatNanos);
        }
    }
}
