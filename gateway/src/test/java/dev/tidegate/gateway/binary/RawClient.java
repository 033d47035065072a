package dev.tidegate.gateway.binary;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.ByeDecoder;
import dev.tidegate.message.sbe.CommandsEncoder;
import dev.tidegate.message.sbe.HelloEncoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.PingEncoder;
import dev.tidegate.message.sbe.RepliesDecoder;
import dev.tidegate.message.sbe.WelcomeDecoder;
import dev.tidegate.wire.ByeCode;
import dev.tidegate.wire.OutcomeCodec;
import dev.tidegate.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A caller that sends exactly the bytes it is told to. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 120_000;

    final Socket socket;
    private final DataInputStream in;
    private final Map<Long, Outcome> replies = new TreeMap<>();
    int retryAfterMillis;

    RawClient(final int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connected and greeted. */
    static RawClient open(final int port) throws IOException {
        return open(port, "", 0);
    }

    static RawClient open(final int port, final String key, final int window) throws IOException {
        final RawClient client = new RawClient(port);
        client.send(hello(key, window, Wire.PROTOCOL_VERSION));
        client.welcome();
        return client;
    }

    void send(final byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    // ---- what is sent

    static byte[] hello(final String key, final int window, final int version) {
        final HeapBuffer frame = HeapBuffer.ofSize(512);
        final HelloEncoder hello = new HelloEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .protocolVersion(version)
                .window(window);
        hello.putCredentials(key.getBytes(StandardCharsets.US_ASCII), 0, key.length());
        hello.putClient("test".getBytes(StandardCharsets.US_ASCII), 0, 4);
        return end(frame, hello.encodedLength());
    }

    static byte[] ping(final long correlation) {
        final HeapBuffer frame = HeapBuffer.ofSize(64);
        final PingEncoder ping = new PingEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .correlation(correlation);
        return end(frame, ping.encodedLength());
    }

    static byte[] end(final HeapBuffer frame, final int encodedLength) {
        return Arrays.copyOf(frame.byteArray(), Wire.frame(frame, 0, Wire.HEADER_BYTES + encodedLength));
    }

    /** One frame with these commands under new ids. */
    static byte[] commands(final long correlation, final Command... commands) {
        final byte[][] messages = new byte[commands.length][];
        for (int i = 0; i < commands.length; i++) {
            messages[i] = message(TestGateway.newHeader(), commands[i]);
        }
        return frame(correlation, messages);
    }

    static byte[] message(final CommandHeader header, final Command command) {
        final HeapBuffer buffer = HeapBuffer.ofSize(CommandEncoder.sizeOf(command));
        final int length = new CommandEncoder().encode(header, command, buffer, 0);
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    static byte[] frame(final long correlation, final byte[]... messages) {
        return frame(correlation, false, messages);
    }

    static byte[] frame(final long correlation, final boolean repeated, final byte[]... messages) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] message : messages) {
            final HeapBuffer length = HeapBuffer.ofSize(4);
            length.putInt(0, message.length);
            all.writeBytes(length.byteArray());
            all.writeBytes(message);
        }
        final HeapBuffer frame = HeapBuffer.ofSize(64 + all.size());
        final CommandsEncoder out = new CommandsEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .firstCorrelation(correlation)
                .repeated((short) (repeated ? 1 : 0));
        out.putCommands(all.toByteArray(), 0, all.size());
        return end(frame, out.encodedLength());
    }

    // ---- what comes

    /** The next frame's message. */
    HeapBuffer next() throws IOException {
        final int length = Integer.reverseBytes(in.readInt());
        return new HeapBuffer(in.readNBytes(length));
    }

    static int template(final HeapBuffer message) {
        return message.getShort(2) & 0xFFFF;
    }

    HeapBuffer next(final int template) throws IOException {
        final HeapBuffer message = next();
        if (template(message) == ByeDecoder.TEMPLATE_ID && template != ByeDecoder.TEMPLATE_ID) {
            throw new IOException("bye: " + bye(message));
        }
        if (template(message) != template) {
            throw new IOException("template " + template(message) + " instead of " + template);
        }
        return message;
    }

    WelcomeDecoder welcome() throws IOException {
        return new WelcomeDecoder().wrapAndApplyHeader(next(WelcomeDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
    }

    static ByeCode bye(final HeapBuffer message) {
        return ByeCode.of(new ByeDecoder()
                .wrapAndApplyHeader(message, 0, new MessageHeaderDecoder())
                .code());
    }

    /** The code with which the gateway says goodbye, whatever comes before it; fails unless it then closes. */
    ByeCode awaitBye() throws IOException {
        HeapBuffer message = next();
        while (template(message) != ByeDecoder.TEMPLATE_ID) {
            message = next();
        }
        final ByeCode code = bye(message);
        if (!ended()) {
            throw new IOException("a frame came behind the goodbye");
        }
        return code;
    }

    /** Whether the connection is closed by the gateway, without another byte. */
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (final EOFException | SocketException closed) {
            return true;
        }
    }

    /** The answer to a correlation, whenever it comes. */
    Outcome reply(final long correlation) throws IOException {
        while (!replies.containsKey(correlation)) {
            takeReplies(next(RepliesDecoder.TEMPLATE_ID));
        }
        return replies.remove(correlation);
    }

    List<Outcome> replies(final long first, final int count) throws IOException {
        final Outcome[] outcomes = new Outcome[count];
        for (int i = 0; i < count; i++) {
            outcomes[i] = reply(first + i);
        }
        return List.of(outcomes);
    }

    private void takeReplies(final HeapBuffer message) {
        retryAfterMillis = Math.max(retryAfterMillis, message.getInt(Wire.HEADER_BYTES));
        for (int at = Wire.REPLIES_OFFSET; at < message.capacity(); ) {
            final long correlation = message.getLong(at);
            final int length = message.getInt(at + 8);
            replies.put(correlation, new OutcomeCodec().decode(message, at + Wire.REPLY_HEADER_BYTES, new Outcome()));
            at += Wire.REPLY_HEADER_BYTES + length;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
