package dev.tidegate.gateway.binary;

import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.net.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ties a connection to its channel. */
final class BinaryHandler extends ChannelInboundHandlerAdapter implements Peer {
    private final Gate gate;
    private final Feed feed;
    private final Object address;

    @SuppressWarnings("NullAway.Init") // made when the handler is added, before anything else is called
    private BinaryConnection connection;

    @SuppressWarnings("NullAway.Init")
    private Future<?> checks;

    BinaryHandler(final Gate gate, final Feed feed, final Object address) {
        this.gate = gate;
        this.feed = feed;
        this.address = address;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) {
        final BinaryConnection made = new BinaryConnection(gate, feed, context.channel(), address);
        connection = made;
        final long every = gate.settings().checkMillis();
        checks = context.executor().scheduleWithFixedDelay(made::check, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        final ByteBuf bytes = (ByteBuf) message;
        try {
            connection.read(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) {
        connection.readComplete();
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext context) {
        connection.writabilityChanged();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        checks.cancel(false);
        connection.closed();
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        // A reset by the other side, or a TLS handshake that failed: there is nobody to tell.
        context.close();
    }

    @Override
    public void leave() {
        connection.beginLeave();
    }
}
