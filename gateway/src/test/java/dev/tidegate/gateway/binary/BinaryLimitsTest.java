package dev.tidegate.gateway.binary;

import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.Reads;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.wire.ByeCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one address may have over the binary protocol, and what is refused first when there is too much of everything. */
@Timeout(300)
class BinaryLimitsTest {

    @Test
    void shouldLimitTheConnectionsOfAnAddress() throws IOException {
        try (TestGateway shop = TestGateway.open("connections.per-address", "2");
                RawClient first = RawClient.open(shop.binaryPort());
                RawClient second = RawClient.open(shop.binaryPort())) {
            try (RawClient third = new RawClient(shop.binaryPort())) {
                assertThat(third.awaitBye()).isEqualTo(ByeCode.TOO_MANY_CONNECTIONS);
            }
            second.send(RawClient.commands(1, place(WEB, "C-1", 1)));
            assertThat(second.reply(1).code()).isEqualTo(OutcomeCode.ACCEPTED);

            first.socket.close();
            Awaitility.await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
                try (RawClient next = RawClient.open(shop.binaryPort())) {
                    next.send(RawClient.commands(1, place(WEB, "C-2", 1)));
                    return next.reply(1).accepted();
                }
            });
        }
    }

    @Test
    void shouldLimitTheRateOfAnAddressInFramesOfCommands() throws IOException {
        try (TestGateway shop = TestGateway.open("security.requests-per-second-per-address", "3");
                RawClient client = RawClient.open(shop.binaryPort())) {
            final long began = System.nanoTime();
            int sent = 0;
            boolean limited = false;
            for (; !limited && sent < 1_000; sent++) {
                client.send(RawClient.commands(2 * sent, place(WEB, "A-" + sent, 1), place(WEB, "B-" + sent, 1)));
                final List<Outcome> both = client.replies(2 * sent, 2);
                assertThat(both.get(0).code()).isEqualTo(both.get(1).code());
                limited = both.get(0).code() == OutcomeCode.RATE_LIMITED;
            }
            final long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);

            assertThat(limited).isTrue();
            // The greeting is one of them.
            assertThat(sent - 1).as("taken in " + seconds + " s").isBetween(2, (int) (3 * (seconds + 2)));
            assertThat(client.retryAfterMillis).isBetween(1, 1000);
            assertThat(shop.tidegate.counts().orders()).isEqualTo(2L * (sent - 1));
        }
    }

    @Test
    void shouldRefuseNewOrdersFirstWhileWhatIsOwedStillPasses() throws Exception {
        try (TestGateway shop = TestGateway.open();
                TidegateClient client = TidegateClient.connect(
                        ClientOptions.of("127.0.0.1", shop.binaryPort()).withTimeout(Duration.ofSeconds(120)))) {
            final List<Long> orders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                orders.add(shop.tidegate.call(place(WEB, "O-" + i, 1)).entityId());
            }
            shop.tidegate.call(new Command.ConfirmPayment(orders.get(0), PRICE));
            final CountDownLatch go = new CountDownLatch(1);
            shop.tidegate.read(reads -> await(go));
            // 4,096 slots, of which each of these takes one, and 512 are not for orders.
            for (int i = 0; i < 3800; i++) {
                shop.tidegate.submit(place(WEB, "F-" + i, 1));
            }
            final CompletableFuture<Outcome> refused = client.submit(place(WEB, "late", 1));
            // In the client's own hands it is sent again until its time is over; the gateway has counted it then.
            Awaitility.await().until(() -> shop.gateway.gate().counters().outcomes(OutcomeCode.BUSY) > 0);

            final long free = shop.tidegate.pipeline().freeSlots();
            final CompletableFuture<Outcome> shipped = client.submit(Orders.ship(orders.get(0)));
            final CompletableFuture<Outcome> paid = client.submit(new Command.ConfirmPayment(orders.get(1), PRICE));
            final CompletableFuture<Outcome> cancelled = client.submit(Orders.cancel(orders.get(2), 1));
            final CompletableFuture<Reads.Order> read = CompletableFuture.supplyAsync(
                    () -> client.order(orders.get(1)).orElseThrow());
            Awaitility.await().until(() -> shop.tidegate.pipeline().freeSlots() <= free - 3);
            go.countDown();

            assertThat(shipped.join().code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(paid.join().code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(cancelled.join().code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(read.join().orderId()).isEqualTo(orders.get(1));
            assertThat(refused.join().code()).isIn(OutcomeCode.ACCEPTED, OutcomeCode.BUSY);
        }
    }

    private static boolean await(final CountDownLatch latch) {
        try {
            return latch.await(120, TimeUnit.SECONDS);
        } catch (final InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }
}
