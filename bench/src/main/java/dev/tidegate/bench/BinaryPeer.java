package dev.tidegate.bench;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.HelloEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.RepliesDecoder;
import dev.tidegate.message.sbe.UnitsReadDecoder;
import dev.tidegate.wire.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One greeted connection of a load generator. One thread may write while another reads. */
final class BinaryPeer {
    private static final int BUFFER_BYTES = 512 * 1024;
    private static final int CODE_OFFSET = Wire.REPLY_HEADER_BYTES + Wire.HEADER_BYTES + 32;
    private static final int ENTITY_OFFSET = Wire.REPLY_HEADER_BYTES + Wire.HEADER_BYTES + 51;

    private static final int SKU_OFFSET = Wire.HEADER_BYTES + UnitsReadDecoder.BLOCK_LENGTH + 4;

    /** Takes what was answered. */
    @FunctionalInterface
    interface Answers {
        void answer(long correlation, int code);

        /** The same with the order's id. */
        default void answer(final long correlation, final int code, final long orderId) {
            answer(correlation, code);
        }

        /** The view showed what is left of a SKU. */
        default void units(final long correlation, final int sku) {
            throw new IllegalStateException("units nobody asked for");
        }
    }

    final SocketChannel channel;
    final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
    private final HeapBuffer inBytes = new HeapBuffer(in.array());

    BinaryPeer(final int port, final int window) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.write(ByteBuffer.wrap(hello(window)));
        while (in.position() < Wire.LENGTH_BYTES || in.position() < Wire.LENGTH_BYTES + inBytes.getInt(0)) {
            if (channel.read(in) < 0) {
                throw new EOFException("no greeting came");
            }
        }
        in.clear();
        channel.configureBlocking(false);
    }

    /** The greeting of a caller without a key. */
    static byte[] hello(final int window) {
        final HeapBuffer frame = HeapBuffer.ofSize(256);
        final HelloEncoder hello = new HelloEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .protocolVersion(Wire.PROTOCOL_VERSION)
                .window(window);
        hello.putCredentials(new byte[0], 0, 0);
        hello.putClient(new byte[0], 0, 0);
        final int length = Wire.frame(frame, 0, Wire.HEADER_BYTES + hello.encodedLength());
        final byte[] bytes = new byte[length];
        frame.getBytes(0, bytes, 0, length);
        return bytes;
    }

    /** Writes as much of what is there as the socket takes; whether something is left. */
    boolean write() throws IOException {
        out.flip();
        channel.write(out);
        final boolean left = out.hasRemaining();
        out.compact();
        return left;
    }

    /** Reads what there is. */
    void read(final Answers answers) throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the other side closed a connection");
        }
        int at = 0;
        while (in.position() - at >= Wire.LENGTH_BYTES
                && in.position() - at - Wire.LENGTH_BYTES >= inBytes.getInt(at)) {
            take(at + Wire.LENGTH_BYTES, inBytes.getInt(at), answers);
            at += Wire.LENGTH_BYTES + inBytes.getInt(at);
        }
        in.flip().position(at);
        in.compact();
    }

    private void take(final int at, final int length, final Answers answers) throws IOException {
        final int template = inBytes.getShort(at + 2) & 0xFFFF;
        if (template == UnitsReadDecoder.TEMPLATE_ID) {
            answers.units(inBytes.getLong(at + Wire.HEADER_BYTES), inBytes.getInt(at + SKU_OFFSET));
            return;
        }
        if (template != RepliesDecoder.TEMPLATE_ID) {
            throw new IOException("template " + template);
        }
        for (int reply = at + Wire.REPLIES_OFFSET; reply < at + length; ) {
            answers.answer(
                    inBytes.getLong(reply),
                    inBytes.getShort(reply + CODE_OFFSET) & 0xFFFF,
                    inBytes.getLong(reply + ENTITY_OFFSET));
            reply += Wire.REPLY_HEADER_BYTES + inBytes.getInt(reply + 8);
        }
    }
}
