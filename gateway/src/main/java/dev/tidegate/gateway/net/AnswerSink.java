package dev.tidegate.gateway.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection that answers come back to: made on the answering thread, written by the event loop, in bursts. */
public abstract class AnswerSink {
    /** Only on the answering thread: whether it is among those to wake. */
    boolean touched;

    private final EventLoop loop;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final Runnable draining = this::drainArmed;

    protected AnswerSink(final EventLoop loop) {
        this.loop = loop;
    }

    /** Writes what is there, on the event loop. */
    protected abstract void drain();

    /** Has {@link #drain} called soon, on the event loop; once, however often it is asked for meanwhile. */
    public final void wake() {
        if (armed.compareAndSet(false, true)) {
            try {
                loop.execute(draining);
            } catch (final RejectedExecutionException ended) {
                // The event loops are gone, and the connection with them.
                armed.set(false);
            }
        }
    }

    private void drainArmed() {
        // Before what is there is looked at: whoever adds after that wakes again.
        armed.set(false);
        drain();
    }

    protected final EventLoop loop() {
        return loop;
    }
}
