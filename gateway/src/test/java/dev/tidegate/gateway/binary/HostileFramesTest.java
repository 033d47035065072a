package dev.tidegate.gateway.binary;

import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.ByeDecoder;
import dev.tidegate.message.sbe.PongDecoder;
import dev.tidegate.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames of a greeted caller. An input is a list of frames, each two bytes of length and so many bytes. Behind them
 * comes a ping: it is answered, or the gateway has said goodbye. A connection that just ends is an exception that nobody
 * expected.
 */
class HostileFramesTest {
    private static final long LAST = 0x7A57;
    private static final int MOST_FRAMES = 20;

    private static TestGateway shop;

    @BeforeAll
    static void open() throws IOException {
        shop = TestGateway.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    static Stream<byte[]> inputs() {
        return Stream.of(
                script(RawClient.ping(5)),
                script(RawClient.commands(1, place(WEB, "F-1", 1), new Command.StartPayment(1))),
                script(RawClient.commands(1, new Command.CancelOrder(1, 1, List.of()))),
                script(RawClient.hello("", 0, 1)));
    }

    private static byte[] script(final byte[]... frames) {
        final ByteArrayOutputStream script = new ByteArrayOutputStream();
        for (final byte[] frame : frames) {
            final int length = frame.length - Wire.LENGTH_BYTES;
            script.write(length);
            script.write(length >>> Byte.SIZE);
            script.write(frame, Wire.LENGTH_BYTES, length);
        }
        return script.toByteArray();
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "2m")
    void shouldBeAnsweredOrSeenOff(final byte[] input) throws IOException {
        try (RawClient caller = RawClient.open(shop.binaryPort())) {
            // Thousands of connections one after the other would use up the ports.
            caller.socket.setSoLinger(true, 0);
            final byte[] frames = frames(input);
            caller.send(frames);
            HeapBuffer answer = caller.next();
            while (!isLast(answer)) {
                answer = caller.next();
            }
        }
    }

    private static boolean isLast(final HeapBuffer answer) {
        final int template = RawClient.template(answer);
        assertThat(template).as("a frame of %d bytes", answer.capacity()).isBetween(301, 330);
        return template == ByeDecoder.TEMPLATE_ID
                || template == PongDecoder.TEMPLATE_ID && answer.getLong(Wire.HEADER_BYTES) == LAST;
    }

    private static byte[] frames(final byte[] input) {
        final ByteArrayOutputStream frames = new ByteArrayOutputStream();
        int at = 0;
        for (int i = 0; i < MOST_FRAMES && at + 2 + Wire.HEADER_BYTES <= input.length; i++) {
            final int said = input[at] & 0xFF | (input[at + 1] & 0xFF) << 8;
            final int length = Math.max(Wire.HEADER_BYTES, Math.min(said, input.length - at - 2));
            final HeapBuffer frame = HeapBuffer.ofSize(Wire.LENGTH_BYTES + length);
            frame.putInt(0, length);
            frame.putBytes(Wire.LENGTH_BYTES, input, at + 2, Math.min(length, input.length - at - 2));
            frames.writeBytes(frame.byteArray());
            at += 2 + length;
        }
        frames.writeBytes(RawClient.ping(LAST));
        return frames.toByteArray();
    }
}
