package dev.tidegate.gateway.binary;

import dev.tidegate.gateway.net.LastWords;
import dev.tidegate.gateway.net.Listener;
import dev.tidegate.wire.ByeCode;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** The binary protocol while the journal is being read: whoever comes is told to come again. */
public final class BinaryStarting implements Listener.Protocol {

    @Override
    public void open(final Channel channel, final Object address) {
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(final ChannelHandlerContext context) {
                channel.writeAndFlush(Unpooled.wrappedBuffer(
                                Frames.bye(ByeCode.STARTING, "the journal is being read; come again")))
                        .addListener(written -> LastWords.close(channel));
            }

            @Override
            public void channelRead(final ChannelHandlerContext context, final Object message) {
                ReferenceCountUtil.release(message);
            }

            @Override
            public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
                // A reset by the other side, or a TLS handshake that failed: there is nobody to tell.
                context.close();
            }
        });
    }

    @Override
    public byte[] tooMany() {
        return Frames.bye(ByeCode.TOO_MANY_CONNECTIONS, "too many connections");
    }
}
