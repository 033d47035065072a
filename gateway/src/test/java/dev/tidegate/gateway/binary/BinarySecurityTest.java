package dev.tidegate.gateway.binary;

import static dev.tidegate.gateway.TestGateway.DRESS;
import static dev.tidegate.gateway.TestGateway.MARKET;
import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.OfferReadDecoder;
import dev.tidegate.message.sbe.ReadOfferEncoder;
import dev.tidegate.wire.ByeCode;
import dev.tidegate.wire.Wire;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class BinarySecurityTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    @TempDir
    private Path folder;

    private Path keys(final String... entries) throws IOException {
        final Path file = folder.resolve("keys.yaml");
        Files.writeString(file, "keys:\n" + String.join("", entries));
        return file;
    }

    private static String entry(final String id, final String secret, final int principal, final String more) {
        return "  - {id: " + id + ", sha256: " + ApiKeys.hashHex(secret) + ", principal: " + principal + ", " + more
                + "}\n";
    }

    private static String key(final String id, final String secret) {
        return "tg_" + id + "_" + secret;
    }

    private static ByeCode refusal(final TestGateway shop, final String key) throws IOException {
        try (RawClient client = new RawClient(shop.binaryPort())) {
            client.send(RawClient.hello(key, 0, 1));
            return client.awaitBye();
        }
    }

    @Test
    void shouldKnowOnlyTheKeysOfTheFile() throws IOException {
        final Path file = keys(entry("a", ONE, 7, "scopes: [orders]"));
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString())) {
            for (final String wrong :
                    new String[] {"", "tg_a_", key("a", TWO), key("b", ONE), key("a", ONE) + "0", key("A", ONE)}) {
                assertThat(refusal(shop, wrong)).as(wrong).isEqualTo(ByeCode.CREDENTIALS);
            }
            try (RawClient client = new RawClient(shop.binaryPort())) {
                client.send(RawClient.hello(key("a", ONE), 0, 1));
                assertThat(client.welcome().principal()).isEqualTo(7);
            }
        }
    }

    @Test
    void shouldKeepTheIdsOfTwoPrincipalsApart() throws IOException {
        final Path file = keys(entry("a", ONE, 7, "scopes: [orders]"), entry("b", TWO, 8, "scopes: [orders]"));
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString());
                RawClient one = RawClient.open(shop.binaryPort(), key("a", ONE), 0);
                RawClient two = RawClient.open(shop.binaryPort(), key("b", TWO), 0)) {
            final CommandHeader id = TestGateway.newHeader();
            one.send(RawClient.frame(1, RawClient.message(id, place(WEB, "P-1", 1))));
            assertThat(one.reply(1).accepted()).isTrue();
            two.send(RawClient.frame(1, RawClient.message(id, place(WEB, "P-2", 1))));

            assertThat(two.reply(1).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(shop.tidegate
                            .read(reads ->
                                    reads.remembered(7, id.idHigh(), id.idLow()).code())
                            .join())
                    .isEqualTo(OutcomeCode.ACCEPTED);
        }
    }

    @Test
    void shouldForbidWhatTheScopesDoNotName() throws IOException {
        final Path file = keys(entry("a", ONE, 7, "scopes: [stock]"));
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString());
                RawClient client = RawClient.open(shop.binaryPort(), key("a", ONE), 0)) {
            client.send(RawClient.commands(
                    0, place(WEB, "S-1", 1), new Command.ReceiveStock(1, 1, 5, 1, 0, 0, 0), new Command.RetireSku(2)));

            assertThat(client.reply(0).code()).isEqualTo(OutcomeCode.FORBIDDEN);
            assertThat(client.reply(1).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(client.reply(2).code()).isEqualTo(OutcomeCode.FORBIDDEN);
        }
    }

    @Test
    void shouldKeepAKeyToItsChannels() throws IOException {
        final Path file = keys(
                entry("a", ONE, 7, "scopes: [orders], channels: [" + MARKET + "]"),
                entry("b", TWO, 8, "scopes: [orders]"));
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString());
                RawClient narrow = RawClient.open(shop.binaryPort(), key("a", ONE), 0);
                RawClient wide = RawClient.open(shop.binaryPort(), key("b", TWO), 0)) {
            wide.send(RawClient.commands(0, place(WEB, "N-1", 1)));
            final long foreign = wide.reply(0).entityId();
            narrow.send(RawClient.commands(0, place(WEB, "N-2", 1), place(MARKET, "N-3", 1)));
            assertThat(narrow.reply(0).code()).isEqualTo(OutcomeCode.FORBIDDEN);
            final long own = narrow.reply(1).entityId();

            narrow.send(RawClient.commands(
                    10,
                    new Command.ConfirmPayment(foreign, PRICE),
                    new Command.ConfirmPayment(own, PRICE),
                    new Command.StartPayment(999_999)));
            narrow.send(RawClient.commands(20, place(MARKET, "N-4", 1)));

            assertThat(narrow.reply(10).code()).isEqualTo(OutcomeCode.FORBIDDEN);
            assertThat(narrow.reply(11).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(narrow.reply(12).code()).isEqualTo(OutcomeCode.UNKNOWN_ORDER);
            assertThat(narrow.reply(20).accepted()).isTrue();
        }
    }

    @Test
    void shouldOfferAKeyOnlyWhatItsChannelsMayTake() throws IOException {
        final Path file = keys(entry("a", ONE, 7, "scopes: [read], channels: [" + MARKET + "]"));
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString());
                RawClient narrow = RawClient.open(shop.binaryPort(), key("a", ONE), 0)) {
            assertThat(offer(narrow, MARKET).units()).isPositive();
            final OfferReadDecoder other = offer(narrow, WEB);
            assertThat(other.units()).isZero();
            assertThat(other.why()).isEqualTo(OutcomeCode.UNKNOWN_CHANNEL.number());
        }
    }

    private static OfferReadDecoder offer(final RawClient caller, final int channel) throws IOException {
        final HeapBuffer frame = HeapBuffer.ofSize(256);
        caller.send(RawClient.end(
                frame,
                new ReadOfferEncoder()
                        .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                        .correlation(1)
                        .sku(DRESS)
                        .channel(channel)
                        .encodedLength()));
        return new OfferReadDecoder()
                .wrapAndApplyHeader(caller.next(OfferReadDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
    }

    /** FORBIDDEN is for good: a payment was given up for it that only had to come again. */
    @Test
    void shouldNotForbidAnOrderWhoseChannelItCannotAskFor() throws IOException {
        final Path file = keys(entry("a", ONE, 7, "scopes: [orders], channels: [" + MARKET + "]"));
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString());
                RawClient narrow = RawClient.open(shop.binaryPort(), key("a", ONE), 0)) {
            narrow.send(RawClient.commands(0, place(MARKET, "A-1", 1)));
            final long own = narrow.reply(0).entityId();
            shop.tidegate.pipeline().close();

            narrow.send(RawClient.commands(1, new Command.ConfirmPayment(own, PRICE)));
            assertThat(narrow.reply(1).code()).isEqualTo(OutcomeCode.NOT_RUNNING);
        }
    }

    /** Else whoever sends faster than orders are asked for fills the memory. */
    @Test
    void shouldReadNothingWhileItAsksForOrdersOneFrameAfterTheOther() throws Exception {
        final Path file = keys(entry("a", ONE, 7, "scopes: [orders], channels: [" + MARKET + "]"));
        final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        final LocalAddress address = new LocalAddress("asks-for-orders");
        final CompletableFuture<Channel> accepted = new CompletableFuture<>();
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString())) {
            new ServerBootstrap()
                    .group(loops)
                    .channel(LocalServerChannel.class)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(final Channel channel) {
                            new BinaryProtocol(shop.gateway.gate(), shop.gateway.feed()).open(channel, "somebody");
                            accepted.complete(channel);
                        }
                    })
                    .bind(address)
                    .sync();
            final Channel caller = new Bootstrap()
                    .group(loops)
                    .channel(LocalChannel.class)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(address)
                    .sync()
                    .channel();
            final Channel channel = accepted.get(120, TimeUnit.SECONDS);
            final CountDownLatch first = hold(shop);
            caller.writeAndFlush(Unpooled.wrappedBuffer(
                            RawClient.hello(key("a", ONE), 0, 1),
                            RawClient.commands(0, new Command.StartPayment(1)),
                            RawClient.commands(1, new Command.StartPayment(1))))
                    .sync();
            awaitFrames(shop, channel, 2);
            assertThat(channel.config().isAutoRead()).isFalse();

            // The engine is held up again before the loop hears of the first order.
            final CountDownLatch loop = new CountDownLatch(1);
            channel.eventLoop().execute(() -> await(loop));
            first.countDown();
            shop.tidegate.read(EngineReads::sequence).join();
            final CountDownLatch second = hold(shop);
            loop.countDown();
            awaitFrames(shop, channel, 3);
            assertThat(channel.config().isAutoRead()).isFalse();

            second.countDown();
            Awaitility.await().until(() -> channel.config().isAutoRead());
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    /** Waits until so many frames have come, and until the last of them has been gone through. */
    private static void awaitFrames(final TestGateway shop, final Channel channel, final int count) throws Exception {
        Awaitility.await().until(() -> shop.gateway.gate().counters().frames.sum() == count);
        channel.eventLoop().submit(() -> {}).sync();
    }

    /** Keeps the engine from answering until the latch is let go. */
    private static CountDownLatch hold(final TestGateway shop) {
        final CountDownLatch held = new CountDownLatch(1);
        shop.tidegate.read(reads -> await(held));
        return held;
    }

    private static boolean await(final CountDownLatch latch) {
        try {
            return latch.await(120, TimeUnit.SECONDS);
        } catch (final InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    @Test
    void shouldTakeKeysBackAndLearnNewOnesWhileItRuns() throws IOException {
        final Path file = keys(entry("a", ONE, 7, "scopes: [orders]"), entry("b", TWO, 8, "scopes: [orders]"));
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString());
                RawClient old = RawClient.open(shop.binaryPort(), key("a", ONE), 0);
                RawClient kept = RawClient.open(shop.binaryPort(), key("b", TWO), 0)) {
            keys(entry("c", ONE, 7, "scopes: [orders]"), entry("b", TWO, 8, "scopes: [orders]"));
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> RawClient.open(shop.binaryPort(), key("c", ONE), 0) != null);

            old.send(RawClient.commands(0, place(WEB, "K-1", 1)));
            assertThat(old.awaitBye()).isEqualTo(ByeCode.CREDENTIALS);
            kept.send(RawClient.commands(0, place(WEB, "K-2", 1)));
            assertThat(kept.reply(0).accepted()).isTrue();

            Files.writeString(file, "keys: [{id: broken}]");
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 10_000));
            assertThat(refusal(shop, key("a", ONE))).isEqualTo(ByeCode.CREDENTIALS);
            kept.send(RawClient.commands(1, place(WEB, "K-3", 1)));
            assertThat(kept.reply(1).accepted()).isTrue();
        }
    }

    @Test
    void shouldLimitTheRateOfAKey() throws IOException {
        final Path file = keys(entry("a", ONE, 7, "scopes: [orders]"));
        try (TestGateway shop = TestGateway.open(
                        "security.keys-file", file.toString(), "security.commands-per-second-per-key", "3");
                RawClient client = RawClient.open(shop.binaryPort(), key("a", ONE), 0)) {
            final long began = System.nanoTime();
            int taken = 0;
            boolean limited = false;
            for (; !limited && taken < 1_000; taken++) {
                client.send(RawClient.commands(taken, place(WEB, "T-" + taken, 1)));
                limited = client.reply(taken).code() == OutcomeCode.RATE_LIMITED;
            }
            final long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);

            assertThat(limited).isTrue();
            assertThat(taken - 1).as("taken in " + seconds + " s").isBetween(3, (int) (3 * (seconds + 2)));
            assertThat(client.retryAfterMillis).isBetween(1, 1000);
        }
    }

    /** Reads alone were counted, so that whoever sent commands went past the limit. */
    @Test
    void shouldLimitTheRateOfAnAddressInCommandsToo() throws IOException {
        try (TestGateway shop = TestGateway.open("security.requests-per-second-per-address", "2");
                RawClient client = RawClient.open(shop.binaryPort())) {
            final ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++) {
                frames.writeBytes(RawClient.commands(i, place(WEB, "U-" + i, 1)));
            }
            client.send(frames.toByteArray());
            assertThat(client.replies(0, 100))
                    .extracting(Outcome::code)
                    .containsOnly(OutcomeCode.ACCEPTED, OutcomeCode.RATE_LIMITED);
            assertThat(client.retryAfterMillis).isPositive();
        }
    }

    @Test
    void shouldNotBeReachableByOthersWithoutKeysAndTls() {
        assertThatThrownBy(() -> TestGateway.open("binary.address", "0.0.0.0:0"))
                .hasMessageContaining("binary.address")
                .hasMessageContaining("security.keys-file");
    }

    @Test
    void shouldNameTheLineThatMakesNoSense() throws IOException {
        final String wrong = "  - {id: x, sha256: " + ONE + ", principal: 1, scopes: [everything]}\n";
        assertThatThrownBy(() -> ApiKeys.read(keys(wrong), 60, 100))
                .hasMessageContaining("keys.yaml:2:")
                .hasMessageContaining("everything");
        assertThatThrownBy(() -> ApiKeys.read(keys(entry("a", ONE, 7, "scopes: [orders], colour: red")), 60, 100))
                .hasMessageContaining("unknown name colour");
        assertThatThrownBy(() -> ApiKeys.read(keys(entry("a", ONE, 0, "scopes: [orders]")), 60, 100))
                .hasMessageContaining("principal is 0");
    }
}
