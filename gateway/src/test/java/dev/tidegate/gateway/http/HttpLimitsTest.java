package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What one caller may have, and what nobody is told. */
@Timeout(300)
class HttpLimitsTest {
    private static final String SECRET = "9".repeat(64);

    @TempDir
    private Path folder;

    private TestGateway open(final String... values) throws IOException {
        final Path file = folder.resolve("keys.yaml");
        Files.writeString(
                file,
                "keys:\n  - {id: shop, sha256: " + ApiKeys.hashHex(SECRET)
                        + ", principal: 5, scopes: [orders, read]}\n");
        final List<String> all = new ArrayList<>(List.of("security.keys-file", file.toString()));
        all.addAll(List.of(values));
        return TestGateway.open(all.toArray(String[]::new));
    }

    private static HttpCaller caller(final TestGateway shop) {
        return new HttpCaller(shop.httpPort(), "Authorization", "Bearer tg_shop_" + SECRET);
    }

    private static String order(final int number) {
        return "{'channel': 1, 'externalNumber': 'L-" + number
                + "', 'source': 'x', 'lines': [{'sku': 1, 'quantity': 1, 'netAmount': 5}]}";
    }

    @Test
    void shouldLimitTheRateOfAKeyInCommandsAndReads() throws IOException {
        try (TestGateway shop = open("security.commands-per-second-per-key", "3")) {
            final HttpCaller caller = caller(shop);
            final List<HttpResponse<String>> limited = new ArrayList<>();
            final long began = System.nanoTime();
            int sent = 0;
            for (; limited.size() < 4 && sent < 1_000; sent++) {
                final HttpResponse<String> answer =
                        sent % 2 == 0 ? caller.get("/v1/counts") : caller.post("/v1/orders", order(sent));
                if (answer.statusCode() != 200) {
                    limited.add(answer);
                }
            }
            final long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            assertThat(limited).hasSize(4);
            assertThat(sent - limited.size()).as("taken in " + seconds + " s").isBetween(3, (int) (3 * (seconds + 2)));
            assertThat(limited).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(429);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(HttpCaller.text(answer, "code")).isEqualTo("RATE_LIMITED");
            });
        }
    }

    @Test
    void shouldLimitTheConnectionsOfAKey() throws IOException {
        try (TestGateway shop = open("connections.per-key", "2")) {
            final List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                sockets.add(new Socket("127.0.0.1", shop.httpPort()));
            }
            assertThat(status(sockets.get(0))).isEqualTo("200");
            assertThat(status(sockets.get(1))).isEqualTo("200");
            assertThat(status(sockets.get(2))).isEqualTo("429");
            sockets.get(0).close();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(status(sockets.get(2))).isEqualTo("200"));
            sockets.get(1).close();
            sockets.get(2).close();
        }
    }

    @Test
    void shouldLimitTheConnectionsOfAnAddress() throws IOException {
        try (TestGateway shop = open("connections.per-address", "2");
                Socket second = new Socket("127.0.0.1", shop.httpPort())) {
            final Socket first = new Socket("127.0.0.1", shop.httpPort());
            assertThat(status(first)).isEqualTo("200");
            assertThat(status(second)).isEqualTo("200");
            try (Socket third = new Socket("127.0.0.1", shop.httpPort())) {
                third.setSoTimeout(120_000);
                final String said = new String(third.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(said).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 1\r\n", "TOO_MANY_CONNECTIONS");
            }
            assertThat(status(second)).isEqualTo("200");
            first.close();
            Awaitility.await().ignoreExceptions().until(() -> {
                try (Socket next = new Socket("127.0.0.1", shop.httpPort())) {
                    return status(next).equals("200");
                }
            });
        }
    }

    private static String status(final Socket socket) throws IOException {
        socket.setSoTimeout(120_000);
        socket.getOutputStream()
                .write(("GET /v1/counts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer tg_shop_" + SECRET + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        final InputStream in = socket.getInputStream();
        final StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            final int next = in.read();
            assertThat(next).as("more behind " + head).isNotNegative();
            head.append((char) next);
        }
        in.skipNBytes(Long.parseLong(head.toString().replaceAll("(?is).*\r\ncontent-length: (\\d+)\r\n.*", "$1")));
        return head.substring(9, 12);
    }

    @Test
    void shouldCloseConnectionsThatSendByteForByteOrNothing() throws Exception {
        try (TestGateway shop = open("timeouts.request-millis", "400", "timeouts.idle-millis", "1000")) {
            final List<String> beginnings = List.of(
                    "",
                    "GET /livez HTTP/1.1\r\nX-Slow: ",
                    "POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n",
                    "POST /v1/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n");
            final List<Socket> sockets = new ArrayList<>();
            for (final String beginning : beginnings) {
                final Socket socket = new Socket("127.0.0.1", shop.httpPort());
                socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
            }
            // A byte now and then does not buy more time; the idle one sends none.
            Awaitility.await().pollInterval(Duration.ofMillis(30)).untilAsserted(() -> {
                for (final Socket socket : sockets.subList(1, sockets.size())) {
                    drip(socket);
                }
                assertThat(shop.gateway.front().connections().count()).isZero();
            });
            for (final Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void drip(final Socket socket) {
        try {
            socket.getOutputStream().write('a');
        } catch (final IOException ended) {
            // Closed by the other side, as it should be.
        }
    }

    @Test
    void shouldTellNoSecretAndNoStackToAnybody() throws IOException {
        final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        final ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try (TestGateway shop = open()) {
            final HttpCaller caller = caller(shop);
            final List<HttpResponse<String>> answers = new ArrayList<>();
            answers.add(caller.post("/v1/orders", "{'channel': " + SECRET + "}"));
            answers.add(caller.post("/v1/orders", "{"));
            answers.add(caller.post("/v1/skus", "{'code': 'x'}"));
            answers.add(caller.get("/v1/nothing"));
            answers.add(new HttpCaller(shop.httpPort(), "Authorization", "Bearer tg_shop_" + SECRET + "0")
                    .get("/v1/counts"));
            new Requests(shop.gateway.gate(), shop.gateway.feed())
                    .report(new IllegalStateException("tg_shop_" + SECRET));

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
                assertThat(answer.body() + answer.headers().map())
                        .doesNotContain(SECRET)
                        .doesNotContain("Exception")
                        .doesNotContain(".java");
            });
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list).isNotEmpty().allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain(SECRET);
            assertThat(event.getThrowableProxy()).isNull();
        });
    }
}
