package dev.tidegate.pipeline;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.EventListener.End;
import org.jspecify.annotations.Nullable;

/** One listener, its queue and its thread. */
final class ListenerFeed implements EventSubscription {
    private static final int LENGTH_BYTES = 4;

    private record Last(long sequence, @Nullable End why) {}

    private final EventListener listener;
    private final EventQueue queue;
    private final Doorbell bell = new Doorbell();
    private final Thread thread;
    private final EventListener giving = this::give;
    private volatile @Nullable Last last;
    private volatile long given;

    ListenerFeed(final EventListener listener, final int bytes) {
        this.listener = listener;
        queue = new EventQueue(bytes);
        thread = new Thread(this::run, "tidegate-listener");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether the listener gets no more, for whatever reason. */
    boolean isOver() {
        return last != null;
    }

    /** Writes all events of one command, or cuts the listener off behind the command before. */
    void events(final long sequence, final long timeMillis, final EventBuffer events) {
        final long start = queue.written();
        final HeapBuffer buffer = events.buffer();
        for (int at = 0; at < events.length() && !isOver(); ) {
            final int length = buffer.getInt(at);
            if (!queue.write(sequence, timeMillis, buffer, at + LENGTH_BYTES, length)) {
                queue.rewind(start);
                end(sequence - 1, End.OVERFLOW);
            }
            at += LENGTH_BYTES + length;
        }
    }

    void publish() {
        queue.publish();
        bell.ring();
    }

    /** Ends the feed behind what was written; the first end counts. */
    void end(final long upToSequence, final @Nullable End why) {
        queue.publish();
        stop(new Last(upToSequence, why));
    }

    private synchronized void stop(final Last end) {
        if (last == null) {
            last = end;
        }
        bell.ring();
    }

    @Override
    public void close() {
        stop(new Last(0, null));
    }

    private void run() {
        try {
            deliver();
        } catch (final Throwable thrown) {
            stop(new Last(given, End.LISTENER_FAILED));
            tell(new Last(given, End.LISTENER_FAILED));
        }
    }

    private void deliver() {
        while (true) {
            final Last end = last;
            if (end != null && (end.why() == null || queue.isEmpty())) {
                tell(end);
                return;
            }
            if (queue.isEmpty()) {
                bell.arm();
                if (queue.isEmpty() && last == null) {
                    bell.sleep(Long.MAX_VALUE);
                }
                bell.disarm();
            } else {
                queue.readOne(giving);
            }
        }
    }

    private void give(
            final long sequence, final long timeMillis, final HeapBuffer buffer, final int offset, final int length) {
        given = sequence - 1;
        listener.event(sequence, timeMillis, buffer, offset, length);
    }

    private void tell(final Last end) {
        if (end.why() != null) {
            listener.ended(end.sequence(), end.why());
        }
    }
}
