package dev.tidegate.journal.event;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.CursorListener.End;
import dev.tidegate.pipeline.Doorbell;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventSubscription;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One listener, its place in the log and its thread. Reads the files, so it holds up nobody and needs no queue. */
final class LogSubscription implements EventSubscription {
    private static final int LENGTH_BYTES = 4;

    private final FolderEventLog log;
    private final BlockReader reader;
    private final CursorListener listener;
    private final long mostBehind;
    private final Doorbell bell = new Doorbell();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long given;
    private boolean wasNear;

    LogSubscription(
            final FolderEventLog log,
            final EventRecovery found,
            final EventCursor from,
            final long mostBehind,
            final CursorListener listener) {
        this.log = log;
        this.listener = listener;
        this.mostBehind = mostBehind;
        given = from.sequence();
        wasNear = log.newestEvent() - given < mostBehind;
        reader = new BlockReader(found.files(), found.notes().journal(), given + 1);
        thread = new Thread(this::run, "tidegate-subscription");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Called after something was written, or when nothing more will be. */
    void wake() {
        bell.ring();
    }

    @Override
    public void close() {
        closed = true;
        bell.ring();
    }

    private void run() {
        End end = End.LOG_FAILED;
        try (reader) {
            end = deliver();
        } catch (final ListenerFailed listenersOwn) {
            end = End.LISTENER_FAILED;
        } catch (final IOException | RuntimeException unreadable) {
            log.unreadable(unreadable);
        } finally {
            log.forget(this);
            tell(end);
        }
    }

    private void tell(final @Nullable End end) {
        if (end != null && !closed) {
            listener.ended(new EventCursor(log.epoch(), given), end);
        }
    }

    /** Gives events until the end, which is null when the owner closed the subscription. */
    private @Nullable End deliver() throws IOException {
        while (!closed) {
            // Read before the files: what was written before the end was known is in them.
            final End last = log.end();
            switch (reader.next()) {
                case BLOCK -> {
                    if (!give()) {
                        return closed ? null : End.TOO_SLOW;
                    }
                }
                case GONE -> {
                    return End.TOO_SLOW;
                }
                case END -> {
                    if (last != null) {
                        return last;
                    }
                    wasNear = true;
                    sleep();
                }
            }
        }
        return null;
    }

    private boolean give() {
        final EventBlock block = reader.block();
        final HeapBuffer buffer = block.buffer();
        long event = block.firstEvent();
        for (int at = block.framesOffset(); at < block.framesEnd(); event++) {
            final int length = buffer.getInt(at);
            if (event > given) {
                if (closed || isTooFarBehind(event)) {
                    return false;
                }
                give(block, event, at + LENGTH_BYTES, length);
            }
            at += LENGTH_BYTES + length;
        }
        return true;
    }

    private void give(final EventBlock block, final long event, final int offset, final int length) {
        try {
            listener.event(log.epoch(), event, block.sequence(), block.timeMillis(), block.buffer(), offset, length);
        } catch (final Throwable thrown) {
            throw new ListenerFailed(thrown);
        }
        given = event;
    }

    private boolean isTooFarBehind(final long event) {
        final boolean near = log.newestEvent() - event < mostBehind;
        wasNear |= near;
        return wasNear && !near;
    }

    private void sleep() {
        bell.arm();
        if (!closed && log.end() == null && log.newestEvent() < reader.nextEvent()) {
            bell.sleep(Long.MAX_VALUE);
        }
        bell.disarm();
    }

    private static final class ListenerFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ListenerFailed(final Throwable cause) {
            super(cause);
        }
    }
}
