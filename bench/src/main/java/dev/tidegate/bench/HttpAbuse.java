package dev.tidegate.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers over HTTP that do what they should not: some send orders and read nothing, some send a header byte by byte, many
 * are idle, and a storm of connections brings half a request, noise, or a wrong key, and each is gone at once.
 */
final class HttpAbuse implements AutoCloseable {
    private static final int DEAF = 50;
    private static final int SLOW = 50;
    private static final int DEAF_MILLIS = 10;
    private static final int SLOW_MILLIS = 20;
    private static final long PAUSE_MICROS = 500;
    private static final int NOISE_BYTES = 512;

    private final int port;
    private final long run = System.nanoTime();
    private final List<Thread> threads = new ArrayList<>();
    private final List<SocketChannel> idle = new ArrayList<>();
    private final AtomicLong storms = new AtomicLong();
    private volatile boolean over;

    /** What one of them does until it is over. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    HttpAbuse(final int port, final int idleConnections) throws IOException {
        this.port = port;
        for (int i = 0; i < idleConnections; i++) {
            idle.add(connect());
        }
        start("deaf", () -> repeat(DEAF, DEAF_MILLIS, HttpAbuse::order));
        start(
                "slow",
                () -> repeat(SLOW, SLOW_MILLIS, (number, turn) -> {
                    final byte[] whole = order(number, turn);
                    return new byte[] {whole[(int) (turn % 64)]};
                }));
        start("storm", this::storm);
    }

    /** What a connection of some sends in its turn. */
    @FunctionalInterface
    private interface Bytes {
        byte[] of(long number, long turn);
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

    private static byte[] order(final long number, final long turn) {
        return BinaryHttpLoad.orderRequest(number, turn).getBytes(StandardCharsets.US_ASCII);
    }

    /** Some connections that read nothing; whoever is cut off comes again. */
    private void repeat(final int connections, final int millis, final Bytes bytes)
            throws IOException, InterruptedException {
        final SocketChannel[] channels = new SocketChannel[connections];
        try {
            for (int i = 0; i < connections; i++) {
                channels[i] = deaf();
            }
            for (long turn = 0; !over; turn++) {
                for (int i = 0; i < connections; i++) {
                    try {
                        channels[i].write(ByteBuffer.wrap(bytes.of(run + i, turn)));
                    } catch (final IOException cut) {
                        channels[i].close();
                        channels[i] = deaf();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(millis);
            }
        } finally {
            for (final SocketChannel channel : channels) {
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private SocketChannel deaf() throws IOException {
        final SocketChannel channel = connect();
        channel.configureBlocking(false);
        return channel;
    }

    private void storm() throws InterruptedException {
        final Dice dice = new Dice(run);
        while (!over) {
            try (SocketChannel channel = connect()) {
                channel.write(ByteBuffer.wrap(nonsense(storms.incrementAndGet(), dice)));
            } catch (final IOException cut) {
                // As it should be.
            }
            TimeUnit.MICROSECONDS.sleep(PAUSE_MICROS);
        }
    }

    /** Half a request, noise, or a wrong key, in turns. */
    private byte[] nonsense(final long number, final Dice dice) {
        final byte[] whole = order(run - 1, number);
        return switch ((int) (number % 3)) {
            case 0 -> Arrays.copyOf(whole, whole.length / 2);
            case 1 -> {
                final byte[] noise = new byte[NOISE_BYTES];
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = (byte) dice.next();
                }
                yield noise;
            }
            default ->
                "GET /v1/units/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII);
        };
    }

    @Override
    public void close() throws IOException {
        over = true;
        try {
            for (final Thread thread : threads) {
                thread.join();
            }
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        for (final SocketChannel channel : idle) {
            channel.close();
        }
    }
}
