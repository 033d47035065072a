package dev.tidegate.gateway.feed;

import dev.tidegate.pipeline.EventCursor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

/**
 * Where a subscription's events go: how they are written is the protocol's, how many bytes may be under way is decided
 * here. On its event loop alone.
 */
public abstract class Outlet {
    private final Channel channel;
    private final int mostBytes;
    private int bytes;
    private long movedNanos = System.nanoTime();
    private long sentNanos = movedNanos;
    private Runnable room = () -> {};
    private Runnable nothingLeft = () -> {};

    protected Outlet(final Channel channel, final int mostBytes) {
        this.channel = channel;
        this.mostBytes = mostBytes;
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

    protected final Channel channel() {
        return channel;
    }

    /** Writes a part, which is under way until the socket has taken it. */
    protected final void write(final ByteBuf part) {
        write(part, part.readableBytes());
    }

    /** Writes what comes to so many bytes. */
    protected final void write(final Object part, final int partBytes) {
        final long now = System.nanoTime();
        if (bytes == 0) {
            movedNanos = now;
        }
        sentNanos = now;
        bytes += partBytes;
        final ChannelFuture written = channel.write(part);
        written.addListener(done -> gone(partBytes));
    }

    private void gone(final int partBytes) {
        final boolean wasFull = !hasRoom();
        bytes -= partBytes;
        movedNanos = System.nanoTime();
        if (wasFull && hasRoom()) {
            room.run();
        }
        if (bytes == 0) {
            nothingLeft.run();
        }
    }

    /** What is done when there is room again, and when nothing is under way any more. */
    final void whenRoom(final Runnable work, final Runnable whenNothingLeft) {
        room = work;
        nothingLeft = whenNothingLeft;
    }

    final boolean hasRoom() {
        return bytes < mostBytes && channel.isActive();
    }

    final boolean isEmpty() {
        return bytes == 0;
    }

    /** Whether bytes are under way that nobody has taken for so long. */
    final boolean isStalled(final long nanos, final long now) {
        return bytes > 0 && now - movedNanos > nanos;
    }

    final boolean isSilent(final long nanos, final long now) {
        return now - sentNanos > nanos;
    }

    final boolean isOpen() {
        return channel.isActive();
    }
}
