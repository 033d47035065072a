package dev.tidegate.gateway.binary;

import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.wire.Wire;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller that sends orders and never reads has soon had all it gets, and costs the engine nothing from then on. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeafCallerTest {
    private static final int FRAME_ORDERS = 32;
    private static final int WINDOW = 64;
    /** Far more than the sockets and the window hold, and far less than the system would take for the answers by itself. */
    private static final long MOST_ORDERS = 10_000;

    private static Socket deaf(final TestGateway shop) throws IOException {
        final Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), shop.binaryPort()));
        socket.getOutputStream().write(RawClient.hello("", WINDOW, Wire.PROTOCOL_VERSION));
        return socket;
    }

    private static byte[] frame(final int number) {
        final Command[] orders = new Command[FRAME_ORDERS];
        for (int i = 0; i < FRAME_ORDERS; i++) {
            orders[i] = place(WEB, "D-" + number + "-" + i, 1);
        }
        return RawClient.commands((long) number * FRAME_ORDERS, orders);
    }

    private static long outcomes(final TestGateway shop, final OutcomeCode code) {
        return shop.gateway.gate().counters().outcomes(code);
    }

    /** One frame after the other, each once the one before has been dealt with; answers how many until one was refused. */
    private static int sendUntilBusy(final TestGateway shop, final Socket socket) throws IOException {
        final OutputStream out = socket.getOutputStream();
        for (int sent = 1; ; sent++) {
            out.write(frame(sent));
            final long commands = (long) sent * FRAME_ORDERS;
            while (outcomes(shop, OutcomeCode.ACCEPTED) + outcomes(shop, OutcomeCode.BUSY) < commands) {
                Thread.onSpinWait();
                Thread.yield();
            }
            if (outcomes(shop, OutcomeCode.BUSY) > 0) {
                return sent;
            }
        }
    }

    @Test
    void shouldFindItsWindowFullAndDisturbNobody() throws Exception {
        // Elsewhere the system itself takes megabytes, and does not let itself be told otherwise.
        assumeTrue(Epoll.isAvailable());
        try (TestGateway shop = TestGateway.open();
                Socket deaf = deaf(shop);
                RawClient honest = RawClient.open(shop.binaryPort())) {
            final int frames = sendUntilBusy(shop, deaf);

            assertThat((long) frames * FRAME_ORDERS).isBetween((long) WINDOW, MOST_ORDERS);
            assertThat(shop.tidegate.counts().orders()).isEqualTo((frames - 1L) * FRAME_ORDERS);
            honest.send(RawClient.commands(7, place(WEB, "H-1", 1)));
            assertThat(honest.reply(7).accepted()).isTrue();
        }
    }
}
