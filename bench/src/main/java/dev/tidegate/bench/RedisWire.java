package dev.tidegate.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Scripts pipelined over one connection to Redis. Writes and reads no more than it has to: it shall not be what is measured. */
final class RedisWire implements OrderWire {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
    private final Dice dice;
    /** The clock as this round has seen it, 0 at its beginning. */
    private long millis;

    private int place;

    RedisWire(final int port, final Dice dice) throws IOException {
        this.dice = dice;
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    private byte[] id() {
        return Resp.id(dice.next(), dice.next());
    }

    private long now() {
        if (millis == 0) {
            millis = System.currentTimeMillis();
        }
        return millis;
    }

    @Override
    public void reserve(final long holdMillis) {
        final byte[] buyer = Resp.buyer(dice.next(), dice.next());
        final byte[] amount = Resp.ascii(MessageWriter.AMOUNT);
        RedisScript.RESERVE.write(out, id(), buyer, Resp.ascii(now() + holdMillis), amount);
    }

    @Override
    public void confirm(final long order) {
        RedisScript.CONFIRM.write(out, id(), Resp.ascii(order), Resp.ascii(now()), Resp.ascii(MessageWriter.AMOUNT));
    }

    @Override
    public void release(final long order) {
        RedisScript.RELEASE.write(out, id(), Resp.ascii(order), Resp.ascii(now()));
    }

    @Override
    public void end() {
        millis = 0;
        place = 0;
    }

    @Override
    public boolean write() throws IOException {
        out.flip();
        channel.write(out);
        final boolean left = out.hasRemaining();
        out.compact();
        return left;
    }

    @Override
    public void read(final Answers answers) throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("Redis closed a connection");
        }
        final byte[] bytes = in.array();
        int at = 0;
        for (int i = 0; i < in.position(); i++) {
            if (bytes[i] == '\n') {
                answers.answer(place++, number(bytes, at, i - 1));
                at = i + 1;
            }
        }
        in.flip().position(at);
        in.compact();
    }

    private static long number(final byte[] bytes, final int from, final int to) throws IOException {
        if (bytes[from] != ':') {
            throw new IOException(
                    "Redis: " + new String(bytes, from, to - from, java.nio.charset.StandardCharsets.UTF_8));
        }
        if (bytes[from + 1] == '-') {
            return -1;
        }
        long number = 0;
        for (int i = from + 1; i < to; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }
}
