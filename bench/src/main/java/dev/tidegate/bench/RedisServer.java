package dev.tidegate.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Redis of our own on a free port, with its append-only file in a folder, and the shop's stock in it. A sweeper, as a
 * shop has one, releases holds whose time has come.
 */
final class RedisServer implements AutoCloseable {
    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long END_SECONDS = 60;
    private static final int SWEEP_MOST = 100;
    private static final long SWEEP_EVERY_MILLIS = 10;

    final int port;
    private final Process process;
    private final RedisCalls calls;
    private final Thread sweeper;
    private final long units;
    private volatile boolean ending;
    private volatile boolean sweeping = true;

    private RedisServer(final Process process, final int port, final long units, final long holdMillis)
            throws IOException {
        this.process = process;
        this.port = port;
        this.units = units;
        calls = ready(process, port, holdMillis);
        for (final RedisScript script : RedisScript.values()) {
            calls.load(script);
        }
        final String stock = RedisScript.Key.STOCK;
        calls.call("HSET", stock, "available", String.valueOf(units), "held", "0", "sold", "0", "orders", "0");
        sweeper = new Thread(this::sweep, "sweeper");
        sweeper.start();
    }

    /** Where the program is, if it is there. */
    static Optional<Path> program() {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts one without snapshots and without rewriting its file, which would be work beside what is measured.
     *
     * @param force when its file is forced: {@code always} before it answers, {@code everysec} each second
     */
    static RedisServer start(
            final Path program, final String force, final Path folder, final long units, final long holdMillis)
            throws IOException {
        final int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(folder);
        final ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                InetAddress.getLoopbackAddress().getHostAddress(),
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                force,
                "--auto-aof-rewrite-percentage",
                "0");
        final Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        // Unlike our gateway it does not end when whoever started it is gone.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            return new RedisServer(process, port, units, holdMillis);
        } catch (final IOException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    private static RedisCalls ready(final Process process, final int port, final long holdMillis) throws IOException {
        final long end = System.nanoTime() + READY_NANOS;
        while (true) {
            try {
                final RedisCalls calls = new RedisCalls(port, holdMillis);
                calls.call("PING");
                return calls;
            } catch (final IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("redis-server did not start", e);
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(SWEEP_EVERY_MILLIS);
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void sweep() {
        try (RedisCalls own = new RedisCalls(port, 0)) {
            while (!ending) {
                if (own.expire(System.currentTimeMillis(), SWEEP_MOST) < SWEEP_MOST) {
                    pause();
                }
            }
        } catch (final IOException e) {
            sweeping = ending;
        }
    }

    RedisCalls calls() {
        return calls;
    }

    /** Time that it had a processor. */
    long processorNanos() {
        return Processors.nanos(process);
    }

    /** Checks the books against what the load was answered; answers a line for the report. */
    String proof(final long accepted, final long paid) throws IOException {
        ending = true;
        try {
            sweeper.join();
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
        final String stock = RedisScript.Key.STOCK;
        final long available = calls.number("HGET", stock, "available");
        final long held = calls.number("HGET", stock, "held");
        final long sold = calls.number("HGET", stock, "sold");
        final long orders = calls.number("HGET", stock, "orders");
        final long waiting = calls.number("ZCARD", RedisScript.Key.DEADLINES);
        final long limited = calls.number("HLEN", RedisScript.Key.BUYERS);
        PeerRehearsal.require(sweeping, "nothing expired any more");
        PeerRehearsal.require(available + held + sold == units, "units " + available + ", " + held + ", " + sold);
        PeerRehearsal.require(orders == accepted, orders + " orders, accepted " + accepted);
        PeerRehearsal.require(sold == paid, "sold " + sold + ", paid " + paid);
        PeerRehearsal.require(waiting == held, waiting + " deadlines, held " + held);
        PeerRehearsal.require(limited == held + sold, limited + " buyers, held " + held + ", sold " + sold);
        return String.format(
                "proof ok: available %,d + held %,d + sold %,d = received, orders %,d", available, held, sold, orders);
    }

    @Override
    public void close() throws IOException {
        ending = true;
        calls.close();
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            sweeper.join();
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
    }
}
