package dev.tidegate.bench;

import dev.tidegate.gateway.net.EventLoops;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.CommandsDecoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.ReadUnitsDecoder;
import dev.tidegate.message.sbe.RepliesEncoder;
import dev.tidegate.message.sbe.UnitsReadEncoder;
import dev.tidegate.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * A bare Netty server with the gateway's sockets and frames and nothing behind them: answers every command at once, with
 * as many bytes as the gateway would. What the network and the threads of the operating system cost by themselves.
 */
final class BareEcho implements AutoCloseable {
    private static final int MOST_FRAME_BYTES = 1 << 20;
    private static final int CORRELATION_OFFSET = Wire.LENGTH_BYTES + Wire.HEADER_BYTES;
    private static final byte[] UNITS = units();

    private final EventLoops loops = new EventLoops(1, true);
    private final Channel server;

    BareEcho() {
        server = loops.bootstrap()
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(final Channel channel) {
                        channel.pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(
                                        ByteOrder.LITTLE_ENDIAN, MOST_FRAME_BYTES, 0, Wire.LENGTH_BYTES, 0, 0, true))
                                .addLast(new Answering());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** What the view shows of one SKU. */
    private static byte[] units() {
        final HeapBuffer frame = HeapBuffer.ofSize(256);
        final UnitsReadEncoder read =
                new UnitsReadEncoder().wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder());
        read.sequence(1).unitsCount(1).next().sku(1).units(1).sequence(1);
        final byte[] bytes = new byte[Wire.frame(frame, 0, Wire.HEADER_BYTES + read.encodedLength())];
        frame.getBytes(0, bytes, 0, bytes.length);
        return bytes;
    }

    /** Answers every frame of one connection. */
    private static final class Answering extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) {
            final ByteBuf frame = (ByteBuf) message;
            try {
                final ByteBuf answer = switch (frame.getUnsignedShortLE(Wire.LENGTH_BYTES + 2)) {
                    case CommandsDecoder.TEMPLATE_ID -> replies(context, frame);
                    case ReadUnitsDecoder.TEMPLATE_ID -> units(context, frame);
                    default -> welcome(context);
                };
                context.write(answer, context.voidPromise());
            } finally {
                frame.release();
            }
        }

        private static ByteBuf welcome(final ChannelHandlerContext context) {
            return context.alloc().directBuffer().writeIntLE(Wire.HEADER_BYTES).writeLongLE(0);
        }

        private static ByteBuf units(final ChannelHandlerContext context, final ByteBuf frame) {
            return context.alloc()
                    .directBuffer(UNITS.length)
                    .writeBytes(UNITS)
                    .setLongLE(CORRELATION_OFFSET, frame.getLongLE(CORRELATION_OFFSET));
        }

        private static ByteBuf replies(final ChannelHandlerContext context, final ByteBuf frame) {
            final ByteBuf out = context.alloc().directBuffer();
            out.writeZero(Wire.LENGTH_BYTES + Wire.REPLIES_OFFSET);
            long correlation = frame.getLongLE(Wire.LENGTH_BYTES + Wire.HEADER_BYTES);
            int at = Wire.LENGTH_BYTES + Wire.COMMANDS_OFFSET;
            while (at < frame.writerIndex()) {
                out.writeLongLE(correlation++).writeIntLE(Wire.OUTCOME_BYTES).writeZero(Wire.OUTCOME_BYTES);
                at += Wire.LENGTH_BYTES + frame.getIntLE(at);
            }
            out.setIntLE(0, out.writerIndex() - Wire.LENGTH_BYTES);
            out.setShortLE(Wire.LENGTH_BYTES + 2, RepliesEncoder.TEMPLATE_ID);
            return out;
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
