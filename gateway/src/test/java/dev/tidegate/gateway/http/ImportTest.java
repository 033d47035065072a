package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ImportTest {
    private static final int ROWS = 20_000;

    private final Contract contract = new Contract();

    private static TestGateway open(final String... values) throws IOException {
        return TestGateway.open(Tidegate.inMemory(TidegateOptions.defaults().withRingSlots(4096)), values);
    }

    private static String key(final String text) {
        return Instant.now().toString() + "/" + text;
    }

    private JsonNode send(
            final TestGateway shop,
            final int status,
            final String command,
            final String type,
            final String key,
            final String body)
            throws IOException {
        final var answer =
                new HttpCaller(shop.httpPort()).send("/v1/import/" + command, type, body, "Idempotency-Key", key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(contract.checkResponse(
                        "POST",
                        Imports.PATH,
                        status,
                        answer.headers().firstValue("Content-Type").orElse(""),
                        answer.body()))
                .as(answer.body())
                .isEmpty();
        return Contract.MAPPER.readTree(answer.body());
    }

    private JsonNode csv(
            final TestGateway shop, final int status, final String command, final String key, final String body)
            throws IOException {
        return send(shop, status, command, "text/csv; charset=utf-8", key, body);
    }

    private static String skus(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(i -> "SKU-" + i + "\n").collect(Collectors.joining("", "code\n", ""));
    }

    /** The numbers of large platforms have 19 digits; of CSV alone they were refused. */
    @Test
    void shouldTakeEveryNumberThatJsonTakes() throws IOException {
        try (TestGateway shop = TestGateway.open("import.at-once", "1")) {
            final JsonNode answer = csv(
                    shop,
                    200,
                    "receive-stock",
                    key("long"),
                    "sku,warehouse,quantity,reason,documentReference,reference\n"
                            + "1,1,1,1,9223372036854775807,1234567890123456789\n"
                            + "1,1,1,1,-9223372036854775808,0\n"
                            + "1,1,1,1,9223372036854775808,0\n");
            assertThat(answer.path("accepted").asInt()).as(answer.toString()).isEqualTo(2);
            assertThat(answer.path("errors")).hasSize(1);
            assertThat(answer.path("errors").path(0).path("detail").asText())
                    .startsWith("documentReference must be a whole number from -9223372036854775808");
        }
    }

    @Test
    void shouldTakeACatalogueAndItsStockAndTheSameAgainWithoutHarm() throws IOException {
        try (TestGateway shop = open()) {
            new HttpCaller(shop.httpPort()).post("/v1/warehouses", "{'code': 'east'}");
            final String skus = skus(0, ROWS);
            final String stock = IntStream.range(0, ROWS)
                    .mapToObj(i -> "{\"sku\": \"SKU-" + i + "\", \"warehouse\": \"east\", \"quantity\": " + (1 + i % 7)
                            + ", \"reason\": 1}\n")
                    .collect(Collectors.joining());
            final String catalogueKey = key("catalogue");
            final String stockKey = key("stock");

            final JsonNode first = csv(shop, 200, "define-sku", catalogueKey, skus);
            assertThat(first.get("rows").asInt()).isEqualTo(ROWS);
            assertThat(first.get("accepted").asInt()).as(first.toString()).isEqualTo(ROWS);
            final JsonNode received = send(shop, 200, "receive-stock", "application/x-ndjson", stockKey, stock);
            assertThat(received.get("accepted").asInt()).as(received.toString()).isEqualTo(ROWS);
            final Counts counts = shop.tidegate.counts();
            assertThat(counts.skus()).isEqualTo(ROWS);
            assertThat(counts.unitsIn())
                    .isEqualTo(IntStream.range(0, ROWS).map(i -> 1 + i % 7).sum());

            assertThat(csv(shop, 200, "define-sku", catalogueKey, skus)
                            .get("duplicates")
                            .asInt())
                    .isEqualTo(ROWS);
            final JsonNode again = send(shop, 200, "receive-stock", "application/x-ndjson", stockKey, stock);
            assertThat(again.get("duplicates").asInt()).isEqualTo(ROWS);
            assertThat(shop.tidegate.counts()).isEqualTo(counts);
            assertThat(shop.tidegate.verify()).isNull();
        }
    }

    @Test
    void shouldListTheRowsThatAreRefusedAndDoTheOthers() throws IOException {
        try (TestGateway shop = open("import.max-errors", "5")) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            caller.post("/v1/warehouses", "{'code': 'east'}");
            caller.post("/v1/skus", "{'code': 'A,\u00e9'}");
            caller.post("/v1/skus", "{'code': '4711'}");
            final JsonNode answer = csv(
                    shop,
                    200,
                    "receive-stock",
                    key("x"),
                    "\ufeffsku:code,warehouse,quantity,reason\r\n"
                            + "\"A,\u00e9\",east,5,1\r\n"
                            + "4711,1,5,1\r\n"
                            + "\r\n"
                            + "NO-SUCH,east,5,1\r\n"
                            + "4711,east,0,1\r\n"
                            + "4711,east,x,1\r\n"
                            + "4711,east,1\r\n"
                            + "4711,east,,1\r\n"
                            + "47\"11,east,1,1\r\n"
                            + "\"4711\",\"east\",\"7\",1");

            assertThat(answer.get("rows").asInt()).isEqualTo(9);
            assertThat(answer.get("accepted").asInt()).as(answer.toString()).isEqualTo(3);
            assertThat(answer.get("refused").asInt()).isEqualTo(6);
            assertThat(answer.get("errors")).hasSize(5);
            assertThat(answer.get("errorsOmitted").asInt()).isEqualTo(1);
            assertThat(answer.get("errors"))
                    .extracting(error ->
                            error.get("row").asInt() + " " + error.get("code").asText())
                    .contains("3 UNKNOWN_SKU", "5 BAD_REQUEST", "6 BAD_REQUEST");
            assertThat(shop.tidegate.counts().unitsIn()).isEqualTo(17);
        }
    }

    @Test
    void shouldFindAnotherFileUnderTheSameKey() throws IOException {
        try (TestGateway shop = open()) {
            final String key = key("one");
            csv(shop, 200, "define-sku", key, "code\na\nb\n");

            final JsonNode other = csv(shop, 200, "define-sku", key, "code\na\nc\nd\n");

            assertThat(other.get("duplicates").asInt()).isEqualTo(1);
            assertThat(other.get("accepted").asInt()).isEqualTo(1);
            assertThat(other.at("/errors/0/code").asText()).isEqualTo("ID_CONFLICT");
            assertThat(other.at("/errors/0/row").asInt()).isEqualTo(2);
        }
    }

    @Test
    void shouldRefuseAsAWholeWhatCannotBeRead() throws IOException {
        try (TestGateway shop =
                open("import.max-rows", "3", "import.max-row-bytes", "256", "import.rows-at-once", "2")) {
            csv(shop, 400, "define-sku", key("a"), "code,colour\na,red\n");
            csv(shop, 400, "define-sku", key("b"), "code,code\na,a\n");
            csv(shop, 400, "define-sku", key("c"), "code\n\"a\n");
            csv(shop, 413, "define-sku", key("d"), "code\n" + "x".repeat(300) + "\n");
            final JsonNode many = csv(shop, 413, "define-sku", key("e"), "code\na\nb\nc\nd\n");
            assertThat(many.get("code").asText()).isEqualTo("TOO_MANY_ROWS");
            csv(shop, 404, "place-order", key("f"), "code\na\n");
            send(shop, 415, "define-sku", "application/json", key("g"), "{}");
            csv(shop, 400, "define-sku", "no-time", "code\na\n");
            final var without = new HttpCaller(shop.httpPort()).send("/v1/import/define-sku", "text/csv", "code\na\n");
            assertThat(without.statusCode()).isEqualTo(400);
            assertThat(without.body()).contains("Idempotency-Key");
            assertThat(new HttpCaller(shop.httpPort()).get("/livez").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldGoOnWhereABrokenOffImportHadCome() throws Exception {
        try (TestGateway shop = open("timeouts.request-millis", "4000", "import.at-once", "1")) {
            final String key = key("broken");
            try (Socket socket = new Socket("127.0.0.1", shop.httpPort())) {
                socket.setSoTimeout(120_000);
                final String begun = skus(0, 600);
                socket.getOutputStream()
                        .write(("POST /v1/import/define-sku HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
                                        + "Idempotency-Key: " + key + "\r\nContent-Length: 1000000\r\n\r\n" + begun)
                                .getBytes(StandardCharsets.UTF_8));
                final String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"accepted\":512", "same Idempotency-Key");
            }
            final JsonNode whole = csv(shop, 200, "define-sku", key, skus(0, 1000));
            assertThat(whole.get("duplicates").asInt()).isEqualTo(512);
            assertThat(whole.get("accepted").asInt()).isEqualTo(488);
        }
    }

    @Test
    void shouldAskForTheScopeAndKeepToTheRateOfTheKey(@TempDir final Path folder) throws IOException {
        final Path file = folder.resolve("keys.yaml");
        final String secret = "8".repeat(64);
        Files.writeString(
                file,
                "keys:\n  - {id: a, sha256: " + ApiKeys.hashHex(secret) + ", principal: 5, scopes: [catalogue]}\n");
        try (TestGateway shop =
                open("security.keys-file", file.toString(), "security.commands-per-second-per-key", "1000")) {
            final HttpCaller caller = new HttpCaller(
                    shop.httpPort(), "Authorization", "Bearer tg_a_" + secret, "Idempotency-Key", key("k"));
            assertThat(caller.send("/v1/import/receive-stock", "text/csv", "sku\n")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(new HttpCaller(shop.httpPort())
                            .send("/v1/import/define-sku", "text/csv", "code\n")
                            .statusCode())
                    .isEqualTo(401);
            final long began = System.nanoTime();
            assertThat(caller.send("/v1/import/define-sku", "text/csv", skus(0, 2500))
                            .body())
                    .contains("\"accepted\":2500");
            assertThat(System.nanoTime() - began).as("paced, not refused").isGreaterThan(1_000_000_000L);
        }
    }

    private static Socket begin(final TestGateway shop, final String headers, final int bytes, final String begun)
            throws IOException {
        final Socket socket = new Socket("127.0.0.1", shop.httpPort());
        socket.setSoTimeout(120_000);
        socket.getOutputStream()
                .write(
                        ("POST /v1/import/define-sku HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/csv\r\n"
                                        + "Idempotency-Key: " + key("begun") + "\r\n" + headers + "Content-Length: "
                                        + bytes
                                        + "\r\n\r\n" + begun)
                                .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static String answer(final Socket socket, final String rest) throws IOException {
        socket.getOutputStream().write(rest.getBytes(StandardCharsets.UTF_8));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** It read no further when all the rows that it held were such. */
    @Test
    void shouldReadOnBehindRowsThatCannotBeRead() throws IOException {
        final String begun = "code\na\nb,b\n";
        final String rest = "c\n";
        try (TestGateway shop = open("import.rows-at-once", "1", "timeouts.request-millis", "30000");
                Socket socket = begin(shop, "", begun.length() + rest.length(), begun)) {
            Awaitility.await()
                    .until(() -> shop.gateway.gate().counters().importedRows.sum() == 1);
            assertThat(answer(socket, rest)).startsWith("HTTP/1.1 200 ").contains("\"accepted\":2", "\"refused\":1");
        }
    }

    /** Whoever had begun could go on for as long as an import may. */
    @Test
    void shouldEndWithItsKey(@TempDir final Path folder) throws IOException {
        final Path file = folder.resolve("keys.yaml");
        final String secret = "8".repeat(64);
        Files.writeString(
                file,
                "keys:\n  - {id: a, sha256: " + ApiKeys.hashHex(secret) + ", principal: 5, scopes: [catalogue]}\n");
        final String begun = "code\na\n";
        final String rest = "b\nc\n";
        try (TestGateway shop = open("security.keys-file", file.toString(), "import.rows-at-once", "1");
                Socket socket = begin(
                        shop, "Authorization: Bearer tg_a_" + secret + "\r\n", begun.length() + rest.length(), begun)) {
            Awaitility.await()
                    .until(() -> shop.gateway.gate().counters().importedRows.sum() == 1);
            Files.writeString(file, "keys: []\n");
            shop.gateway.front().keys().reloadIfChanged();
            assertThat(answer(socket, rest)).startsWith("HTTP/1.1 401 ").contains("CREDENTIALS", "\"accepted\":1");
            assertThat(shop.tidegate.counts().skus()).isEqualTo(1);
        }
    }

    @Test
    void shouldTellNoMoreOfARowThanAFewWords() {
        final ImportReport report = new ImportReport(10);
        report.refused(1, "UNKNOWN_SKU", "x".repeat(399) + "\ud83d\ude00".repeat(100_000));
        assertThat(report.response().length()).isLessThan(1000);
    }
}
