package dev.tidegate.gateway.http;

import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.net.Peer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ties an HTTP connection to its channel, and closes one whose request line or header does not end in time. */
final class HttpHandler extends ChannelInboundHandlerAdapter implements Peer {
    private final Gate gate;
    private final Object address;
    private final Requests requests;

    @SuppressWarnings("NullAway.Init") // made when the handler is added, before anything else is called
    private HttpConnection connection;

    @SuppressWarnings("NullAway.Init")
    private Future<?> checks;

    HttpHandler(final Gate gate, final Object address, final Requests requests) {
        this.gate = gate;
        this.address = address;
        this.requests = requests;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) {
        final HttpConnection made = new HttpConnection(gate, context.channel(), address, requests);
        connection = made;
        final long every = gate.settings().checkMillis();
        checks = context.executor().scheduleWithFixedDelay(made::check, every, every, TimeUnit.MILLISECONDS);
    }

    void bytesCame() {
        connection.bytesCame();
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        try {
            connection.read(message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) {
        connection.drain();
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
