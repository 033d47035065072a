package dev.tidegate.gateway.binary;

import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.ByeEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.PongEncoder;
import dev.tidegate.message.sbe.ReadRefusedEncoder;
import dev.tidegate.message.sbe.WelcomeEncoder;
import dev.tidegate.wire.ByeCode;
import dev.tidegate.wire.Scope;
import dev.tidegate.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The small frames that a gateway sends, one array each. */
final class Frames {
    private static final int MOST_BYTES = 512;
    private static final int MOST_TEXT = 200;
    private static final byte[] SERVER = "tidegate".getBytes(StandardCharsets.US_ASCII);

    private Frames() {}

    private static HeapBuffer begin() {
        return HeapBuffer.ofSize(MOST_BYTES);
    }

    private static byte[] end(final HeapBuffer frame, final int encodedLength) {
        return Arrays.copyOf(frame.byteArray(), Wire.frame(frame, 0, Wire.HEADER_BYTES + encodedLength));
    }

    static byte[] welcome(final Gate gate, final Caller caller, final int window) {
        final HeapBuffer frame = begin();
        int scopes = 0;
        for (final Scope scope : caller.scopes()) {
            scopes |= scope.bit();
        }
        final WelcomeEncoder out = new WelcomeEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .protocolVersion(Wire.PROTOCOL_VERSION)
                .window(window)
                .readWindow(gate.settings().readWindow())
                .durability((short) gate.tidegate().pipeline().durability().ordinal())
                .scopes((short) scopes)
                .maxFrameBytes(gate.settings().maxFrameBytes())
                .idleMillis(gate.settings().idleMillis())
                .principal(caller.principal())
                .timeMillis(gate.tidegate().pipeline().time().nowMillis());
        out.putServer(SERVER, 0, SERVER.length);
        return end(frame, out.encodedLength());
    }

    static byte[] pong(final long correlation) {
        final HeapBuffer frame = begin();
        final PongEncoder out = new PongEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .correlation(correlation)
                .timeMillis(System.currentTimeMillis());
        return end(frame, out.encodedLength());
    }

    static byte[] bye(final ByeCode code, final String reason) {
        final HeapBuffer frame = begin();
        final ByeEncoder out = new ByeEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .code(code.number());
        final byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        out.putReason(text, 0, Math.min(text.length, MOST_TEXT));
        return end(frame, out.encodedLength());
    }

    static byte[] readRefused(final long correlation, final OutcomeCode code, final int retryAfterMillis) {
        final HeapBuffer frame = begin();
        final ReadRefusedEncoder out = new ReadRefusedEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .correlation(correlation)
                .code(code.number())
                .retryAfterMillis(retryAfterMillis);
        return end(frame, out.encodedLength());
    }
}
