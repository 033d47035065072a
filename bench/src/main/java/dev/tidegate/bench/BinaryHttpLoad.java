package dev.tidegate.bench;

import dev.tidegate.message.OutcomeCode;
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
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Orders, and polls between them, over HTTP/1.1, keep-alive, one at a time on each connection: a closed loop. One thread. */
final class BinaryHttpLoad implements ClosedLoop {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final byte[] POLL = pollRequest().getBytes(StandardCharsets.US_ASCII);

    private static final String CODE = "\"code\":\"";
    private static final Map<String, OutcomeCode> CODES =
            Arrays.stream(OutcomeCode.values()).collect(Collectors.toMap(Enum::name, Function.identity()));

    private final Selector selector = Selector.open();
    private final Peer[] peers;
    private final int pollsPerOrder;
    private final Histogram nanos = new Histogram(60_000_000_000L, 3);
    private final Histogram pollNanos = new Histogram(60_000_000_000L, 3);
    private final long run = System.nanoTime();
    private AnswerCounts counts = new AnswerCounts();
    private long orders;
    private int pollsLeft;

    /** One connection. */
    private final class Peer {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
        long sentNanos;
        boolean polls;

        Peer(final int port) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(final long now) throws IOException {
            polls = pollsLeft > 0;
            pollsLeft = polls ? pollsLeft - 1 : pollsPerOrder;
            final ByteBuffer out =
                    ByteBuffer.wrap(polls ? POLL : orderRequest(run, orders++).getBytes(StandardCharsets.US_ASCII));
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
            final int length = HttpSample.lengthOf(text);
            if (length < 0 || in.position() < length) {
                return false;
            }
            if (polls) {
                counts.poll(shown(text));
            } else {
                counts.order(code(text));
            }
            in.clear();
            return true;
        }
    }

    BinaryHttpLoad(final int port, final int connections, final Storm storm) throws IOException {
        pollsPerOrder = storm.pollsPerOrder();
        peers = new Peer[connections];
        for (int i = 0; i < connections; i++) {
            peers[i] = new Peer(port);
        }
    }

    /** An order of one unit of SKU 1 by a buyer of its own; no other has both numbers. */
    static String orderRequest(final long run, final long order) {
        final String body = "{\"channel\":1,\"externalNumber\":\"" + run + "-" + order
                + "\",\"source\":\"bench\",\"lines\":[{\"sku\":1,\"quantity\":1,\"netAmount\":100}],\"buyer\":\""
                + String.format("%016x%016x", run, order + 1) + "\"}";
        return "POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    static String pollRequest() {
        return "GET /v1/units/1 HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    /** The number of the outcome that an answer tells, 0 for one that accepts and -1 for none. */
    static int code(final String answer) {
        if (answer.startsWith("HTTP/1.1 200 ")) {
            return 0;
        }
        final int at = answer.indexOf(CODE) + CODE.length();
        final int end = answer.indexOf('"', at);
        final OutcomeCode code = at < CODE.length() || end < 0 ? null : CODES.get(answer.substring(at, end));
        return code == null ? -1 : code.number();
    }

    /** Whether an answer shows what is left. */
    static boolean shown(final String answer) {
        return answer.startsWith("HTTP/1.1 200 ") && answer.contains("\"units\":");
    }

    @Override
    public double run(final double seconds) throws IOException {
        nanos.reset();
        pollNanos.reset();
        counts = new AnswerCounts();
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
                    (peer.polls ? pollNanos : nanos).recordValue(now - peer.sentNanos);
                    if (now < end) {
                        peer.send(now);
                    } else {
                        open--;
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return counts.all() / ((now - start) / 1e9);
    }

    @Override
    public void drain() {
        // A run ends with the last answer.
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
            peer.channel.close();
        }
        selector.close();
    }
}
