package dev.tidegate.gateway.feed;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** How many bytes of a stream are under way on a connection, and since when nothing of them was taken. On its event loop. */
public abstract class Flight {
    private final Channel channel;
    private final int mostBytes;
    private int bytes;
    private long movedNanos = System.nanoTime();
    private long sentNanos = movedNanos;
    private Runnable room = () -> {};
    private Runnable nothingLeft = () -> {};

    /** Nothing is under way. */
    protected Flight(final Channel channel, final int mostBytes) {
        this.channel = channel;
        this.mostBytes = mostBytes;
    }

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
        channel.write(part).addListener(done -> gone(partBytes));
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
    protected final void whenRoom(final Runnable work, final Runnable whenNothingLeft) {
        room = work;
        nothingLeft = whenNothingLeft;
    }

    protected final boolean hasRoom() {
        return bytes < mostBytes && channel.isActive();
    }

    protected final boolean isEmpty() {
        return bytes == 0;
    }

    /** Whether bytes are under way that nobody has taken for so long. */
    protected final boolean isStalled(final long nanos, final long now) {
        return bytes > 0 && now - movedNanos > nanos;
    }

    /** Whether nothing was sent for so long. */
    protected final boolean isSilent(final long nanos, final long now) {
        return now - sentNanos > nanos;
    }

    protected final boolean isOpen() {
        return channel.isActive();
    }
}
