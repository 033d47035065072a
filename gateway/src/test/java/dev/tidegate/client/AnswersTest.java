package dev.tidegate.client;

import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.Orders;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client says of a command, whatever the gateway and the callers' own code do. */
@Timeout(300)
class AnswersTest {
    private static final int WAIT_SECONDS = 60;

    private static ClientOptions at(final int port, final int seconds) {
        return ClientOptions.of("127.0.0.1", port)
                .withTimeout(Duration.ofSeconds(seconds))
                .withLongestPause(Duration.ofMillis(50));
    }

    /** A caller was told that nothing was done, and the first attempt lay in the journal. */
    @ParameterizedTest
    @EnumSource(
            value = OutcomeCode.class,
            names = {"BUSY", "DISK_LOW", "NOT_RUNNING", "FORBIDDEN", "RATE_LIMITED", "ID_TOO_OLD"})
    void shouldNotTakeARefusalOfTheRepetitionForOneOfTheFirstAttempt(final OutcomeCode refusal) throws IOException {
        try (ScriptedGateway gateway = new ScriptedGateway(OutcomeCode.UNKNOWN, refusal, OutcomeCode.ACCEPTED);
                TidegateClient client = TidegateClient.connect(at(gateway.port(), 120))) {
            assertThat(client.call(place(WEB, "A-1", 1)).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(gateway.attempts)
                    .extracting(ScriptedGateway.Attempt::repeated)
                    .containsExactly(false, true, true);
            assertThat(gateway.attempts.get(2).message())
                    .isEqualTo(gateway.attempts.get(0).message());
        }
    }

    @Test
    void shouldNotTakeARefusalBehindALostConnectionForOneOfWhatWasSentOverIt() throws IOException {
        try (ScriptedGateway gateway =
                        new ScriptedGateway(ScriptedGateway.HANG_UP, OutcomeCode.NOT_RUNNING, OutcomeCode.ACCEPTED);
                TidegateClient client = TidegateClient.connect(at(gateway.port(), 120))) {
            assertThat(client.call(place(WEB, "B-1", 1)).code()).isEqualTo(OutcomeCode.ACCEPTED);
        }
    }

    @Test
    void shouldTakeARefusalOfTheFirstAttemptAsItIs() throws IOException {
        try (ScriptedGateway gateway = new ScriptedGateway(OutcomeCode.NOT_RUNNING, OutcomeCode.FORBIDDEN);
                TidegateClient client = TidegateClient.connect(at(gateway.port(), 120))) {
            assertThat(client.call(place(WEB, "C-1", 1)).code()).isEqualTo(OutcomeCode.NOT_RUNNING);
            assertThat(client.call(place(WEB, "C-2", 1)).code()).isEqualTo(OutcomeCode.FORBIDDEN);
        }
    }

    /** The writing thread ended with the first callback that threw, and nothing was sent or given up any more. */
    @Test
    void shouldAnswerEverybodyWhateverACallbackThrows() throws Exception {
        // Nobody listens there: what runs out of time was never sent.
        try (Connection connection = new Connection(at(1, 1))) {
            final AnswerCallback throwing = (correlation, outcome) -> {
                throw new IllegalStateException("a callback that throws, on purpose");
            };
            assertThat(connection.submit(TestGateway.newHeader(), Orders.cancel(1, 1), 1, throwing))
                    .isTrue();
            for (int i = 0; i < 2; i++) {
                final CompletableFuture<OutcomeCode> other = new CompletableFuture<>();
                connection.submit(
                        TestGateway.newHeader(),
                        Orders.cancel(2 + i, 1),
                        0,
                        (correlation, outcome) -> other.complete(outcome.code()));
                assertThat(other.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(OutcomeCode.NOT_RUNNING);
            }
        }
    }

    @Test
    void shouldAnswerEverybodyWhenItIsClosedWhateverACallbackThrows() throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway()) {
            final TidegateClient client = TidegateClient.connect(at(gateway.port(), 3600));
            final HeapBuffer message = HeapBuffer.ofSize(256);
            final int length = new CommandEncoder().encode(client.newHeader(), Orders.cancel(1, 1), message, 0);
            client.submit(message, 0, length, 1, (correlation, outcome) -> {
                throw new IllegalStateException("a callback that throws, on purpose");
            });
            final CompletableFuture<Outcome> beside = client.submit(place(WEB, "E-1", 1));
            client.close();
            assertThat(beside).isDone();
        }
    }

    /** It had no room in a frame, which ended the writing thread. */
    @Test
    void shouldRefuseACommandThatIsTooLargeAndGoOn() throws Exception {
        final Command large = Orders.place(WEB, "F-1", "test", Urgency.NORMAL)
                .line(1, 1, 1)
                .document("x".repeat(400_000))
                .build();
        try (TestGateway shop = TestGateway.open();
                TidegateClient client = TidegateClient.connect(at(shop.binaryPort(), 120))) {
            assertThatThrownBy(() -> client.submit(large)).isInstanceOf(IllegalArgumentException.class);
            final HeapBuffer message = HeapBuffer.ofSize(64);
            assertThatThrownBy(() -> client.submit(message, 60, 5, 0, (correlation, outcome) -> {}))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(client.submit(place(WEB, "F-2", 1))
                            .get(WAIT_SECONDS, TimeUnit.SECONDS)
                            .accepted())
                    .isTrue();
        }
    }
}
