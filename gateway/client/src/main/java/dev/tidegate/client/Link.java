package dev.tidegate.client;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.ByeDecoder;
import dev.tidegate.message.sbe.CommandsEncoder;
import dev.tidegate.message.sbe.HelloEncoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.PingEncoder;
import dev.tidegate.message.sbe.WelcomeDecoder;
import dev.tidegate.wire.ByeCode;
import dev.tidegate.wire.Wire;
import dev.tidegate.wire.WireCheck;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One connection, from its greeting to its end. Read by one thread, written by another. */
final class Link implements AutoCloseable {
    private static final int READ_BYTES = 64 * 1024;
    private static final int LARGEST_FRAME = 64 * 1024 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private HeapBuffer received = HeapBuffer.ofSize(READ_BYTES);
    private HeapBuffer sending = HeapBuffer.ofSize(READ_BYTES);
    private int window;
    private int maxFrameBytes = Wire.MAX_HELLO_BYTES;
    private int idleMillis;
    private long clockAheadMillis;

    private Link(final Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream(), READ_BYTES);
        out = socket.getOutputStream();
    }

    /**
     * Connects and greets.
     *
     * @throws ByeException when the gateway does not want us
     */
    static Link open(final ClientOptions options, final InetSocketAddress address) throws IOException {
        final int millis = Math.toIntExact(options.connectTimeout().toMillis());
        final Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(address.getHostString(), address.getPort()), millis);
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(millis);
            final Link link = new Link(options.tls() == null ? plain : secure(options, address, plain));
            link.greet(options);
            return link;
        } catch (final IOException | RuntimeException failure) {
            plain.close();
            throw failure;
        }
    }

    private static Socket secure(final ClientOptions options, final InetSocketAddress address, final Socket plain)
            throws IOException {
        final SSLSocket socket = (SSLSocket) Objects.requireNonNull(options.tls())
                .createSocket(plain, address.getHostString(), address.getPort(), true);
        final SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void greet(final ClientOptions options) throws IOException {
        final HelloEncoder hello = new HelloEncoder()
                .wrapAndApplyHeader(sending, Wire.LENGTH_BYTES, header)
                .protocolVersion(Wire.PROTOCOL_VERSION)
                .window(options.window());
        final String credentials = options.signed()
                ? SignedGreeting.credentials(options.key(), System.currentTimeMillis())
                : options.key();
        final byte[] key = credentials.getBytes(StandardCharsets.UTF_8);
        final byte[] name = options.name().getBytes(StandardCharsets.UTF_8);
        hello.putCredentials(key, 0, key.length);
        hello.putClient(name, 0, name.length);
        flush(Wire.HEADER_BYTES + hello.encodedLength());
        final int length = receive();
        final int template = WireCheck.templateId(received, 0);
        if (template != WelcomeDecoder.TEMPLATE_ID || length < Wire.HEADER_BYTES + WelcomeDecoder.BLOCK_LENGTH) {
            throw new IOException("the answer to the greeting was template " + template);
        }
        final WelcomeDecoder welcome = new WelcomeDecoder().wrapAndApplyHeader(received, 0, new MessageHeaderDecoder());
        window = welcome.window();
        maxFrameBytes = welcome.maxFrameBytes();
        idleMillis = welcome.idleMillis();
        clockAheadMillis = welcome.timeMillis() - System.currentTimeMillis();
        if (window < 1 || maxFrameBytes < Wire.MAX_HELLO_BYTES || idleMillis < 1) {
            throw new IOException("the gateway's limits make no sense");
        }
        socket.setSoTimeout(idleMillis);
    }

    /** Commands that may be unanswered. */
    int window() {
        return window;
    }

    /** After so much silence a Ping is due, so that neither side takes the other for dead. */
    int pingMillis() {
        return Math.max(1, idleMillis / 3);
    }

    /** Takes the gateway for dead when it has been silent for three times as long. */
    void expectSomethingEvery(final int millis) throws IOException {
        socket.setSoTimeout(Math.max(idleMillis, 3 * Math.max(1, millis)));
    }

    /** How far the gateway's clock is ahead of ours. */
    long clockAheadMillis() {
        return clockAheadMillis;
    }

    // ---- the reading thread

    /** What was received last. */
    HeapBuffer received() {
        return received;
    }

    /**
     * Waits for the next message, and answers its length.
     *
     * @throws ByeException when it is the last one
     */
    int receive() throws IOException {
        readWhole(0, Wire.LENGTH_BYTES);
        final int length = received.getInt(0);
        if (length < Wire.HEADER_BYTES || length > LARGEST_FRAME) {
            throw new IOException("a frame of " + (length & 0xFFFF_FFFFL) + " bytes");
        }
        if (length > received.capacity()) {
            received = HeapBuffer.ofSize(Integer.highestOneBit(length) * 2);
        }
        readWhole(0, length);
        if (WireCheck.templateId(received, 0) == ByeDecoder.TEMPLATE_ID) {
            final int code = length < Wire.HEADER_BYTES + 2 ? 0 : received.getShort(Wire.HEADER_BYTES) & 0xFFFF;
            throw new ByeException(ByeCode.of(code));
        }
        return length;
    }

    private void readWhole(final int at, final int length) throws IOException {
        if (in.readNBytes(received.byteArray(), at, length) < length) {
            throw new EOFException("the gateway closed the connection");
        }
    }

    // ---- the writing thread

    /** Writes what may be sent of the commands into the next frame; the bytes it has, 0 for nothing. */
    int fill(final PendingCommands commands, final long nowNanos) {
        final long first = commands.nextWire();
        final int at = Wire.LENGTH_BYTES + Wire.COMMANDS_OFFSET;
        ensure(maxFrameBytes + Wire.LENGTH_BYTES);
        final int bytes = commands.write(sending, at, maxFrameBytes - Wire.COMMANDS_OFFSET, window, nowNanos);
        if (bytes == 0) {
            return 0;
        }
        new CommandsEncoder()
                .wrapAndApplyHeader(sending, Wire.LENGTH_BYTES, header)
                .firstCorrelation(first)
                .repeated((short) (commands.wroteRepeated() ? 1 : 0));
        sending.putInt(at - Wire.LENGTH_BYTES, bytes);
        return Wire.COMMANDS_OFFSET + bytes;
    }

    private void ensure(final int bytes) {
        if (sending.capacity() < bytes) {
            sending = HeapBuffer.ofSize(bytes);
        }
    }

    /** Sends the message of so many bytes that was filled in. */
    void flush(final int length) throws IOException {
        out.write(sending.byteArray(), 0, Wire.frame(sending, 0, length));
    }

    /** Sends a frame that is ready. */
    void send(final byte[] frame) throws IOException {
        out.write(frame);
    }

    void ping() throws IOException {
        final PingEncoder ping = new PingEncoder()
                .wrapAndApplyHeader(sending, Wire.LENGTH_BYTES, header)
                .correlation(0);
        flush(Wire.HEADER_BYTES + ping.encodedLength());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (final IOException gone) {
            // It is closed either way.
        }
    }

    /** The gateway said goodbye. */
    static final class ByeException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        ByeException(final ByeCode code) {
            super("the gateway said goodbye: " + code);
        }
    }
}
