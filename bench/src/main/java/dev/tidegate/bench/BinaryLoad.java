package dev.tidegate.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.HdrHistogram.Histogram;

/**
 * Orders of one unit of one SKU, and polls between them, over some connections, each with a window that is kept full: a
 * closed loop. One thread.
 * Latency is from the moment a command is written to the moment its answer has been read.
 */
final class BinaryLoad implements ClosedLoop {
    private final int window;
    private final int frameCommands;
    private final int pollsPerOrder;
    private final PollFrame poll = new PollFrame();
    private final OrderFrames frames;
    private final Selector selector = Selector.open();
    private final Peer[] peers;
    private final Histogram nanos = new Histogram(60_000_000_000L, 3);
    private final Histogram pollNanos = new Histogram(60_000_000_000L, 3);
    private AnswerCounts counts = new AnswerCounts();
    private long now;

    /** One connection. */
    private final class Peer implements BinaryPeer.Answers {
        final BinaryPeer connection;
        final SelectionKey key;
        final long[] sentNanos = new long[window * 2];
        final long[] polledNanos = new long[window * 2];
        long sent;
        long answered;
        long polled;
        long shown;
        int pollsLeft;

        Peer(final int port) throws IOException {
            connection = new BinaryPeer(port, window);
            key = connection.channel.register(selector, SelectionKey.OP_READ, this);
        }

        void fill() throws IOException {
            while (pollsLeft > 0 ? poll() : order()) {
                // One more.
            }
            key.interestOps(connection.write() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        private long room() {
            return window - (sent - answered) - (polled - shown);
        }

        private boolean order() {
            if (room() < frameCommands || connection.out.remaining() < OrderFrames.bytes(frameCommands)) {
                return false;
            }
            final int length = frames.write(sent, frameCommands);
            for (int i = 0; i < frameCommands; i++) {
                sentNanos[(int) (sent++ % sentNanos.length)] = now;
            }
            connection.out.put(frames.bytes(), 0, length);
            pollsLeft = frameCommands * pollsPerOrder;
            return true;
        }

        private boolean poll() {
            if (room() < 1 || connection.out.remaining() < PollFrame.BYTES) {
                return false;
            }
            polledNanos[(int) (polled % polledNanos.length)] = now;
            connection.out.put(poll.of(polled++));
            pollsLeft--;
            return true;
        }

        boolean open() {
            return sent != answered || polled != shown;
        }

        @Override
        public void answer(final long correlation, final int code) {
            nanos.recordValue(now - sentNanos[(int) (correlation % sentNanos.length)]);
            answered++;
            counts.order(code);
        }

        @Override
        public void units(final long correlation, final int sku) {
            pollNanos.recordValue(now - polledNanos[(int) (correlation % polledNanos.length)]);
            shown++;
            counts.poll(sku == 1);
        }
    }

    BinaryLoad(final int port, final int connections, final int window, final int frameCommands) throws IOException {
        this(port, connections, window, frameCommands, Storm.ORDERS);
    }

    BinaryLoad(final int port, final int connections, final int window, final int frameCommands, final Storm storm)
            throws IOException {
        pollsPerOrder = storm.pollsPerOrder();
        this.window = window;
        this.frameCommands = frameCommands;
        frames = new OrderFrames(frameCommands);
        peers = new Peer[connections];
        for (int i = 0; i < connections; i++) {
            peers[i] = new Peer(port);
        }
    }

    @Override
    public double run(final double seconds) throws IOException {
        nanos.reset();
        pollNanos.reset();
        counts = new AnswerCounts();
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
        return counts.all() / ((now - start) / 1e9);
    }

    /** Waits, some seconds at most, until everything sent has been answered, and sends nothing more. */
    @Override
    public void drain() throws IOException {
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
            if (peer.open()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public AnswerCounts counts() {
        return counts;
    }

    @Override
    public Histogram nanos() {
        return nanos;
    }

    @Override
    public Histogram pollNanos() {
        return pollNanos;
    }

    @Override
    public void close() throws IOException {
        for (final Peer peer : peers) {
            peer.connection.channel.close();
        }
        selector.close();
    }
}
