package dev.tidegate.gateway.feed;

import dev.tidegate.Tidegate;
import dev.tidegate.gateway.config.FeedSettings;
import dev.tidegate.gateway.net.ConnectionLimits;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.SubscribeAnswer;
import dev.tidegate.wire.EndCode;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one Tidegate for any number of connections. Whoever is near the end shares one {@link Tail} in memory;
 * whoever is behind it reads the event log's files, a few at a time. Nobody holds up the engine, the log or each other,
 * and everything that a subscription may take up is bounded by the settings.
 */
public final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int REST_SECONDS = 60;

    private final Tidegate tidegate;
    private final FeedSettings settings;
    private final int stallMillis;
    private final ConnectionLimits limits;
    private final OrderChannels channels;
    private final Map<EventLoop, Pump> pumps = new ConcurrentHashMap<>();
    private final Map<Transport, Figures> figures = new EnumMap<>(Transport.class);
    private final ScheduledThreadPoolExecutor thread;
    private volatile @Nullable Tail tail;

    /** What is counted of one transport. */
    private static final class Figures {
        final AtomicInteger open = new AtomicInteger();
        final LongAdder cuts = new LongAdder();
    }

    /** Guarded by this. */
    private final Set<LogReader> readers = new HashSet<>();

    private final Deque<Start> waiting = new ArrayDeque<>();

    /** Somebody who waits for a turn. */
    private record Start(Subscriber subscriber, EventCursor from) {}

    /** {@code stallMillis} is how long a connection may take nothing. */
    public Feed(final Tidegate tidegate, final FeedSettings settings, final int stallMillis) {
        this.tidegate = tidegate;
        this.settings = settings;
        this.stallMillis = stallMillis;
        limits = new ConnectionLimits(settings.subscriptions(), settings.subscriptionsPerKey());
        channels = new OrderChannels(tidegate.pipeline());
        for (final Transport each : Transport.values()) {
            figures.put(each, new Figures());
        }
        thread = new ScheduledThreadPoolExecutor(1, Feed::thread);
        // No thread while nobody subscribes.
        thread.setKeepAliveTime(REST_SECONDS, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(final Runnable work) {
        final Thread thread = new Thread(work, "tidegate-feed");
        thread.setDaemon(true);
        return thread;
    }

    public FeedSettings settings() {
        return settings;
    }

    /** Takes a place for a subscription or stream of that key; false when there are too many. */
    public boolean enter(final Caller caller, final Transport over) {
        final boolean entered = limits.enter(caller.keyId());
        if (entered) {
            of(over).open.incrementAndGet();
        }
        return entered;
    }

    /** Gives the place back. */
    public void leave(final Caller caller, final Transport over) {
        of(over).open.decrementAndGet();
        limits.leave(caller.keyId());
    }

    /** One was cut off because it was too slow. */
    public void countCut(final Transport over) {
        of(over).cuts.increment();
    }

    private Figures of(final Transport over) {
        return Objects.requireNonNull(figures.get(over));
    }

    /** Subscriptions and streams there are. */
    public int count() {
        return limits.count();
    }

    /** Those that go over that. */
    public int count(final Transport over) {
        return of(over).open.get();
    }

    /** Subscriptions and streams over that which were cut off because they were too slow. */
    public long cuts(final Transport over) {
        return of(over).cuts.sum();
    }

    /** Subscriptions that wait for a turn to read old events. */
    public synchronized int waiting() {
        waiting.removeIf(start -> start.subscriber.isOver());
        return waiting.size();
    }

    /**
     * Begins a subscription, for which a place was taken; on its event loop. The outlet hears what becomes of it.
     *
     * @param outlet of a connection of that loop
     */
    public Subscriber subscribe(
            final EventLoop loop,
            final Caller caller,
            final Transport over,
            final EventFilter filter,
            final FeedStart start,
            final Outlet outlet) {
        final Pump pump = pumps.computeIfAbsent(loop, each -> new Pump(each, this, stallMillis));
        final Subscriber subscriber =
                new Subscriber(this, pump, caller, over, filter, outlet, TimeUnit.MILLISECONDS.toNanos(stallMillis));
        pump.add(subscriber);
        execute(() -> open(subscriber, start));
        return subscriber;
    }

    // ---- for the subscriptions

    OrderChannels channels() {
        return channels;
    }

    boolean running() {
        return tidegate.state().running();
    }

    void seal() {
        final Tail now = tail;
        if (now != null) {
            now.seal();
        }
    }

    /** A subscription has fallen behind the tail and goes on with old events. */
    void readOn(final Subscriber subscriber, final EventCursor from) {
        execute(() -> open(subscriber, FeedStart.at(from)));
    }

    /** A subscription is over. */
    void left(final Subscriber subscriber) {
        leave(subscriber.caller(), subscriber.transport());
        if (count() == 0) {
            try {
                thread.schedule(this::restIfIdle, REST_SECONDS, TimeUnit.SECONDS);
            } catch (final RejectedExecutionException closed) {
                // Then everything rests.
            }
        }
    }

    /** A reader's turn is over. */
    void readerOver(final LogReader reader) {
        final boolean was;
        synchronized (this) {
            was = readers.remove(reader);
        }
        if (was) {
            execute(this::nextTurn);
        }
    }

    boolean someoneWaits() {
        synchronized (this) {
            waiting.removeIf(start -> start.subscriber.isOver());
            return !waiting.isEmpty();
        }
    }

    // ---- the feed's own thread

    private void execute(final Runnable work) {
        try {
            thread.execute(() -> {
                try {
                    work.run();
                } catch (final RuntimeException bug) {
                    LOG.error("the event feed failed", bug);
                }
            });
        } catch (final RejectedExecutionException closed) {
            // The gateway is gone, and the connections with it.
        }
    }

    private void open(final Subscriber subscriber, final FeedStart start) {
        final EventLog log;
        final Tail near;
        try {
            log = tidegate.events();
            near = tail(log);
        } catch (final IllegalStateException none) {
            final FeedEnd end = FeedEnd.of(EndCode.UNAVAILABLE, null, String.valueOf(none.getMessage()));
            subscriber.run(() -> subscriber.end(end));
            return;
        }
        final EventCursor from = start.in(log);
        if (from.epoch() == near.epoch() && isNear(near, log, from)) {
            subscriber.run(() -> subscriber.live(near, from));
        } else if (hasTurn()) {
            read(subscriber, log, near, from);
        } else {
            synchronized (this) {
                waiting.add(new Start(subscriber, from));
            }
        }
    }

    private static boolean isNear(final Tail near, final EventLog log, final EventCursor from) {
        return from.sequence() + 1 >= near.first()
                && from.sequence() <= log.newest().sequence();
    }

    private synchronized boolean hasTurn() {
        return readers.size() < settings.readers();
    }

    private Tail tail(final EventLog log) {
        final Tail now = tail;
        if (now != null && now.end() == null) {
            return now;
        }
        final Tail made = Tail.follow(log, settings.tailBytes(), this::wake);
        tail = made;
        return made;
    }

    private void wake() {
        for (final Pump pump : pumps.values()) {
            pump.wake();
        }
    }

    private void read(final Subscriber subscriber, final EventLog log, final Tail near, final EventCursor from) {
        final LogReader reader = new LogReader(
                this,
                subscriber,
                near,
                TimeUnit.MILLISECONDS.toNanos(Math.min(settings.giveWayMillis(), stallMillis / 4)));
        synchronized (this) {
            readers.add(reader);
        }
        final SubscribeAnswer answer = log.subscribe(from, Long.MAX_VALUE, reader);
        if (answer instanceof final SubscribeAnswer.Started started) {
            if (isNear(near, log, from)) {
                // A cursor of an older epoch, which has been found to be good. What the reader has read must not
                // arrive: the
                // tail gives it too.
                reader.stop();
                reader.started(started.subscription());
                subscriber.run(() -> subscriber.live(near, from));
            } else {
                subscriber.run(() -> subscriber.reading(reader, near, from));
                reader.started(started.subscription());
            }
            return;
        }
        synchronized (this) {
            readers.remove(reader);
        }
        final FeedEnd end = end(answer);
        subscriber.run(() -> subscriber.end(end));
    }

    private static FeedEnd end(final SubscribeAnswer answer) {
        if (answer instanceof final SubscribeAnswer.Rewound rewound) {
            return FeedEnd.of(
                    EndCode.REWOUND,
                    rewound.resumeFrom(),
                    "events behind the cursor to go on from were lost: undo them");
        }
        if (answer instanceof final SubscribeAnswer.Resync resync) {
            return new FeedEnd(
                    EndCode.RESYNC,
                    resync.resumeFrom(),
                    resync.sequence(),
                    resync.snapshotSequence(),
                    "these events are not kept any more: take the state as of that sequence or later");
        }
        return FeedEnd.of(
                EndCode.UNAVAILABLE,
                null,
                answer instanceof final SubscribeAnswer.Unavailable none ? none.reason() : answer.toString());
    }

    private void nextTurn() {
        while (hasTurn()) {
            final Start next;
            synchronized (this) {
                next = waiting.poll();
            }
            if (next == null) {
                return;
            }
            if (!next.subscriber.isOver()) {
                open(next.subscriber, FeedStart.at(next.from));
            }
        }
    }

    private void restIfIdle() {
        if (count() == 0) {
            rest();
        }
    }

    private synchronized void rest() {
        final Tail now = tail;
        tail = null;
        if (now != null) {
            now.close();
        }
    }

    /** Ends what reads the log; the connections are ended by their listeners. */
    @Override
    public void close() {
        thread.shutdownNow();
        rest();
        final Set<LogReader> last;
        synchronized (this) {
            last = Set.copyOf(readers);
        }
        last.forEach(LogReader::stop);
    }
}
