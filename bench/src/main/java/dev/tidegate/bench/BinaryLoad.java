package dev.tidegate.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.HdrHistogram.Histogram;

/**
 * Orders of one unit of one SKU over some connections, each with a window that is kept full: a closed loop. One thread.
 * Latency is from the moment a command is written to the moment its answer has been read.
 */
final class BinaryLoad {
    private final int window;
    private final int frameCommands;
    private final OrderFrames frames;
    private final Selector selector = Selector.open();
    private final Peer[] peers;
    private final Histogram nanos = new Histogram(60_000_000_000L, 3);
    private long now;
    private long accepted;
    private long busy;
    private long refused;

    /** One connection. */
    private final class Peer implements BinaryPeer.Answers {
        final BinaryPeer connection;
        final SelectionKey key;
        final long[] sentNanos = new long[window * 2];
        long sent;
        long answered;

        Peer(final int port) throws IOException {
            connection = new BinaryPeer(port, window);
            key = connection.channel.register(selector, SelectionKey.OP_READ, this);
        }

        void fill() throws IOException {
            while (window - (sent - answered) >= frameCommands
                    && connection.out.remaining() >= OrderFrames.bytes(frameCommands)) {
                final int length = frames.write(sent, frameCommands);
                for (int i = 0; i < frameCommands; i++) {
                    sentNanos[(int) sent++ % sentNanos.length] = now;
                }
                connection.out.put(frames.bytes(), 0, length);
            }
            key.interestOps(connection.write() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        @Override
        public void answer(final long correlation, final int code) {
            nanos.recordValue(now - sentNanos[(int) correlation % sentNanos.length]);
            answered++;
            count(code);
        }
    }

    BinaryLoad(final int port, final int connections, final int window, final int frameCommands) throws IOException {
        this.window = window;
        this.frameCommands = frameCommands;
        frames = new OrderFrames(frameCommands);
        peers = new Peer[connections];
        for (int i = 0; i < connections; i++) {
            peers[i] = new Peer(port);
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

    /** Keeps every window full for so long; answers the commands answered per second. */
    double run(final double seconds) throws IOException {
        nanos.reset();
        accepted = 0;
        busy = 0;
        refused = 0;
        final long start = System.nanoTime();
        final long end = start + (long) (seconds * 1e9);
        now = start;
        for (final Peer peer : peers) {
            peer.fill();
        }
        while (now < end) {
            selector.select(1000);
            now = System.nanoTime();
            for (final SelectionKey key : selector.selectedKeys()) {
                final Peer peer = (Peer) key.attachment();
                if (key.isReadable()) {
                    peer.connection.read(peer);
                }
                peer.fill();
            }
            selector.selectedKeys().clear();
        }
        return (accepted + busy + refused) / ((now - start) / 1e9);
    }

    /** Waits, some seconds at most, until everything sent has been answered, and sends nothing more. */
    void drain() throws IOException {
        final long end = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < end && open()) {
            selector.select(100);
            now = System.nanoTime();
            for (final SelectionKey key : selector.selectedKeys()) {
                final Peer peer = (Peer) key.attachment();
                peer.connection.write();
                if (key.isReadable()) {
                    peer.connection.read(peer);
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private boolean open() {
        for (final Peer peer : peers) {
            if (peer.sent != peer.answered) {
                return true;
            }
        }
        return false;
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
            peer.connection.channel.close();
        }
        selector.close();
    }
}
