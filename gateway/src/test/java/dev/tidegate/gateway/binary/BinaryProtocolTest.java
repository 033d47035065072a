package dev.tidegate.gateway.binary;

import static dev.tidegate.gateway.TestGateway.DRESS;
import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.PongDecoder;
import dev.tidegate.message.sbe.WelcomeDecoder;
import dev.tidegate.wire.ByeCode;
import dev.tidegate.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BinaryProtocolTest {

    @Test
    void shouldTellItsLimitsInTheGreeting() throws IOException {
        try (TestGateway shop = TestGateway.open("binary.window", "128");
                RawClient client = new RawClient(shop.binaryPort())) {
            client.send(RawClient.hello("", 1000, Wire.PROTOCOL_VERSION));
            final WelcomeDecoder welcome = client.welcome();

            assertThat(welcome.protocolVersion()).isEqualTo(1);
            assertThat(welcome.window()).isEqualTo(128);
            assertThat(welcome.maxFrameBytes()).isEqualTo(327_680);
            assertThat(welcome.idleMillis()).isEqualTo(60_000);
            assertThat(welcome.readWindow()).isEqualTo(64);
            assertThat(welcome.durability()).isZero();
            assertThat(welcome.principal()).isZero();
            assertThat(welcome.timeMillis()).isPositive();
        }
    }

    @Test
    void shouldAnswerManyCommandsOfOneFrame() throws IOException {
        try (TestGateway shop = TestGateway.open();
                RawClient client = RawClient.open(shop.binaryPort())) {
            client.send(RawClient.commands(
                    7_000, place(WEB, "A-1", 1), place(WEB, "A-2", 2), place(WEB, "A-2", 3), place(99, "A-3", 1)));

            assertThat(client.reply(7_000).code()).isEqualTo(OutcomeCode.ACCEPTED);
            final Outcome second = client.reply(7_001);
            assertThat(second.accepted()).isTrue();
            assertThat(second.deadlineMillis()).isGreaterThan(System.currentTimeMillis());
            assertThat(client.reply(7_002).code()).isEqualTo(OutcomeCode.DUPLICATE_EXTERNAL);
            assertThat(client.reply(7_003).code()).isEqualTo(OutcomeCode.UNKNOWN_CHANNEL);

            client.send(RawClient.commands(
                    1,
                    new Command.ConfirmPayment(second.entityId(), 2 * PRICE),
                    new Command.ConfirmPayment(second.entityId(), 2 * PRICE)));
            assertThat(client.reply(1).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(client.reply(2).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
        }
    }

    @Test
    void shouldTakeFramesHoweverTheirBytesArrive() throws IOException {
        try (TestGateway shop = TestGateway.open();
                RawClient client = RawClient.open(shop.binaryPort())) {
            final ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 60; i++) {
                all.writeBytes(RawClient.commands(i, place(WEB, "B-" + i, 1)));
            }
            final byte[] bytes = all.toByteArray();
            for (int at = 0; at < bytes.length; at += 97) {
                client.send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 97)));
            }

            assertThat(client.replies(0, 60)).allMatch(Outcome::accepted);
        }
    }

    @Test
    void shouldTakeAnOrderAsLargeAsTheyCome() throws IOException {
        try (TestGateway shop = TestGateway.open();
                RawClient client = RawClient.open(shop.binaryPort())) {
            final Command.PlaceOrder small = place(WEB, "L-1", 1);
            final Command.OrderLine[] lines = new Command.OrderLine[2000];
            Arrays.fill(lines, new Command.OrderLine(DRESS, 0, 0, 1_000, 0, 0, 0));
            final Command.PlaceOrder large = new Command.PlaceOrder(
                    small.channel(),
                    "L-2",
                    small.source(),
                    small.urgency(),
                    Command.Placing.PARTIAL,
                    small.currency(),
                    0,
                    0,
                    0,
                    0,
                    Arrays.asList(lines),
                    small.aliases(),
                    new byte[64 * 1024]);
            client.send(RawClient.commands(1, large, small));

            final Outcome partly = client.reply(1);
            assertThat(partly.code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
            assertThat(partly.missingCount()).isEqualTo(1000);
            assertThat(partly.missingLine(0)).isEqualTo(1001);
            assertThat(partly.missingQuantity(999)).isEqualTo(1000);
            assertThat(client.reply(2).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
        }
    }

    @Test
    void shouldGiveTheFirstAnswerAgainOverAnotherConnection() throws IOException {
        try (TestGateway shop = TestGateway.open();
                RawClient one = RawClient.open(shop.binaryPort());
                RawClient other = RawClient.open(shop.binaryPort())) {
            final CommandHeader header = TestGateway.newHeader();
            one.send(RawClient.frame(1, RawClient.message(header, place(WEB, "C-1", 1))));
            final Outcome first = one.reply(1);
            other.send(RawClient.frame(
                    1,
                    RawClient.message(header, place(WEB, "C-1", 1)),
                    RawClient.message(header, place(WEB, "C-1", 2))));

            final Outcome again = other.reply(1);
            assertThat(again.duplicate()).isTrue();
            assertThat(again.entityId()).isEqualTo(first.entityId());
            assertThat(again.firstSequence()).isEqualTo(first.sequence());
            assertThat(other.reply(2).code()).isEqualTo(OutcomeCode.ID_CONFLICT);
        }
    }

    @Test
    void shouldSayBusyOverTheWindowAndWhenToComeAgain() throws Exception {
        try (TestGateway shop = TestGateway.open();
                RawClient client = RawClient.open(shop.binaryPort(), "", 4)) {
            final CountDownLatch go = new CountDownLatch(1);
            // The engine stands still until the other frames have been looked at.
            shop.tidegate.read(reads -> {
                try {
                    return go.await(120, TimeUnit.SECONDS);
                } catch (final InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            client.send(RawClient.commands(0, place(WEB, "D-0", 1), place(WEB, "D-1", 1), place(WEB, "D-2", 1)));
            client.send(RawClient.commands(10, place(WEB, "D-3", 1), place(WEB, "D-4", 1)));
            client.send(RawClient.commands(20, place(WEB, "D-5", 1)));

            assertThat(client.replies(10, 2)).allMatch(reply -> reply.code() == OutcomeCode.BUSY);
            assertThat(client.retryAfterMillis).isPositive();
            go.countDown();
            assertThat(client.replies(0, 3)).allMatch(Outcome::accepted);
            assertThat(client.reply(20).accepted()).isTrue();
        }
    }

    @Test
    void shouldLetAPaymentPassBesideAnOrderThatFindsNoRoom() throws Exception {
        try (TestGateway shop = TestGateway.open();
                RawClient client = RawClient.open(shop.binaryPort())) {
            final long orderId = shop.tidegate.call(place(WEB, "F-0", 1)).entityId();
            final CountDownLatch go = new CountDownLatch(1);
            shop.tidegate.read(reads -> {
                try {
                    return go.await(120, TimeUnit.SECONDS);
                } catch (final InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            // 4,096 slots, of which each of these takes one, and 512 are not for orders.
            for (int i = 1; i < 3800; i++) {
                shop.tidegate.submit(place(WEB, "F-" + i, 1));
            }
            client.send(RawClient.commands(
                    0, place(WEB, "F-busy", 1), new Command.ConfirmPayment(orderId, TestGateway.PRICE)));

            assertThat(client.reply(0).code()).isEqualTo(OutcomeCode.BUSY);
            go.countDown();
            assertThat(client.reply(1).code()).isEqualTo(OutcomeCode.ACCEPTED);
        }
    }

    @Test
    void shouldAnswerSoldOutAtTheEdgeButNotToARepetition() throws IOException {
        try (TestGateway shop = TestGateway.open();
                RawClient client = RawClient.open(shop.binaryPort())) {
            shop.tidegate.define(new Command.DefineSku("HAT", 0));
            final Command order = Orders.place(WEB, "G-1", "test", Command.Urgency.NORMAL)
                    .line(3, 1, 5)
                    .build();
            final byte[] message = RawClient.message(TestGateway.newHeader(), order);
            Awaitility.await().until(() -> {
                client.send(RawClient.commands(0, order));
                return client.reply(0).code() == OutcomeCode.SOLD_OUT_NOW;
            });
            final long sequence = shop.tidegate.digest().sequence();
            client.send(RawClient.frame(1, message));
            assertThat(client.reply(1).code()).isEqualTo(OutcomeCode.SOLD_OUT_NOW);
            assertThat(shop.tidegate.digest().sequence()).isEqualTo(sequence);

            client.send(RawClient.frame(2, true, message));
            assertThat(client.reply(2).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
            assertThat(shop.tidegate.digest().sequence()).isEqualTo(sequence + 1);
        }
    }

    @Test
    void shouldAnswerEachCommandOfAFrameWithAWrongOne() throws IOException {
        try (TestGateway shop = TestGateway.open();
                RawClient client = RawClient.open(shop.binaryPort())) {
            final byte[] good = RawClient.message(TestGateway.newHeader(), place(WEB, "E-1", 1));
            final byte[] cut = Arrays.copyOf(good, good.length - 1);
            client.send(RawClient.frame(0, cut, good, new byte[3], new byte[0], new byte[200]));

            assertThat(client.reply(1).accepted()).isTrue();
            for (final int wrong : new int[] {0, 2, 3, 4}) {
                assertThat(client.reply(wrong).code()).as("command " + wrong).isEqualTo(OutcomeCode.MALFORMED);
            }
        }
    }

    @Test
    void shouldAnswerAPing() throws IOException {
        try (TestGateway shop = TestGateway.open();
                RawClient client = RawClient.open(shop.binaryPort())) {
            client.send(RawClient.ping(42));
            final HeapBuffer message = client.next(PongDecoder.TEMPLATE_ID);

            assertThat(new PongDecoder()
                            .wrapAndApplyHeader(message, 0, new MessageHeaderDecoder())
                            .correlation())
                    .isEqualTo(42);
        }
    }

    @Test
    void shouldAnswerWhatItTookBeforeItGoesDown() throws Exception {
        try (TestGateway shop = TestGateway.open();
                RawClient client = RawClient.open(shop.binaryPort())) {
            client.send(RawClient.commands(0, place(WEB, "F-0", 1), place(WEB, "F-1", 1)));
            assertThat(client.reply(0).accepted()).isTrue();
            final Thread closing = new Thread(shop.gateway::close);
            closing.start();

            assertThat(client.reply(1).accepted()).isTrue();
            assertThat(client.awaitBye()).isEqualTo(ByeCode.CLOSING);
            closing.join(120_000);
            assertThat(closing.isAlive()).isFalse();
        }
    }
}
