package dev.tidegate.gateway.binary;

import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.wire.ByeCode;
import dev.tidegate.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class HostileBytesTest {
    private static TestGateway shop;

    @BeforeAll
    static void open() throws IOException {
        shop = TestGateway.open("timeouts.stall-millis", "500", "connections.total", "40");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static ByeCode answerTo(final byte[] bytes, final boolean greeted) throws IOException {
        return answerOf(shop, bytes, greeted);
    }

    private static ByeCode answerOf(final TestGateway gateway, final byte[] bytes, final boolean greeted)
            throws IOException {
        try (RawClient client = greeted ? RawClient.open(gateway.binaryPort()) : new RawClient(gateway.binaryPort())) {
            client.send(bytes);
            return client.awaitBye();
        }
    }

    private static byte[] length(final int length, final int more) {
        final HeapBuffer bytes = HeapBuffer.ofSize(4 + more);
        bytes.putInt(0, length);
        return bytes.byteArray();
    }

    private static byte[] changed(final byte[] frame, final int at, final int value) {
        final byte[] copy = frame.clone();
        copy[at] = (byte) value;
        return copy;
    }

    @Test
    void shouldRefuseLengthsThatNoFrameHas() throws IOException {
        for (final int wrong : new int[] {0, 7, -1, Integer.MIN_VALUE, 327_681, Integer.MAX_VALUE}) {
            assertThat(answerTo(length(wrong, 8), true)).as("length " + wrong).isEqualTo(ByeCode.BAD_FRAME);
        }
        assertThat(answerTo(length(1025, 0), false)).isEqualTo(ByeCode.BAD_FRAME);
    }

    @Test
    void shouldRefuseWhatIsNotAGreeting() throws IOException {
        assertThat(answerTo(RawClient.ping(1), false)).isEqualTo(ByeCode.HELLO_EXPECTED);
        assertThat(answerTo(RawClient.hello("", 0, 1), true)).isEqualTo(ByeCode.HELLO_EXPECTED);
        assertThat(answerTo(RawClient.hello("", 0, 2), false)).isEqualTo(ByeCode.VERSION);
        assertThat(answerTo("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), false))
                .isEqualTo(ByeCode.BAD_FRAME);
    }

    @Test
    void shouldRefuseMessagesThatNoCallerSends() throws IOException {
        final byte[] ping = RawClient.ping(1);
        assertThat(answerTo(changed(ping, 6, 200), true)).isEqualTo(ByeCode.UNKNOWN_MESSAGE);
        // A Welcome, template 301, is for the gateway alone to send.
        assertThat(answerTo(changed(ping, 6, 301 & 0xFF), true)).isEqualTo(ByeCode.UNKNOWN_MESSAGE);
        assertThat(answerTo(changed(ping, 4, 9), true)).as("block length").isEqualTo(ByeCode.BAD_FRAME);
        assertThat(answerTo(changed(ping, 8, 1), true)).as("schema").isEqualTo(ByeCode.BAD_FRAME);
        assertThat(answerTo(changed(ping, 10, 2), true)).as("version").isEqualTo(ByeCode.BAD_FRAME);
    }

    @Test
    void shouldRefuseInnerLengthsThatDoNotAddUp() throws IOException {
        final byte[] frame = RawClient.commands(1, place(WEB, "H-1", 1));
        final int blob = Wire.LENGTH_BYTES + Wire.COMMANDS_OFFSET - 4;
        final int first = Wire.LENGTH_BYTES + Wire.COMMANDS_OFFSET;
        assertThat(answerTo(changed(frame, blob, 1), true)).isEqualTo(ByeCode.BAD_FRAME);
        assertThat(answerTo(changed(frame, first, 1), true)).isEqualTo(ByeCode.BAD_FRAME);
        assertThat(answerTo(changed(frame, first + 3, 0x80), true)).isEqualTo(ByeCode.BAD_FRAME);
        assertThat(answerTo(RawClient.frame(1), true)).as("no command").isEqualTo(ByeCode.BAD_FRAME);
    }

    @Test
    void shouldNotWaitForSlowCallers() throws IOException {
        final byte[] frame = RawClient.commands(1, place(WEB, "H-2", 1));
        // One limit at a time: nothing else may be cut short on a busy machine.
        try (TestGateway hasty = TestGateway.open("binary.hello-millis", "1000")) {
            assertThat(answerOf(hasty, new byte[0], false)).as("no greeting").isEqualTo(ByeCode.TOO_SLOW);
        }
        try (TestGateway hasty = TestGateway.open("timeouts.request-millis", "1000")) {
            assertThat(answerOf(hasty, Arrays.copyOf(frame, 30), true))
                    .as("half a frame")
                    .isEqualTo(ByeCode.TOO_SLOW);
        }
        try (TestGateway hasty = TestGateway.open("timeouts.idle-millis", "1000")) {
            assertThat(answerOf(hasty, new byte[0], true)).as("silence").isEqualTo(ByeCode.TOO_SLOW);
        }
    }

    @Test
    void shouldCutACallerThatNeverReads() throws IOException {
        try (RawClient deaf = new RawClient(shop.binaryPort())) {
            deaf.socket.setReceiveBufferSize(4096);
            deaf.send(RawClient.hello("", 0, 1));
            final byte[] frame = RawClient.commands(1, new Command.StartPayment(1));
            final byte[][] many = new byte[200][];
            Arrays.fill(many, Arrays.copyOfRange(frame, Wire.LENGTH_BYTES + Wire.COMMANDS_OFFSET + 4, frame.length));
            final byte[] large = RawClient.frame(1, many);
            final long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
            boolean cut = false;
            while (!cut && System.nanoTime() < deadline) {
                cut = cut(deaf, large);
            }
            assertThat(cut).isTrue();
        }
        assertHonestCallersAreServed();
    }

    private static boolean cut(final RawClient deaf, final byte[] bytes) {
        try {
            deaf.send(bytes);
            return false;
        } catch (final SocketException cut) {
            return true;
        } catch (final IOException other) {
            throw new UncheckedIOException(other);
        }
    }

    @Test
    void shouldRefuseTooManyConnectionsAndTakeMoreWhenSomeHaveGone() throws IOException {
        final List<RawClient> clients = new ArrayList<>();
        try {
            ByeCode refusal = null;
            while (refusal == null && clients.size() < 60) {
                final RawClient client = new RawClient(shop.binaryPort());
                clients.add(client);
                client.send(RawClient.hello("", 0, 1));
                final HeapBuffer answer = client.next();
                refusal = RawClient.template(answer) == 306 ? RawClient.bye(answer) : null;
            }
            assertThat(refusal).isEqualTo(ByeCode.TOO_MANY_CONNECTIONS);
            assertThat(clients).hasSizeLessThanOrEqualTo(41);
        } finally {
            for (final RawClient client : clients) {
                client.close();
            }
        }
        Awaitility.await().ignoreExceptions().untilAsserted(HostileBytesTest::assertHonestCallersAreServed);
    }

    @Test
    void shouldOutliveBytesThatMakeNoSense() throws IOException {
        final SplittableRandom random = new SplittableRandom(4711);
        for (int round = 0; round < 400; round++) {
            final byte[] frame = RawClient.commands(round, place(WEB, "R-" + round, 1), place(WEB, "S-" + round, 1));
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            try (RawClient client = RawClient.open(shop.binaryPort())) {
                client.send(frame);
                client.send(RawClient.ping(1));
                client.socket.shutdownOutput();
                while (!client.ended()) {
                    // Whatever it says, it ends.
                }
            }
        }
        assertHonestCallersAreServed();
        assertThat(shop.tidegate.verify()).isNull();
    }

    private static void assertHonestCallersAreServed() throws IOException {
        try (RawClient honest = RawClient.open(shop.binaryPort())) {
            honest.send(RawClient.commands(1, place(WEB, "OK-" + System.nanoTime(), 1)));
            assertThat(honest.reply(1).accepted()).isTrue();
        }
    }
}
