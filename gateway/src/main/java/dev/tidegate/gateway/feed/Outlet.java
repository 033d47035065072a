package dev.tidegate.gateway.feed;

import dev.tidegate.pipeline.EventCursor;
import io.netty.channel.Channel;

/**
 * Where a subscription's events go: how they are written is the protocol's, how many bytes may be under way is that
 * of {@link Flight}. On its event loop alone.
 */
public abstract class Outlet extends Flight {
    /** {@code mostBytes} may be under way. */
    protected Outlet(final Channel channel, final int mostBytes) {
        super(channel, mostBytes);
    }

    /** It begins behind that cursor. */
    public abstract void begun(EventCursor from);

    /** The next event that is wanted. */
    public abstract void event(EventBatch batch, int index);

    /** Everything up to that cursor has been looked at: what was gathered is sent, or a heartbeat. */
    public abstract void send(EventCursor behind);

    /** Nothing more comes; on some protocols the last words. */
    public abstract void ended(FeedEnd end);

    /**
     * What was sent is gone.
     *
     * @param taken false when it was not taken in time
     */
    public abstract void over(boolean taken);
}
