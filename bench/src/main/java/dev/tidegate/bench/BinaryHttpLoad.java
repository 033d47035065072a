package dev.tidegate.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/** Orders over HTTP/1.1, keep-alive, one at a time on each connection: a closed loop. One thread. */
final class BinaryHttpLoad {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final Selector selector = Selector.open();
    private final Peer[] peers;
    private final Histogram nanos = new Histogram(60_000_000_000L, 3);
    private final long run = System.nanoTime();
    private long orders;
    private long accepted;
    private long refused;

    /** One connection. */
    private final class Peer {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
        long sentNanos;

        Peer(final int port) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(final long now) throws IOException {
            final String body = "{\"channel\":1,\"externalNumber\":\"" + run + "-" + orders++
                    + "\",\"source\":\"bench\",\"lines\":[{\"sku\":1,\"quantity\":1,\"netAmount\":100}],\"buyer\":\""
                    + String.format("%016x%016x", run, orders) + "\"}";
            final String request = "POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body;
            final ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            sentNanos = now;
        }

        /** Whether the whole answer is there. */
        boolean read() throws IOException {
            if (channel.read(in) < 0) {
                throw new EOFException("a connection was closed");
            }
            final String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
            final int end = text.indexOf("\r\n\r\n");
            final int length = text.indexOf("Content-Length: ");
            if (end < 0 || length < 0) {
                return false;
            }
            final int bytes = Integer.parseInt(text.substring(length + 16, text.indexOf('\r', length)));
            if (in.position() < end + 4 + bytes) {
                return false;
            }
            if (text.startsWith("HTTP/1.1 200")) {
                accepted++;
            } else {
                refused++;
            }
            in.clear();
            return true;
        }
    }

    BinaryHttpLoad(final int port, final int connections) throws IOException {
        peers = new Peer[connections];
        for (int i = 0; i < connections; i++) {
            peers[i] = new Peer(port);
        }
    }

    /** Answers per second over so long. */
    double run(final double seconds) throws IOException {
        nanos.reset();
        accepted = 0;
        refused = 0;
        final long start = System.nanoTime();
        final long end = start + (long) (seconds * 1e9);
        int open = peers.length;
        for (final Peer peer : peers) {
            peer.send(start);
        }
        long now = start;
        while (open > 0) {
            selector.select(1000);
            now = System.nanoTime();
            for (final SelectionKey key : selector.selectedKeys()) {
                final Peer peer = (Peer) key.attachment();
                if (peer.read()) {
                    nanos.recordValue(now - peer.sentNanos);
                    if (now < end) {
                        peer.send(now);
                    } else {
                        open--;
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return (accepted + refused) / ((now - start) / 1e9);
    }

    long refused() {
        return refused;
    }

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
