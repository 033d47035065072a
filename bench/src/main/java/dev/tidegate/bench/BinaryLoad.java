package dev.tidegate.bench;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.CommandsEncoder;
import dev.tidegate.message.sbe.HelloEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.RepliesDecoder;
import dev.tidegate.wire.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/**
 * Orders of one unit of one SKU over some connections, each with a window that is kept full: a closed loop. One thread.
 * Latency is from the moment a command is written to the moment its answer has been read.
 */
final class BinaryLoad {
    private static final int BUFFER_BYTES = 512 * 1024;
    private static final int CODE_OFFSET = Wire.REPLY_HEADER_BYTES + Wire.HEADER_BYTES + 32;
    private static final int MESSAGE_BYTES = 192;

    private final int window;
    private final int frameCommands;
    private final MessageWriter writer = new MessageWriter(new Dice(System.nanoTime()));
    private final HeapBuffer frame;
    private final Selector selector = Selector.open();
    private final Peer[] peers;
    private final Histogram nanos = new Histogram(60_000_000_000L, 3);
    private long nextOrder;
    private long accepted;
    private long busy;
    private long refused;

    /** One connection. */
    private final class Peer {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
        final HeapBuffer inBytes = new HeapBuffer(in.array());
        final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
        final long[] sentNanos = new long[window * 2];
        long sent;
        long answered;

        Peer(final String host, final int port) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(host, port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            final HelloEncoder hello = new HelloEncoder()
                    .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                    .protocolVersion(Wire.PROTOCOL_VERSION)
                    .window(window);
            hello.putCredentials(new byte[0], 0, 0);
            hello.putClient(new byte[0], 0, 0);
            final int length = Wire.frame(frame, 0, Wire.HEADER_BYTES + hello.encodedLength());
            channel.write(ByteBuffer.wrap(frame.byteArray(), 0, length));
            while (in.position() < 4 || in.position() < 4 + inBytes.getInt(0)) {
                if (channel.read(in) < 0) {
                    throw new EOFException();
                }
            }
            in.clear();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void fill(final long now) throws IOException {
            while (window - (sent - answered) >= frameCommands
                    && out.remaining() >= frameCommands * MESSAGE_BYTES + 64) {
                out.put(frame.byteArray(), 0, BinaryLoad.this.frame(this, now));
            }
            out.flip();
            channel.write(out);
            final boolean left = out.hasRemaining();
            out.compact();
            channel.keyFor(selector)
                    .interestOps(left ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        void read(final long now) throws IOException {
            if (channel.read(in) < 0) {
                throw new EOFException("the gateway closed a connection");
            }
            int at = 0;
            while (in.position() - at >= 4 && in.position() - at - 4 >= inBytes.getInt(at)) {
                take(at + 4, inBytes.getInt(at), now);
                at += 4 + inBytes.getInt(at);
            }
            in.flip().position(at);
            in.compact();
        }

        private void take(final int at, final int length, final long now) throws IOException {
            if ((inBytes.getShort(at + 2) & 0xFFFF) != RepliesDecoder.TEMPLATE_ID) {
                throw new IOException("template " + inBytes.getShort(at + 2));
            }
            for (int reply = at + Wire.REPLIES_OFFSET; reply < at + length; ) {
                final int code = inBytes.getShort(reply + CODE_OFFSET) & 0xFFFF;
                nanos.recordValue(now - sentNanos[(int) inBytes.getLong(reply) % sentNanos.length]);
                answered++;
                count(code);
                reply += Wire.REPLY_HEADER_BYTES + inBytes.getInt(reply + 8);
            }
        }
    }

    BinaryLoad(final String host, final int port, final int connections, final int window, final int frameCommands)
            throws IOException {
        this.window = window;
        this.frameCommands = frameCommands;
        frame = HeapBuffer.ofSize(Math.max(1024, 64 + frameCommands * MESSAGE_BYTES));
        peers = new Peer[connections];
        for (int i = 0; i < connections; i++) {
            peers[i] = new Peer(host, port);
        }
    }

    private void count(final int code) {
        if (code < 100) {
            accepted++;
        } else if (code == 101) {
            busy++;
        } else {
            refused++;
        }
    }

    private int frame(final Peer peer, final long now) {
        final int start = Wire.LENGTH_BYTES + Wire.COMMANDS_OFFSET;
        final long millis = System.currentTimeMillis();
        new CommandsEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .firstCorrelation(peer.sent)
                .repeated((short) 0);
        int at = start;
        for (int i = 0; i < frameCommands; i++) {
            final int length = writer.place(frame, at + 4, millis, 1, nextOrder++);
            frame.putInt(at, length);
            at += 4 + length;
            peer.sentNanos[(int) peer.sent++ % peer.sentNanos.length] = now;
        }
        frame.putInt(start - 4, at - start);
        return Wire.frame(frame, 0, at - Wire.LENGTH_BYTES);
    }

    /** Keeps every window full for so long; answers the commands answered per second. */
    double run(final double seconds) throws IOException {
        nanos.reset();
        accepted = 0;
        busy = 0;
        refused = 0;
        final long start = System.nanoTime();
        final long end = start + (long) (seconds * 1e9);
        long now = start;
        for (final Peer peer : peers) {
            peer.fill(now);
        }
        while (now < end) {
            selector.select(1000);
            now = System.nanoTime();
            for (final SelectionKey key : selector.selectedKeys()) {
                final Peer peer = (Peer) key.attachment();
                if (key.isReadable()) {
                    peer.read(now);
                }
                peer.fill(now);
            }
            selector.selectedKeys().clear();
        }
        return (accepted + busy + refused) / ((now - start) / 1e9);
    }

    long accepted() {
        return accepted;
    }

    long busy() {
        return busy;
    }

    long refused() {
        return refused;
    }

    /** Of the last run. */
    Histogram nanos() {
        return nanos;
    }

    void close() throws IOException {
        for (final Peer peer : peers) {
            peer.channel.close();
        }
        selector.close();
    }
}
