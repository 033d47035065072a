package dev.tidegate.client;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.CommandsDecoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.RepliesEncoder;
import dev.tidegate.message.sbe.WelcomeEncoder;
import dev.tidegate.wire.OutcomeCodec;
import dev.tidegate.wire.Wire;
import dev.tidegate.wire.WireCheck;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A gateway that answers the commands that come, one behind the other, as a script says; and nothing once that is over. */
final class ScriptedGateway implements AutoCloseable {
    /** For the script: the connection is lost instead of an answer. */
    static final @Nullable OutcomeCode HANG_UP = null;

    /** A command as it came. */
    record Attempt(boolean repeated, byte[] message) {}

    final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<@Nullable OutcomeCode> script;

    ScriptedGateway(final @Nullable OutcomeCode... script) throws IOException {
        this.script = Arrays.asList(script);
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(final Runnable work) {
        final Thread thread = new Thread(work, "scripted-gateway");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                final Socket socket = server.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (final IOException closed) {
                // The test is over.
            }
        }
    }

    private void serve(final Socket socket) {
        try (socket) {
            final DataInputStream in = new DataInputStream(socket.getInputStream());
            final OutputStream out = socket.getOutputStream();
            in.readNBytes(Integer.reverseBytes(in.readInt()));
            out.write(welcome());
            boolean open = true;
            while (open) {
                final HeapBuffer frame = new HeapBuffer(in.readNBytes(Integer.reverseBytes(in.readInt())));
                open = WireCheck.templateId(frame, 0) != CommandsDecoder.TEMPLATE_ID || answer(frame, out);
            }
        } catch (final IOException gone) {
            // The caller has hung up, or the test is over.
        }
    }

    private static byte[] welcome() {
        final HeapBuffer frame = HeapBuffer.ofSize(256);
        final WelcomeEncoder welcome = new WelcomeEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .protocolVersion(Wire.PROTOCOL_VERSION)
                .window(16)
                .readWindow(16)
                .durability((short) 0)
                .scopes((short) 63)
                .maxFrameBytes(327_680)
                .idleMillis(600_000)
                .principal(0)
                .timeMillis(System.currentTimeMillis());
        welcome.putServer(new byte[0], 0, 0);
        return end(frame, welcome.encodedLength());
    }

    private static byte[] end(final HeapBuffer frame, final int encodedLength) {
        return Arrays.copyOf(frame.byteArray(), Wire.frame(frame, 0, Wire.HEADER_BYTES + encodedLength));
    }

    /** Answers each command of a frame; false to hang up. */
    private boolean answer(final HeapBuffer frame, final OutputStream out) throws IOException {
        final boolean repeated = frame.getByte(Wire.HEADER_BYTES + CommandsDecoder.repeatedEncodingOffset()) != 0;
        long correlation = frame.getLong(Wire.HEADER_BYTES);
        for (int at = Wire.COMMANDS_OFFSET; at < frame.capacity(); correlation++) {
            final int from = at + Wire.LENGTH_BYTES;
            at = from + frame.getInt(at);
            final int number = attempts.size();
            attempts.add(new Attempt(repeated, Arrays.copyOfRange(frame.byteArray(), from, at)));
            if (number < script.size()) {
                final OutcomeCode code = script.get(number);
                if (code == HANG_UP) {
                    return false;
                }
                out.write(reply(correlation, code, frame, from));
            }
        }
        return true;
    }

    private static byte[] reply(
            final long correlation, final OutcomeCode code, final HeapBuffer frame, final int message) {
        final HeapBuffer reply = HeapBuffer.ofSize(Wire.REPLY_BYTES);
        reply.putLong(0, correlation);
        reply.putInt(8, Wire.OUTCOME_BYTES);
        new OutcomeCodec()
                .encode(
                        new Outcome().begin(0, 0).set(code, 0, 0, 0, 0),
                        frame.getLong(message + MessageCheck.ID_HIGH_OFFSET),
                        frame.getLong(message + MessageCheck.ID_LOW_OFFSET),
                        reply,
                        Wire.REPLY_HEADER_BYTES);
        final HeapBuffer all = HeapBuffer.ofSize(64 + Wire.REPLY_BYTES);
        final RepliesEncoder replies = new RepliesEncoder()
                .wrapAndApplyHeader(all, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .retryAfterMillis(0);
        replies.putReplies(reply.byteArray(), 0, Wire.REPLY_BYTES);
        return end(all, replies.encodedLength());
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (final Socket socket : sockets) {
            socket.close();
        }
    }
}
