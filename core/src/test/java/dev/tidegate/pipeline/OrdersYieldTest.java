package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New orders leave the last of the ring to what becomes of the orders there are. */
@Timeout(300)
class OrdersYieldTest {
    private static final int SLOTS = 4096;

    private static PipelineSettings settings(final int ordersPerMille) {
        final PipelineSettings s = Shop.settings(Durability.MEMORY);
        return new PipelineSettings(
                s.durability(), s.time(), s.waiting(), SLOTS, 4096, 65_536, 1 << 20, false, ordersPerMille, 0);
    }

    /** Sends orders until the first is refused; how many were not. */
    private static int fillWithOrders(final Shop shop, final List<CompletableFuture<Outcome>> answers) {
        for (int i = 0; ; i++) {
            final CompletableFuture<Outcome> answer = shop.send(Shop.order("TB-" + i));
            if (answer.isDone()) {
                assertThat(answer.join().code()).isEqualTo(OutcomeCode.BUSY);
                return i;
            }
            answers.add(answer);
        }
    }

    @Test
    void shouldTakePaymentsCancellationsShipmentsAndReadsWhileOrdersAreRefused() {
        try (Shop shop = Shop.open(settings(875))) {
            final long paid = shop.ask(Shop.order("A")).entityId();
            final long cancelled = shop.ask(Shop.order("B")).entityId();
            final long shipped = shop.ask(Shop.order("C")).entityId();
            shop.ask(new Command.ConfirmPayment(shipped, 100));
            final CountDownLatch gate = shop.hold();
            final List<CompletableFuture<Outcome>> orders = new ArrayList<>();
            final int taken = fillWithOrders(shop, orders);

            final List<CompletableFuture<Outcome>> others = List.of(
                    shop.send(new Command.ConfirmPayment(paid, 100)),
                    shop.send(Orders.cancel(cancelled, 1)),
                    shop.send(Orders.ship(shipped)));
            final CompletableFuture<Long> read = shop.pipeline.read(reads -> reads.sequence());
            assertThat(shop.send(Shop.order("LATE"))).isDone();
            gate.countDown();

            // An order takes one slot; the read that holds the engine and the answers before it hold some, too.
            assertThat(taken).isBetween(SLOTS / 8 * 7 - 20, SLOTS / 8 * 7);
            assertThat(others)
                    .allSatisfy(answer -> assertThat(Shop.get(answer).code()).isEqualTo(OutcomeCode.ACCEPTED));
            assertThat(Shop.get(read)).isPositive();
            assertThat(orders)
                    .allSatisfy(
                            answer -> assertThat(Shop.get(answer).accepted()).isTrue());
            assertThat(shop.ask(Shop.order("AFTER")).accepted()).isTrue();
        }
    }

    @Test
    void shouldRefuseFramesWithAnOrderAmongThemLikeAnOrder() {
        try (Shop shop = Shop.open(settings(500))) {
            final CountDownLatch gate = shop.hold();
            fillWithOrders(shop, new ArrayList<>());
            final HeapBuffer frames = HeapBuffer.ofSize(4096);
            final CommandEncoder encoder = new CommandEncoder();
            final int first = encoder.encode(shop.header(), Orders.cancel(1, 1), frames, 4);
            frames.putInt(0, first);
            final int second = encoder.encode(shop.header(), Shop.order("F"), frames, first + 8);
            frames.putInt(first + 4, second);

            assertThat(shop.pipeline.submitFrames(frames, 0, first + second + 8, 0, (at, outcome) -> {}))
                    .isEqualTo(Intake.BUSY);
            assertThat(shop.pipeline.submitFrames(frames, 0, first + 4, 0, (at, outcome) -> {}))
                    .isEqualTo(Intake.TAKEN);
            gate.countDown();
        }
    }

    @Test
    void shouldTakeAnOrderThatIsLargerThanWhatOrdersMayFill() {
        try (Shop shop = Shop.open(settings(1))) {
            // The slots of what was answered a moment ago may not have been given back yet.
            await().untilAsserted(() -> assertThat(shop.ask(
                                    Shop.order("LARGE", order -> order.document("x".repeat(50_000))))
                            .code())
                    .isEqualTo(OutcomeCode.ACCEPTED));
        }
    }
}
