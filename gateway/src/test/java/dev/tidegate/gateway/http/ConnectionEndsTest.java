package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a connection when it ends in another way than its caller had in mind. */
@Timeout(300)
class ConnectionEndsTest {
    private static final String SECRET = "8".repeat(64);

    @TempDir
    private Path folder;

    private static Socket connect(final TestGateway shop) throws IOException {
        final Socket socket = new Socket("127.0.0.1", shop.httpPort());
        socket.setSoTimeout(120_000);
        return socket;
    }

    private static void send(final Socket socket, final String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Everything up to the end of the connection. */
    private static String rest(final Socket socket) throws IOException {
        final InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String order(final String number) {
        return "{\"channel\": 1, \"externalNumber\": \"" + number
                + "\", \"source\": \"x\", \"lines\": [{\"sku\": 1, \"quantity\": 1, \"netAmount\": 5}]}";
    }

    private static String post(final String number, final String headers) {
        final String order = order(number);
        return "POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + order.length() + "\r\n\r\n" + order;
    }

    /** The place among the connections of its key was never given back, so that in the end the key was locked out. */
    @Test
    void shouldGiveThePlaceOfAnImportBackWhoseBodyMakesNoSense() throws IOException {
        final Path file = folder.resolve("keys.yaml");
        Files.writeString(
                file,
                "keys:\n  - {id: shop, sha256: " + ApiKeys.hashHex(SECRET) + ", principal: 5, scopes: [catalogue]}\n");
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString(), "import.at-once", "1")) {
            for (int i = 0; i < 3; i++) {
                try (Socket socket = connect(shop)) {
                    send(
                            socket,
                            "POST /v1/import/define-sku HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer tg_shop_" + SECRET
                                    + "\r\nContent-Type: text/csv\r\nIdempotency-Key: " + Instant.now() + "/" + i
                                    + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ncode\n\r\nno number\r\n");
                    assertThat(rest(socket))
                            .as("attempt " + i)
                            .startsWith("HTTP/1.1 400")
                            .contains("the body is not as its header says")
                            .contains("send it again with the same Idempotency-Key");
                }
                Awaitility.await()
                        .until(() -> shop.gateway.front().connectionsOfKeys().count() == 0);
            }
        }
    }

    /** RFC 9112, 9.6: an order that came behind was placed, and nobody was told. */
    @Test
    void shouldDoNothingThatComesBehindTheLastRequest() throws IOException {
        try (TestGateway shop = TestGateway.open();
                Socket socket = connect(shop)) {
            send(socket, post("LAST", "Connection: close\r\n") + post("BEHIND", ""));
            assertThat(rest(socket)).startsWith("HTTP/1.1 200").containsOnlyOnce("HTTP/1.1 ");

            final HttpCaller caller = new HttpCaller(shop.httpPort());
            assertThat(caller.get("/v1/orders?channel=1&externalNumber=LAST").statusCode())
                    .isEqualTo(200);
            assertThat(caller.get("/v1/orders?channel=1&externalNumber=BEHIND").statusCode())
                    .isEqualTo(404);
        }
    }

    /** The lines of a request behind an import were taken for rows of it, and the answers for one another's. */
    @Test
    void shouldNotTakeWhatComesBehindAnImportForRowsOfIt() throws IOException {
        try (TestGateway shop = TestGateway.open();
                Socket socket = connect(shop)) {
            final String rows = "{\"code\": \"ROW-1\"}\n";
            final CountDownLatch held = hold(shop);
            send(
                    socket,
                    "POST /v1/import/define-sku HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
                            + "Idempotency-Key: " + Instant.now() + "/behind\r\nContent-Length: " + rows.length()
                            + "\r\n\r\n" + rows + post("BEHIND", ""));
            Awaitility.await()
                    .until(() -> shop.gateway.gate().counters().commands.sum() == 1);
            held.countDown();
            assertThat(rest(socket))
                    .startsWith("HTTP/1.1 200")
                    .containsOnlyOnce("HTTP/1.1 ")
                    .contains("\"rows\":1,\"accepted\":1,\"duplicates\":0,\"refused\":0");
            assertThat(new HttpCaller(shop.httpPort())
                            .get("/v1/orders?channel=1&externalNumber=BEHIND")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    /** Whoever took a large answer slowly was never listened to again. */
    @Test
    void shouldListenAgainOnceTheLastAnswerHasBeenTaken() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final EmbeddedChannel channel = new EmbeddedChannel();
            new HttpProtocol(shop.gateway.gate(), shop.gateway.feed()).open(channel, "somebody");
            channel.writeInbound(Unpooled.copiedBuffer("GET /livez HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
            assertThat(channel.outboundMessages()).hasSize(1);

            writable(channel, false);
            assertThat(channel.config().isAutoRead()).isFalse();
            writable(channel, true);
            assertThat(channel.config().isAutoRead()).isTrue();
            channel.finishAndReleaseAll();
        }
    }

    /** As the socket does when more is waiting to be sent than may, and when it has been taken. */
    private static void writable(final EmbeddedChannel channel, final boolean is) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, is);
        channel.runPendingTasks();
    }

    /** What the socket had not taken yet was thrown away, so the answer to a command that was done ended in its middle. */
    @Test
    void shouldSendWhatItHasAnsweredBeforeItGoesDown() throws Exception {
        final int pages = 6;
        try (TestGateway shop = TestGateway.open();
                Socket socket = new Socket()) {
            // Little is under way to somebody who has so little room; the rest waits in the gateway.
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", shop.httpPort()));
            socket.setSoTimeout(120_000);
            send(socket, "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".repeat(pages));
            Awaitility.await()
                    .until(() -> shop.gateway.gate().counters().httpNanos.sum() > 0
                            && shop.gateway.gate().counters().requests.sum() == pages);
            final int port = shop.httpPort();
            final Thread end = new Thread(shop.gateway::close);
            end.start();
            Awaitility.await().until(() -> shop.gateway.front().closing());
            Awaitility.await().until(() -> refused(port));

            final String all = rest(socket);
            assertThat(all.split("HTTP/1.1 200", -1)).hasSize(pages + 1);
            final int body = SystemRequests.contract().getBytes(StandardCharsets.UTF_8).length;
            assertThat(all.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(pages * body);
            end.join(120_000);
        }
    }

    /** Who is not told sends the next request into the end of the connection, and does not know whether it was done. */
    @Test
    void shouldSayWhichAnswerIsTheLastBeforeItGoesDown() throws Exception {
        try (TestGateway shop = TestGateway.open()) {
            final HttpHandler handler =
                    new HttpHandler(shop.gateway.gate(), "", new Requests(shop.gateway.gate(), shop.gateway.feed()));
            final EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(), handler);
            final CountDownLatch held = hold(shop);
            channel.writeInbound(Unpooled.copiedBuffer(post("Q-1", "") + post("Q-2", ""), StandardCharsets.UTF_8));
            handler.leave();
            assertThat(channel.isActive()).isTrue();
            held.countDown();
            final StringBuilder answers = new StringBuilder();
            Awaitility.await().until(() -> {
                channel.runPendingTasks();
                for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
                    answers.append(part.toString(StandardCharsets.UTF_8));
                    part.release();
                }
                return answers.toString().split("HTTP/1.1 200", -1).length == 3;
            });
            final String last = answers.substring(answers.lastIndexOf("HTTP/1.1 200"));
            assertThat(last).contains("\r\nConnection: close\r\n");
            assertThat(answers.substring(0, answers.length() - last.length())).doesNotContain("Connection: close");
            channel.finishAndReleaseAll();
        }
    }

    /** Whether nobody listens any more, behind which the connections are told to end. */
    private static boolean refused(final int port) {
        try (Socket another = new Socket("127.0.0.1", port)) {
            return !another.isConnected();
        } catch (final IOException nobody) {
            return true;
        }
    }

    /** Keeps the engine from answering until the latch is let go. */
    private static CountDownLatch hold(final TestGateway shop) {
        final CountDownLatch held = new CountDownLatch(1);
        shop.tidegate.pipeline().read(reads -> {
            try {
                return held.await(120, TimeUnit.SECONDS);
            } catch (final InterruptedException nobodyDoes) {
                throw new IllegalStateException(nobodyDoes);
            }
        });
        return held;
    }
}
