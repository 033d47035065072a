package dev.tidegate.gateway.http;

import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.message.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class HttpBehaviourTest {
    private static final String ORDER =
            "{'channel': 1, 'externalNumber': '%s', 'source': 'web', 'lines': [{'sku': 1, 'quantity': 1, 'netAmount': 5}]}";

    private static String order(final String number) {
        return String.format(ORDER, number);
    }

    /** Sends these bytes and gives back everything that comes until the connection is closed. */
    private static String raw(final TestGateway shop, final String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.httpPort())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return untilEnd(socket.getInputStream());
        } catch (final SocketException cut) {
            return "";
        }
    }

    /** What came before an end that may be a reset, as it is where bytes were left unread. */
    private static String untilEnd(final InputStream in) throws IOException {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
            }
        } catch (final SocketException cut) {
            return all.toString(StandardCharsets.UTF_8);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static String post(final String path, final String body, final String more) {
        final String json = body.replace('\'', '"');
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + more + "Content-Length: "
                + json.length() + "\r\n\r\n" + json;
    }

    @Test
    void shouldGiveTheFirstAnswerAgainToTheSameKey() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            for (final String key : new String[] {
                new UUID(System.currentTimeMillis() << 16 | 0x7123, 0x8000_0000_0000_4711L).toString(),
                Instant.now().toString().replaceAll("\\..*", "Z")
                        + "/cart 4711 of 王小明".replaceAll("[^\\x20-\\x7e]", "x")
            }) {
                final String body = order("I-" + key.length());
                final HttpResponse<String> first = caller.post("/v1/orders", body, "Idempotency-Key", key);
                final HttpResponse<String> again = caller.post("/v1/orders", body, "Idempotency-Key", key);
                final HttpResponse<String> other = caller.post("/v1/orders", order("another"), "Idempotency-Key", key);

                assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
                assertThat(HttpCaller.text(again, "duplicate")).isEqualTo("true");
                assertThat(HttpCaller.number(again, "entityId")).isEqualTo(HttpCaller.number(first, "entityId"));
                assertThat(other.statusCode()).isEqualTo(409);
                assertThat(HttpCaller.text(other, "code")).isEqualTo("ID_CONFLICT");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '"',
            value = {
                "{'channel': 1, 'colour': 'red'}#unknown field colour",
                "{'channel': 1, 'lines': [{'sku': 1, 'size': 2}]}#unknown field lines[0].size",
                "{'channel': 1, 'channel': 2}#not JSON",
                "{'channel': 70000}#channel must be a whole number from 0 to 65535",
                "{'channel': 1.5}#channel must be a whole number",
                "{'channel': true}#channel must be",
                "{'channel': 123456789012345678901}#not JSON",
                "{'lines': 1}#lines must be a list",
                "{'lines': [{'sku': 1}]}#lines[0] must be a line with sku, quantity and netAmount",
                "{'channel': 1}#missing field externalNumber",
                "{'buyer': [[[[[[[[[[1]]]]]]]]]]}#buyer must be a text",
                "[]#must be a JSON object",
                "{} {}#behind the JSON object",
                "{'channel': }#not JSON",
                "nonsense#not JSON",
                "{'urgency': 'VERY'}#urgency must be one of [NORMAL, URGENT]"
            })
    void shouldNameWhatIsWrongWithABody(final String body, final String words) throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpResponse<String> answer = new HttpCaller(shop.httpPort()).post("/v1/orders", body);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(HttpCaller.text(answer, "detail")).contains(words);
            assertThat(answer.body()).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void shouldRefuseAParameterOfACommandByName() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            for (final HttpResponse<String> answer : List.of(
                    caller.post("/v1/orders?dryRun=true", order("Q-1")),
                    caller.post("/v1/batch?dryRun=true", "{'commands': []}"))) {
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(HttpCaller.text(answer, "detail")).isEqualTo("unknown parameter dryRun");
            }
            assertThat(caller.get("/v1/orders?channel=1&externalNumber=Q-1").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void shouldRefuseTextThatIsNotUtf8() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final String answer = raw(shop, post("/v1/skus", "{'code': '\u00c3\u0028'}", "Connection: close\r\n"));

            assertThat(answer).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() throws IOException {
        try (TestGateway shop = TestGateway.open("http.max-pipelined", "8")) {
            final StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append(
                        i % 5 == 4
                                ? "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
                                : post("/v1/orders", order("P-" + i), ""));
            }
            requests.append("GET /v1/counts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            final String answers = raw(shop, requests.toString());

            final String[] parts = answers.split("HTTP/1.1 200 OK");
            assertThat(parts).hasSize(52);
            for (int i = 0; i < 50; i++) {
                assertThat(parts[i + 1]).contains(i % 5 == 4 ? "\"live\"" : "\"ACCEPTED\"");
            }
            assertThat(parts[51]).contains("\"orders\":40");
        }
    }

    @Test
    void shouldKnowItsEtags() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final HttpResponse<String> first = caller.get("/v1/stock/1");
            final String tag = first.headers().firstValue("ETag").orElseThrow();
            assertThat(first.headers().firstValueAsLong("Tidegate-Sequence")).isPresent();

            shop.tidegate.call(new Command.DefineSku("something else", 0));
            assertThat(caller.get("/v1/stock/1", "If-None-Match", tag).statusCode())
                    .isEqualTo(304);
            shop.tidegate.call(place(1, "E-1", 1));
            assertThat(caller.get("/v1/stock/1", "If-None-Match", tag).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldAskForAKeyAndKeepToItsScopesAndChannels(@TempDir final Path folder) throws IOException {
        final String secret = "3".repeat(64);
        final Path file = folder.resolve("keys.yaml");
        Files.writeString(
                file,
                "keys:\n  - {id: a, sha256: " + ApiKeys.hashHex(secret)
                        + ", principal: 5, scopes: [orders, read], channels: [2]}\n");
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString())) {
            final HttpResponse<String> nobody = new HttpCaller(shop.httpPort()).get("/v1/counts");
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.headers().firstValue("WWW-Authenticate")).hasValue("Bearer, TG-HMAC-SHA256");
            assertThat(new HttpCaller(shop.httpPort()).get("/readyz").statusCode())
                    .isEqualTo(200);

            final HttpCaller caller = new HttpCaller(shop.httpPort(), "Authorization", "Bearer tg_a_" + secret);
            assertThat(caller.post("/v1/skus", "{'code': 'x'}").statusCode()).isEqualTo(403);
            assertThat(caller.get("/metrics").statusCode()).isEqualTo(403);
            assertThat(caller.post("/v1/orders", order("K-1")).statusCode()).isEqualTo(403);
            final HttpResponse<String> own =
                    caller.post("/v1/orders", order("K-1").replace("'channel': 1", "'channel': 'market'"));
            assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
            final long foreign = shop.tidegate.call(place(1, "K-2", 1)).entityId();
            assertThat(caller.post("/v1/orders/" + foreign + "/pay", "{'amount': 100}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(caller.get("/v1/orders/" + foreign).statusCode()).isEqualTo(404);
            assertThat(caller.post("/v1/orders/" + HttpCaller.number(own, "entityId") + "/pay", "{'amount': 5}")
                            .statusCode())
                    .isEqualTo(200);
            final HttpResponse<String> batch = caller.post(
                    "/v1/batch", "{'commands': [{'command': 'cancel-order', 'order': " + foreign + ", 'reason': 1}]}");
            assertThat(batch.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void shouldBeBusyWithOrdersWhileWhatIsOwedStillPasses() throws Exception {
        try (TestGateway shop = TestGateway.open()) {
            final long orderId = shop.tidegate.call(place(1, "B-0", 1)).entityId();
            final long cancelled = shop.tidegate.call(place(1, "B-x", 1)).entityId();
            final long shipped = shop.tidegate.call(place(1, "B-y", 1)).entityId();
            shop.tidegate.call(new Command.ConfirmPayment(shipped, 100));
            final CountDownLatch go = new CountDownLatch(1);
            shop.tidegate.read(reads -> await(go));
            // 4,096 slots, of which each of these takes one, and 512 are not for orders.
            for (int i = 0; i < 3800; i++) {
                shop.tidegate.submit(place(1, "B-" + (i + 1), 1));
            }
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final HttpResponse<String> busy = caller.post("/v1/orders", order("B-busy"));
            assertThat(busy.statusCode()).isEqualTo(503);
            assertThat(busy.headers().firstValue("Retry-After")).contains("1");
            assertThat(HttpCaller.text(busy, "code")).isEqualTo("BUSY");
            final long free = shop.tidegate.pipeline().freeSlots();
            final List<CompletableFuture<Integer>> owed = List.of(
                    status(() -> caller.post("/v1/orders/" + orderId + "/pay", "{'amount': 100}")),
                    status(() -> caller.post("/v1/orders/" + cancelled + "/cancel", "{'reason': 1}")),
                    status(() -> caller.post("/v1/orders/" + shipped + "/ship", "{}")));
            final CompletableFuture<Integer> read = status(() -> caller.get("/v1/orders/" + orderId));
            Awaitility.await().until(() -> shop.tidegate.pipeline().freeSlots() <= free - 3);
            go.countDown();
            assertThat(owed).allSatisfy(status -> assertThat(status.join()).isEqualTo(200));
            assertThat(read.join()).isEqualTo(200);
        }
    }

    /** The status of what is asked meanwhile, by a thread of its own. */
    private static CompletableFuture<Integer> status(final Callable<HttpResponse<String>> asking) {
        final CompletableFuture<Integer> status = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        status.complete(asking.call().statusCode());
                    } catch (final Exception failure) {
                        status.completeExceptionally(failure);
                    }
                })
                .start();
        return status;
    }

    private static boolean await(final CountDownLatch latch) {
        try {
            return latch.await(120, TimeUnit.SECONDS);
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void shouldLimitTheRateOfAnAddress() throws IOException {
        try (TestGateway shop = TestGateway.open("security.requests-per-second-per-address", "2")) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final long began = System.nanoTime();
            int limited = 0;
            int sent = 0;
            for (; limited < 2 && sent < 1_000; sent++) {
                limited += caller.get("/livez").statusCode() == 429 ? 1 : 0;
            }
            final long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            assertThat(limited).isEqualTo(2);
            assertThat(sent - limited).as("taken in " + seconds + " s").isBetween(2, (int) (2 * (seconds + 2)));
        }
    }

    @Test
    void shouldRefuseWhatIsTooLargeTooSlowOrNotHttp() throws IOException {
        try (TestGateway shop = TestGateway.open("http.max-body-bytes", "2000", "http.max-header-bytes", "1024")) {
            assertThat(raw(shop, post("/v1/skus", "x".repeat(2001), ""))).startsWith("HTTP/1.1 413 ");
            assertThat(raw(
                            shop,
                            "POST /v1/skus HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n"
                                    + "y".repeat(4095) + "\r\n"))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(raw(shop, "GET /" + "a".repeat(2000) + " HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(raw(shop, "GET / HTTP/1.1\r\nA: " + "b".repeat(2000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(raw(shop, "\u0000\u0001\u0002\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(raw(shop, "GET /nothing HTTP/1.1\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(raw(shop, "PATCH /v1/skus HTTP/1.1\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("\r\nAllow: ");
            assertThat(new HttpCaller(shop.httpPort()).get("/livez").statusCode())
                    .isEqualTo(200);
        }
        try (TestGateway hasty = TestGateway.open("timeouts.request-millis", "300")) {
            assertThat(raw(hasty, "POST /v1/skus HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"))
                    .startsWith("HTTP/1.1 408 ");
            assertThat(raw(hasty, "GET /livez HTT")).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void shouldShieldTheEngineFromOrdersOfWhatIsSoldOut() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final String scarf = order("%s").replace("'sku': 1", "'sku': 2");
            final String key = new UUID(System.currentTimeMillis() << 16 | 0x7123, 0x8000_0000_0000_0001L).toString();
            shop.tidegate.call(new Command.ReceiveStock(2, 1, 1, 1, 0, 0, 0));
            final HttpResponse<String> last =
                    caller.post("/v1/orders", String.format(scarf, "S-0"), "Idempotency-Key", key);
            final long orderId = HttpCaller.number(last, "entityId");
            // While the unit is held it may come back, so the engine itself refuses.
            assertThat(code(caller, String.format(scarf, "S-1"))).isEqualTo("OUT_OF_STOCK");
            assertThat(code(caller, String.format(scarf, "S-2"))).isEqualTo("OUT_OF_STOCK");
            caller.post("/v1/orders/" + orderId + "/pay", "{'amount': 5}");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(code(caller, String.format(scarf, "S-" + System.nanoTime())))
                            .isEqualTo("SOLD_OUT_NOW"));
            final long sequence = shop.tidegate.digest().sequence();
            assertThat(code(caller, String.format(scarf, "S-3"))).isEqualTo("SOLD_OUT_NOW");
            assertThat(shop.tidegate.digest().sequence()).isEqualTo(sequence);
            assertThat(HttpCaller.text(
                            caller.post("/v1/orders", String.format(scarf, "S-3"), "Tidegate-Repeat", "true"), "code"))
                    .isEqualTo("OUT_OF_STOCK");

            // What was accepted before is still answered as it was.
            final HttpResponse<String> again =
                    caller.post("/v1/orders", String.format(scarf, "S-0"), "Idempotency-Key", key);
            assertThat(HttpCaller.number(again, "entityId")).isEqualTo(orderId);
            // Other lines that are there keep the order out of the shield.
            assertThat(code(
                            caller,
                            String.format(scarf, "S-4").replace("[{", "[{'sku': 1, 'quantity': 1, 'netAmount': 1}, {")))
                    .isEqualTo("OUT_OF_STOCK");
            // What gives the SKU units again ends it before its own answer is out.
            caller.post("/v1/stock/receive", "{'sku': 2, 'warehouse': 1, 'quantity': 1, 'reason': 1}");
            assertThat(code(caller, String.format(scarf, "S-5"))).isEqualTo("ACCEPTED");
        }
    }

    private static String code(final HttpCaller caller, final String order) throws IOException {
        return HttpCaller.text(caller.post("/v1/orders", order), "code");
    }

    @Test
    void shouldCountWhatItDoes() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            caller.post("/v1/orders", order("M-1"));
            caller.post("/v1/orders", order("M-1"));
            final String metrics = caller.get("/metrics").body();

            assertThat(metrics.lines())
                    .contains(
                            "tidegate_up 1",
                            "tidegate_commands_total 2",
                            "tidegate_outcomes_total{code=\"ACCEPTED\"} 1",
                            "tidegate_outcomes_total{code=\"DUPLICATE_EXTERNAL\"} 1");
        }
    }

    @Test
    void shouldAnswerWhatItTookBeforeItGoesDown() throws Exception {
        try (TestGateway shop = TestGateway.open();
                Socket idle = new Socket(InetAddress.getLoopbackAddress(), shop.httpPort())) {
            idle.setSoTimeout(120_000);
            final CountDownLatch go = new CountDownLatch(1);
            shop.tidegate.read(reads -> await(go));
            final String[] answer = {""};
            final Thread asking = new Thread(() -> {
                try {
                    answer[0] = raw(shop, post("/v1/orders", order("G-1"), ""));
                } catch (final IOException failed) {
                    answer[0] = failed.toString();
                }
            });
            asking.start();
            Awaitility.await()
                    .until(() -> shop.gateway.gate().counters().commands.sum() == 1);
            final Thread closing = new Thread(shop.gateway::close);
            closing.start();
            assertThat(idle.getInputStream().read())
                    .as("an idle connection is closed at once")
                    .isNegative();
            go.countDown();
            asking.join(120_000);
            closing.join(120_000);

            assertThat(answer[0]).startsWith("HTTP/1.1 200 OK").contains("\"ACCEPTED\"");
            assertThat(closing.isAlive()).isFalse();
        }
    }
}
