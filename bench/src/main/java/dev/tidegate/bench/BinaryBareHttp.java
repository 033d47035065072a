package dev.tidegate.bench;

import dev.tidegate.gateway.net.EventLoops;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The same sockets and the same decoder as the gateway, and nothing behind them: what HTTP alone costs. */
final class BinaryBareHttp implements AutoCloseable {
    private static final String BODY = "{\"code\":\"ACCEPTED\"" + " ".repeat(330) + "}";
    /** As long as the answer to an order that is accepted. */
    static final byte[] ACCEPTED = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + BODY.length() + "\r\n\r\n" + BODY)
            .getBytes(StandardCharsets.US_ASCII);

    private final EventLoops loops = new EventLoops(1, true);
    private final Channel server;

    /** Answers every GET with the one, everything else with the other, both whole with their headers. */
    BinaryBareHttp(final byte[] poll, final byte[] order) {
        server = loops.bootstrap()
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(final Channel channel) {
                        channel.pipeline().addLast(new HttpRequestDecoder()).addLast(new Answering(poll, order));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** Answers the requests of one connection. */
    private static final class Answering extends ChannelInboundHandlerAdapter {
        private final byte[] poll;
        private final byte[] order;
        private boolean polled;

        Answering(final byte[] poll, final byte[] order) {
            this.poll = poll;
            this.order = order;
        }

        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) {
            if (message instanceof HttpRequest request) {
                polled = request.method().equals(HttpMethod.GET);
            }
            if (message instanceof LastHttpContent) {
                final byte[] bytes = polled ? poll : order;
                final ByteBuf answer =
                        context.alloc().directBuffer(bytes.length).writeBytes(bytes);
                context.write(answer, context.voidPromise());
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelReadComplete(final ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelWritabilityChanged(final ChannelHandlerContext context) {
            // Whoever takes no answers is not read from, as at the gateway.
            context.channel().config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            context.close();
        }
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        loops.close();
    }
}
