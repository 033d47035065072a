package dev.tidegate.client;

import static dev.tidegate.gateway.TestGateway.DRESS;
import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class TidegateClientTest {

    private static ClientOptions at(final int port) {
        return ClientOptions.of("127.0.0.1", port).withTimeout(Duration.ofSeconds(120));
    }

    @Test
    void shouldBuyAndReadBack() throws IOException {
        try (TestGateway shop = TestGateway.open();
                TidegateClient client = TidegateClient.connect(at(shop.binaryPort()))) {
            final Outcome placed = client.call(place(WEB, "A-1", 2));
            assertThat(Result.of(placed)).isEqualTo(Result.YES);
            assertThat(client.call(new Command.ConfirmPayment(placed.entityId(), 2 * PRICE))
                            .code())
                    .isEqualTo(OutcomeCode.ACCEPTED);

            final Reads.Order order = client.order(WEB, "A-1").orElseThrow();
            assertThat(order).isEqualTo(client.order(placed.entityId()).orElseThrow());
            assertThat(order.paid()).isTrue();
            assertThat(order.currency()).isEqualTo("CNY");
            assertThat(order.lines()).containsExactly(new Reads.Line(1, DRESS, 1, 0, 2, 2, 0, 0, 0, 0, 2 * PRICE));
            assertThat(client.stock(DRESS).orElseThrow().warehouses())
                    .containsExactly(new Reads.AtWarehouse(1, 999_998, 0, 0, 2, 0, 0, 0));
            assertThat(client.offer(DRESS, WEB).units()).isEqualTo(999_998);
            assertThat(client.number(Reads.Kind.CHANNEL, "market")).isEqualTo(2);
            assertThat(client.units(DRESS, 99).get(0).units()).isEqualTo(999_998);
            assertThat(client.units(DRESS, 99).get(1).sequence()).isZero();
            assertThat(client.order(4711)).isEmpty();
            assertThat(client.stock(99)).isEmpty();
            assertThat(Result.of(client.call(place(77, "A-2", 1)))).isEqualTo(Result.NO);
        }
    }

    @Test
    void shouldAnswerABatchInItsOrder() throws IOException {
        try (TestGateway shop = TestGateway.open();
                TidegateClient client = TidegateClient.connect(at(shop.binaryPort()))) {
            final List<Outcome> outcomes = client.submitAll(IntStream.range(0, 2000)
                            .mapToObj(i -> place(i % 2 == 0 ? WEB : 99, "B-" + i, 1))
                            .toList())
                    .join();

            assertThat(outcomes).hasSize(2000);
            for (int i = 0; i < outcomes.size(); i++) {
                assertThat(outcomes.get(i).code())
                        .isEqualTo(i % 2 == 0 ? OutcomeCode.ACCEPTED : OutcomeCode.UNKNOWN_CHANNEL);
            }
        }
    }

    @Test
    void shouldDoEverythingOnceOverAWireThatBreaks() throws IOException {
        try (TestGateway shop = TestGateway.open();
                UnreliableWire wire = new UnreliableWire(shop.binaryPort(), 40_000);
                TidegateClient client = TidegateClient.connect(at(wire.port()))) {
            final List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                answers.add(client.submit(place(WEB, "C-" + i, 1)));
            }
            final long accepted = answers.stream()
                    .map(CompletableFuture::join)
                    .filter(Outcome::accepted)
                    .count();

            assertThat(accepted).isEqualTo(3000);
            assertThat(wire.connections).isGreaterThan(5);
            assertThat(shop.tidegate.counts().orders()).isEqualTo(3000);
            assertThat(shop.tidegate.counts().unitsHeld()).isEqualTo(3000);
        }
    }

    @Test
    void shouldGoOnWithAGatewayThatCameBack(@TempDir final Path folder) throws IOException {
        final TidegateOptions options = TidegateOptions.defaults().withJournal(JournalSettings.Kind.FILE);
        final Tidegate first = Tidegate.open(folder, options);
        first.define(new Command.DefineWarehouse("HANGZHOU"));
        first.define(new Command.DefineChannel("web", true, List.of(1)));
        first.define(new Command.DefineSku("DRESS", 0));
        first.call(new Command.ReceiveStock(1, 1, 10, 1, 0, 0, 0));
        final TestGateway before = TestGateway.open(first);
        final int port = before.binaryPort();
        try (TidegateClient client = TidegateClient.connect(at(port))) {
            final CommandHeader header = client.newHeader();
            final Outcome placed = client.call(header, place(WEB, "D-1", 1));
            before.close();
            final CompletableFuture<Outcome> again = client.submit(header, place(WEB, "D-1", 1));
            final CompletableFuture<Outcome> other = client.submit(place(WEB, "D-2", 1));
            Awaitility.await().until(() -> !client.connected());
            try (TestGateway after = TestGateway.openAgain(Tidegate.open(folder, options), port)) {
                assertThat(again.join().duplicate()).isTrue();
                assertThat(again.join().entityId()).isEqualTo(placed.entityId());
                assertThat(other.join().accepted()).isTrue();
                assertThat(after.tidegate.counts().orders()).isEqualTo(2);
            }
        }
    }

    @Test
    void shouldSayUnknownWhenTheTimeIsOverAndLearnTheAnswerLater() throws Exception {
        try (TestGateway shop = TestGateway.open();
                TidegateClient client = TidegateClient.connect(at(shop.binaryPort()));
                TidegateClient hasty =
                        TidegateClient.connect(at(shop.binaryPort()).withTimeout(Duration.ofSeconds(3)))) {
            final CountDownLatch go = new CountDownLatch(1);
            shop.tidegate.read(reads -> await(go));
            final CommandHeader header = hasty.newHeader();
            final Outcome unknown = hasty.call(header, place(WEB, "E-1", 1));
            assertThat(Result.of(unknown)).isEqualTo(Result.UNKNOWN);
            go.countDown();

            final Outcome known = client.call(header, place(WEB, "E-1", 1));
            assertThat(Result.of(known)).isEqualTo(Result.YES);
            assertThat(shop.tidegate.counts().orders()).isEqualTo(1);
        }
    }

    private static boolean await(final CountDownLatch latch) {
        try {
            return latch.await(120, TimeUnit.SECONDS);
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void shouldRefuseMoreThanMayWaitAndComeAgainWhenTheGatewayIsBusy() throws Exception {
        try (TestGateway shop = TestGateway.open("binary.window", "8");
                TidegateClient client =
                        TidegateClient.connect(at(shop.binaryPort()).withPending(20))) {
            final CountDownLatch go = new CountDownLatch(1);
            shop.tidegate.read(reads -> await(go));
            final List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                answers.add(client.submit(place(WEB, "F-" + i, 1)));
            }
            for (int i = 20; i < 25; i++) {
                assertThat(answers.get(i)).isDone();
                assertThat(answers.get(i).join().code()).isEqualTo(OutcomeCode.BUSY);
            }
            go.countDown();
            assertThat(answers.subList(0, 20)).allMatch(answer -> answer.join().accepted());
        }
    }

    @Test
    void shouldTryAnotherAddress() throws IOException {
        final int nobody;
        try (UnreliableWire gone = new UnreliableWire(1, 0)) {
            nobody = gone.port();
        }
        try (TestGateway shop = TestGateway.open();
                TidegateClient client = TidegateClient.connect(at(nobody).orAt("127.0.0.1", shop.binaryPort()))) {
            assertThat(client.call(place(WEB, "G-1", 1)).accepted()).isTrue();
        }
        assertThatThrownBy(() -> TidegateClient.connect(at(nobody).withTimeout(Duration.ofMillis(200))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no gateway at");
    }

    @Test
    void shouldAnswerEverythingWhenItIsClosed() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final CountDownLatch go = new CountDownLatch(1);
            final TidegateClient client = TidegateClient.connect(at(shop.binaryPort()));
            shop.tidegate.read(reads -> await(go));
            final CompletableFuture<Outcome> answer = client.submit(place(WEB, "H-1", 1));
            client.close();
            go.countDown();

            assertThat(answer.join().code()).isIn(OutcomeCode.UNKNOWN, OutcomeCode.NOT_RUNNING);
            assertThat(client.submit(place(WEB, "H-2", 1)).join().code()).isEqualTo(OutcomeCode.NOT_RUNNING);
            assertThatThrownBy(() -> client.stock(1)).isInstanceOf(ReadException.class);
        }
    }

    @Test
    void shouldAllocateLittleInItsPipelinedForm() throws Exception {
        try (TestGateway shop = TestGateway.open();
                TidegateClient client = TidegateClient.connect(at(shop.binaryPort()))) {
            final HeapBuffer message = HeapBuffer.ofSize(256);
            final CommandEncoder encoder = new CommandEncoder();
            final Semaphore answered = new Semaphore(0);
            final AnswerCallback callback = (correlation, outcome) -> answered.release();
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = 0;
            final int commands = 20_000;
            for (int i = 0; i < 2 * commands; i++) {
                if (i == commands) {
                    before = allocated(threads);
                }
                final int length = encoder.encode(client.newHeader(), Orders.cancel(i + 1, 0), message, 0);
                while (!client.submit(message, 0, length, i, callback)) {
                    Thread.onSpinWait();
                }
            }
            assertThat(answered.tryAcquire(2 * commands, 120, TimeUnit.SECONDS)).isTrue();

            assertThat((allocated(threads) - before) / commands).isLessThan(40);
        }
    }

    /** By the client's own two threads. */
    private static long allocated(final ThreadMXBean threads) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tidegate-client"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }
}
