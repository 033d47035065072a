package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import java.io.IOException;
import java.io.InputStream;
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
        return "POST /v1/orders HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + order.length() + "\r\n\r\n"
                + order;
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
