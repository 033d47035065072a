package dev.tidegate.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers that do what they should not: connections that send orders and read nothing, and a storm of connections of which
 * every other sends half a greeting, the others a greeting and a frame of orders, and each is gone at once.
 */
final class EdgeAbuse implements AutoCloseable {
    private static final int DEAF = 50;
    private static final int FRAME_ORDERS = 32;
    private static final long PAUSE_MICROS = 500;

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong storms = new AtomicLong();
    private volatile boolean over;

    EdgeAbuse(final int port) {
        this.port = port;
        start("deaf", this::deaf);
        start("storm", this::storm);
    }

    /** What one of them does until it is over. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void start(final String name, final Work work) {
        final Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (final IOException | InterruptedException ended) {
                        throw new IllegalStateException(ended);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** Connections of the storm so far. */
    long storms() {
        return storms.get();
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private void deaf() throws IOException, InterruptedException {
        final OrderFrames frames = new OrderFrames(FRAME_ORDERS);
        final List<SocketChannel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < DEAF; i++) {
                final SocketChannel channel = connect();
                channels.add(channel);
                channel.write(ByteBuffer.wrap(BinaryPeer.hello(64)));
                channel.configureBlocking(false);
            }
            while (!over) {
                for (final SocketChannel channel : channels) {
                    try {
                        // A frame that is not taken whole is as good: what follows makes no sense to anybody.
                        channel.write(ByteBuffer.wrap(frames.bytes(), 0, frames.write(0, FRAME_ORDERS)));
                    } catch (final IOException cut) {
                        // As it should be.
                    }
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } finally {
            for (final SocketChannel channel : channels) {
                channel.close();
            }
        }
    }

    private void storm() throws InterruptedException {
        final OrderFrames frames = new OrderFrames(FRAME_ORDERS);
        final byte[] hello = BinaryPeer.hello(64);
        while (!over) {
            try (SocketChannel channel = connect()) {
                if (storms.incrementAndGet() % 2 == 0) {
                    channel.write(ByteBuffer.wrap(hello, 0, 9));
                } else {
                    channel.write(ByteBuffer.wrap(hello));
                    channel.write(ByteBuffer.wrap(frames.bytes(), 0, frames.write(0, FRAME_ORDERS)));
                }
            } catch (final IOException cut) {
                // As it should be.
            }
            TimeUnit.MICROSECONDS.sleep(PAUSE_MICROS);
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            for (final Thread thread : threads) {
                thread.join();
            }
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
