package dev.tidegate.pipeline;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.pipeline.EventListener.End;
import java.util.Arrays;
import java.util.stream.Stream;

/** Who listens. Changed by any thread, read by the consumer at the start of each batch. */
final class Listeners {
    private static final ListenerFeed[] NONE = {};

    private final int bytesEach;
    private volatile ListenerFeed[] feeds = NONE;
    private boolean over;
    private End why = End.CLOSED;
    private long endSequence;
    private ListenerFeed[] inBatch = NONE;

    Listeners(final int bytesEach) {
        this.bytesEach = bytesEach;
    }

    synchronized EventSubscription add(final EventListener listener) {
        final ListenerFeed feed = new ListenerFeed(listener, bytesEach);
        feed.start();
        if (over) {
            feed.end(endSequence, why);
        } else {
            feeds = Stream.concat(live(), Stream.of(feed)).toArray(ListenerFeed[]::new);
        }
        return feed;
    }

    private Stream<ListenerFeed> live() {
        return Arrays.stream(feeds).filter(feed -> !feed.isOver());
    }

    void beginBatch() {
        inBatch = feeds;
    }

    void events(final long sequence, final long timeMillis, final EventBuffer events) {
        for (final ListenerFeed feed : inBatch) {
            if (!feed.isOver()) {
                feed.events(sequence, timeMillis, events);
            }
        }
    }

    void endBatch() {
        boolean someOver = false;
        for (final ListenerFeed feed : inBatch) {
            feed.publish();
            someOver |= feed.isOver();
        }
        if (someOver) {
            forget();
        }
    }

    private synchronized void forget() {
        feeds = live().toArray(ListenerFeed[]::new);
    }

    /** Nothing more will come after that sequence. */
    synchronized void end(final long sequence, final End why) {
        over = true;
        endSequence = sequence;
        this.why = why;
        Arrays.stream(feeds).forEach(feed -> feed.end(sequence, why));
        feeds = NONE;
    }
}
