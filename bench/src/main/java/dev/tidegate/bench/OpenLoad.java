package dev.tidegate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Orders at a given rate over some connections, whatever becomes of those before: an open loop. Latency is from the moment
 * at which an order was to be sent, so what held the sender up counts too. One thread sends, one reads.
 */
final class OpenLoad {
    private static final int MOST_IN_FRAME = 64;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int window;
    private final OrderFrames frames = new OrderFrames(MOST_IN_FRAME);
    private final Selector selector = Selector.open();
    private final Peer[] peers;
    private final Histogram nanos = new Histogram(60_000_000_000L, 3);
    private final Histogram lateNanos = new Histogram(60_000_000_000L, 3);
    private volatile long startNanos;
    private volatile double betweenNanos;
    private volatile boolean over;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** One connection; its order number n is to be sent as number {@code index + n * connections} of all. */
    private final class Peer implements BinaryPeer.Answers {
        final BinaryPeer connection;
        final int index;
        final AtomicLong answered = new AtomicLong();
        long sent;

        Peer(final int port, final int index) throws IOException {
            this.index = index;
            connection = new BinaryPeer(port, window);
            connection.channel.register(selector, SelectionKey.OP_READ, this);
        }

        long planned(final long number) {
            return startNanos + (long) ((index + number * peers.length) * betweenNanos);
        }

        /** Sends what is due; whether something that is due could not be sent. */
        boolean send(final long now, final long total) throws IOException {
            final long most = Math.min(total, sent + window - (sent - answered.get()));
            while (sent < most
                    && planned(sent) <= now
                    && connection.out.remaining() >= OrderFrames.bytes(MOST_IN_FRAME)) {
                int count = 0;
                while (count < MOST_IN_FRAME && sent + count < most && planned(sent + count) <= now) {
                    lateNanos.recordValue(now - planned(sent + count));
                    count++;
                }
                connection.out.put(frames.bytes(), 0, frames.write(sent, count));
                sent += count;
            }
            return connection.out.position() > 0 && connection.write();
        }

        @Override
        public void answer(final long correlation, final int code) {
            nanos.recordValue(System.nanoTime() - planned(correlation));
            if (code < 100) {
                accepted.incrementAndGet();
            } else if (code == 101) {
                busy.incrementAndGet();
            } else {
                refused.incrementAndGet();
            }
            answered.incrementAndGet();
        }
    }

    OpenLoad(final int port, final int connections, final int window) throws IOException {
        this.window = window;
        peers = new Peer[connections];
        for (int i = 0; i < connections; i++) {
            peers[i] = new Peer(port, i);
        }
    }

    /** Sends so many a second for so long and waits for the last answer; answers the orders answered per second. */
    double run(final int perSecond, final double seconds) throws IOException, InterruptedException {
        nanos.reset();
        lateNanos.reset();
        accepted.set(0);
        busy.set(0);
        refused.set(0);
        over = false;
        for (final Peer peer : peers) {
            peer.sent = 0;
            peer.answered.set(0);
        }
        betweenNanos = 1e9 / perSecond;
        startNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
        final long each = (long) (perSecond * seconds) / peers.length;
        final Thread reader = new Thread(this::readAll, "open-load-reader");
        reader.start();
        sendAll(each);
        final long until = System.nanoTime() + PATIENCE_NANOS;
        while (answered() < each * peers.length && reader.isAlive() && System.nanoTime() < until) {
            for (final Peer peer : peers) {
                peer.send(System.nanoTime(), each);
            }
            LockSupport.parkNanos(100_000);
        }
        final double took = (System.nanoTime() - startNanos) / 1e9;
        final long answered = answered();
        over = true;
        selector.wakeup();
        reader.join();
        if (answered < each * peers.length) {
            throw new IOException(each * peers.length - answered + " orders have had no answer");
        }
        return answered / took;
    }

    private void sendAll(final long each) throws IOException {
        final Peer last = peers[peers.length - 1];
        while (last.planned(each - 1) > System.nanoTime()) {
            final long now = System.nanoTime();
            long next = Long.MAX_VALUE;
            for (final Peer peer : peers) {
                peer.send(now, each);
                next = Math.min(next, peer.planned(peer.sent));
            }
            final long left = next - System.nanoTime();
            // A window that is full, or a socket, is looked at again soon.
            LockSupport.parkNanos(left > 0 ? left : 20_000);
        }
    }

    private void readAll() {
        try {
            while (!over) {
                selector.select(100);
                for (final SelectionKey key : selector.selectedKeys()) {
                    final Peer peer = (Peer) key.attachment();
                    peer.connection.read(peer);
                }
                selector.selectedKeys().clear();
            }
        } catch (final IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private long answered() {
        long all = 0;
        for (final Peer peer : peers) {
            all += peer.answered.get();
        }
        return all;
    }

    long busy() {
        return busy.get();
    }

    long refused() {
        return refused.get();
    }

    /** Of the last run, from the planned sending to the answer. */
    Histogram nanos() {
        return nanos;
    }

    /** Of the last run, how late the sender itself was. */
    Histogram lateNanos() {
        return lateNanos;
    }

    void close() throws IOException {
        for (final Peer peer : peers) {
            peer.connection.channel.close();
        }
        selector.close();
    }
}
