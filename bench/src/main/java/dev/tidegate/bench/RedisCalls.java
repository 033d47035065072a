package dev.tidegate.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** One connection to Redis that waits for each answer: for what is not measured, and for the sweeper. One thread. */
final class RedisCalls implements PeerRehearsal.Shop, AutoCloseable {
    private static final int MOST_WAIT_MILLIS = 60_000;
    private static final byte[] NO_ID = {};

    private final ByteBuffer out = ByteBuffer.allocate(64 * 1024);
    private final Socket socket;
    private final InputStream in;
    private final long holdMillis;

    RedisCalls(final int port, final long holdMillis) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(MOST_WAIT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        this.holdMillis = holdMillis;
    }

    /** Sends a command; answers its one line, or its one word. */
    String call(final String... words) throws IOException {
        final StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (final String word : words) {
            command.append(Resp.word(word));
        }
        out.put(Resp.ascii(command.toString()));
        return answer();
    }

    long number(final String... words) throws IOException {
        return Long.parseLong(call(words));
    }

    private long run(final RedisScript script, final byte[] id, final byte[]... arguments) throws IOException {
        script.write(out, id, arguments);
        return Long.parseLong(answer());
    }

    private String answer() throws IOException {
        socket.getOutputStream().write(out.array(), 0, out.position());
        out.clear();
        final String line = line();
        if (line.startsWith("-")) {
            throw new IOException("Redis: " + line);
        }
        return line.startsWith("$") ? line() : line.substring(1);
    }

    private String line() throws IOException {
        final StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("Redis closed a connection");
            }
            line.append((char) next);
        }
        return line.substring(0, line.length() - 1);
    }

    /** Makes a script known. */
    void load(final RedisScript script) throws IOException {
        out.put(Resp.ascii("*3\r\n" + Resp.word("SCRIPT") + Resp.word("LOAD")));
        out.put(("$" + script.text().length() + "\r\n" + script.text() + "\r\n").getBytes(StandardCharsets.UTF_8));
        answer();
    }

    @Override
    public long reserve(final UUID id, final UUID buyer, final long amount, final long now) throws IOException {
        final byte[] deadline = Resp.ascii(now + holdMillis);
        return run(RedisScript.RESERVE, Resp.id(id), Resp.buyer(buyer), deadline, Resp.ascii(amount));
    }

    @Override
    public long confirm(final UUID id, final long order, final long amount, final long now) throws IOException {
        return run(RedisScript.CONFIRM, Resp.id(id), Resp.ascii(order), Resp.ascii(now), Resp.ascii(amount));
    }

    @Override
    public long release(final UUID id, final long order, final long now) throws IOException {
        return run(RedisScript.RELEASE, Resp.id(id), Resp.ascii(order), Resp.ascii(now));
    }

    /** Releases what is due, so many at most; answers how many. */
    int expire(final long now, final int most) throws IOException {
        return (int) run(RedisScript.EXPIRE, NO_ID, Resp.ascii(now), Resp.ascii(most));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
