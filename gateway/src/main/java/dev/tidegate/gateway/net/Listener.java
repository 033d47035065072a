package dev.tidegate.gateway.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A port that is listened on, and the connections it has. */
public final class Listener implements AutoCloseable {

    /** Puts the handlers of a protocol into a connection's pipeline. */
    public interface Protocol {

        /** {@code address} is whom to count the connection for. */
        void open(Channel channel, Object address);

        /** What to say to a connection of which there are too many, before it is closed. */
        byte[] tooMany();
    }

    private final Front front;
    private volatile Protocol protocol;
    private final @Nullable SslContext tls;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel server;

    /**
     * Listens.
     *
     * @throws IOException when the address cannot be used
     */
    public Listener(
            final Front front,
            final EventLoops loops,
            final InetSocketAddress address,
            final @Nullable SslContext tls,
            final Protocol protocol)
            throws IOException {
        this.front = front;
        this.protocol = protocol;
        this.tls = tls;
        final ChannelFuture bound = loops.bootstrap()
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(final SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        server = bound.channel();
    }

    private void accept(final SocketChannel channel) {
        final Object who =
                channel.remoteAddress() == null ? "" : channel.remoteAddress().getAddress();
        if (front.closing() || !front.connections().enter(who)) {
            front.counters().refusedConnections.increment();
            final ByteBuf words = Unpooled.wrappedBuffer(tls == null ? protocol.tooMany() : new byte[0]);
            channel.writeAndFlush(words).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        channel.closeFuture().addListener(closed -> front.connections().leave(who));
        channels.add(channel);
        if (tls != null) {
            final SslHandler handshake = tls.newHandler(channel.alloc());
            handshake.setHandshakeTimeoutMillis(front.settings().helloMillis());
            channel.pipeline().addLast(handshake);
        }
        protocol.open(channel, who);
    }

    /** Gives every connection from now on to that protocol. */
    public void serve(final Protocol next) {
        protocol = next;
    }

    /** Port that is listened on. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Connections there are. */
    public int connections() {
        return channels.size();
    }

    /** Takes no more connections, and lets those there are end by themselves. */
    public void beginClose() {
        server.close().awaitUninterruptibly();
        for (final Channel channel : channels) {
            for (final Map.Entry<String, ChannelHandler> handler : channel.pipeline()) {
                if (handler.getValue() instanceof Peer peer) {
                    channel.eventLoop().execute(peer::leave);
                }
            }
        }
    }

    /** Waits until the connections have ended; false when some had not in time. */
    public boolean awaitEnd(final long untilNanos) throws InterruptedException {
        while (!channels.isEmpty() && System.nanoTime() < untilNanos) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return channels.isEmpty();
    }

    /** Cuts whatever is left. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        channels.close().awaitUninterruptibly();
    }
}
