package dev.tidegate.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A closed loop over some connections, the same for us and a peer: each sends a round of commands, waits for all of their
 * answers, and sends the next. In a life an order is paid (30 %) or cancelled (20 %) in the round behind its answer, or
 * left to expire. One thread.
 */
final class WireLoad {
    private static final long MOST_WAIT_NANOS = 60_000_000_000L;
    private static final int OF_TEN_PAID = 3;
    private static final int OF_TEN_PAID_OR_CANCELLED = 5;

    /** Commands of one kind that were answered, from the beginning. */
    static final class Count {
        long accepted;
        long refused;

        long all() {
            return accepted + refused;
        }
    }

    final Count reserved = new Count();
    final Count confirmed = new Count();
    final Count released = new Count();
    /** From writing a command to having read its answer, in the turns that count. */
    final Histogram nanos = new Histogram(60_000_000_000L, 3);

    private final Selector selector = Selector.open();
    private final Connection[] connections;
    private final int depth;
    private final boolean life;
    private final long holdMillis;
    private final Dice dice = new Dice(7);
    private boolean stopping;
    private long now;

    /** One connection and its round. */
    private final class Connection implements OrderWire.Answers {
        final OrderWire wire;
        final SelectionKey key;
        final Count[] kinds = new Count[depth];
        /** Orders to pay, and below zero to cancel, in the next round. */
        final long[] follow = new long[depth];

        int follows;
        int open;
        long sentNanos;

        Connection(final OrderWire wire) throws IOException {
            this.wire = wire;
            key = wire.channel().register(selector, SelectionKey.OP_READ, this);
        }

        void go() throws IOException {
            if (open == 0 && !stopping) {
                while (open < depth) {
                    kinds[open] = next();
                    open++;
                }
                wire.end();
                sentNanos = now;
            }
            key.interestOps(wire.write() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        private Count next() {
            if (follows == 0) {
                wire.reserve(holdMillis);
                return reserved;
            }
            final long order = follow[--follows];
            if (order > 0) {
                wire.confirm(order);
                return confirmed;
            }
            wire.release(-order);
            return released;
        }

        @Override
        public void answer(final int place, final long order) {
            nanos.recordValue(now - sentNanos);
            open--;
            final Count kind = kinds[place];
            if (order <= 0) {
                kind.refused++;
                return;
            }
            kind.accepted++;
            if (life && kind == reserved && !stopping) {
                final int drawn = dice.below(10);
                if (drawn < OF_TEN_PAID_OR_CANCELLED) {
                    follow[follows++] = drawn < OF_TEN_PAID ? order : -order;
                }
            }
        }
    }

    WireLoad(final List<? extends OrderWire> wires, final int depth, final boolean life, final long holdMillis)
            throws IOException {
        this.depth = depth;
        this.life = life;
        this.holdMillis = holdMillis;
        connections = new Connection[wires.size()];
        for (int i = 0; i < connections.length; i++) {
            connections[i] = new Connection(wires.get(i));
        }
    }

    /** Keeps every connection busy for so long; answers the commands answered per second. */
    double run(final double seconds) throws IOException {
        final long before = answered();
        stopping = false;
        now = System.nanoTime();
        final long start = now;
        final long end = start + (long) (seconds * 1e9);
        for (final Connection connection : connections) {
            connection.go();
        }
        while (now < end) {
            step();
        }
        return (answered() - before) * 1e9 / (now - start);
    }

    /** Sends nothing more, and waits until everything sent has been answered. */
    void drain() throws IOException {
        stopping = true;
        final long end = System.nanoTime() + MOST_WAIT_NANOS;
        while (open()) {
            if (System.nanoTime() > end) {
                throw new IOException("answers did not come within a minute");
            }
            step();
        }
        for (final Connection connection : connections) {
            connection.follows = 0;
        }
    }

    private void step() throws IOException {
        selector.select(100);
        now = System.nanoTime();
        for (final SelectionKey key : selector.selectedKeys()) {
            final Connection connection = (Connection) key.attachment();
            if (key.isReadable()) {
                connection.wire.read(connection);
            }
            connection.go();
        }
        selector.selectedKeys().clear();
    }

    private boolean open() {
        for (final Connection connection : connections) {
            if (connection.open > 0) {
                return true;
            }
        }
        return false;
    }

    /** Commands answered from the beginning. */
    long answered() {
        return reserved.all() + confirmed.all() + released.all();
    }

    void close() throws IOException {
        for (final Connection connection : connections) {
            connection.wire.channel().close();
        }
        selector.close();
    }
}
