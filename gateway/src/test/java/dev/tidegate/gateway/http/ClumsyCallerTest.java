package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A refusal says which of the things sent is wrong, and nothing is quietly taken for something else. */
@Timeout(300)
class ClumsyCallerTest {
    private static final String ORDER =
            "{'channel': 1, 'externalNumber': '%s', 'source': 'web', 'lines': [{'sku': %s, 'quantity': 1, 'netAmount': 5}]}";

    private static String detail(final HttpResponse<String> answer, final int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return HttpCaller.text(answer, "detail");
    }

    @Test
    void shouldRefuseHalfASurrogatePair() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            for (final String text : new String[] {"\\ud800", "a\\udc00b", "\\ud83d\\ud83d", "\\ude00\\ud83d"}) {
                assertThat(detail(caller.post("/v1/skus", "{'code': '" + text + "'}"), 400))
                        .isEqualTo("code must be a text without a half of a surrogate pair");
                assertThat(detail(caller.post("/v1/orders", String.format(ORDER, text, "1")), 400))
                        .isEqualTo("externalNumber must be a text without a half of a surrogate pair");
            }
            assertThat(caller.post("/v1/skus", "{'code': '\\ud83d\\ude00'}").statusCode())
                    .isEqualTo(200);
            assertThat(caller.get("/v1/stock/%F0%9F%98%80").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldNameTheCodeThatNamesNothing() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final HttpResponse<String> one = caller.post("/v1/orders", String.format(ORDER, "U-1", "'DRESS-BLUE'"));
            assertThat(detail(one, 404)).isEqualTo("DRESS-BLUE names nothing that is there");
            assertThat(HttpCaller.text(one, "code")).isEqualTo("UNKNOWN_SKU");

            final HttpResponse<String> many = caller.post(
                    "/v1/batch",
                    "{'commands': [{'command': 'define-sku', 'code': 'x'},"
                            + " {'command': 'set-freeze', 'sku': 'DRESS-BLUE', 'frozen': true, 'reason': 1}]}");
            assertThat(detail(many, 404)).isEqualTo("DRESS-BLUE names nothing that is there");
        }
    }

    @Test
    void shouldSayWhichCommandOfABatchIsWrong() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final String first = "{'commands': [{'command': 'define-sku', 'code': 'x'}, ";
            assertThat(detail(caller.post("/v1/batch", first + "{'command': 'define-sku'}]}"), 400))
                    .isEqualTo("commands[1]: missing field code");
            assertThat(detail(caller.post("/v1/batch", first + "{'command': 'confirm-payment', 'amount': 1}]}"), 400))
                    .isEqualTo("commands[1]: missing field order");
            assertThat(detail(
                            caller.post(
                                    "/v1/batch",
                                    first + "{'command': 'define-sku', 'code': 'y', 'idempotencyKey': 'z'}]}"),
                            400))
                    .startsWith("commands[1]: Idempotency-Key must be ");
            assertThat(detail(caller.post("/v1/batch", "{'commands': []}"), 400))
                    .isEqualTo("commands must be a list of at least one");
            assertThat(detail(caller.post("/v1/batch", "{}"), 400)).isEqualTo("missing field commands");
        }
    }

    @Test
    void shouldExplainARefusalThatHasNoFigures() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final String order = String.format(ORDER, "D-1", "1");
            assertThat(caller.post("/v1/orders", order).statusCode()).isEqualTo(200);
            assertThat(detail(caller.post("/v1/orders", order), 409))
                    .isEqualTo("the channel has an order with this number, entityId names it; nothing was done");
            assertThat(detail(caller.post("/v1/orders", order, "Idempotency-Key", "2020-01-01T00:00:00Z/old"), 409))
                    .contains("further back than ids are remembered");
            assertThat(detail(caller.post("/v1/skus", "{'code': ''}"), 422)).isEqualTo("CODE_INVALID");
            assertThat(detail(
                            caller.post(
                                    "/v1/orders",
                                    String.format(ORDER, "D-2", "1").replace(": 1, 'net", ": -4, 'net")),
                            422))
                    .isEqualTo("QUANTITY_NOT_POSITIVE in line 1: asked -4, available 0");
        }
    }

    @Test
    void shouldNotChooseBetweenTwoKeys() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final String now = Instant.now().truncatedTo(ChronoUnit.SECONDS) + "/";
            assertThat(detail(
                            caller.post(
                                    "/v1/skus",
                                    "{'code': 'x'}",
                                    "Idempotency-Key",
                                    now + "a",
                                    "Idempotency-Key",
                                    now + "b"),
                            400))
                    .isEqualTo("Idempotency-Key stands there twice");
            assertThat(caller.get("/v1/numbers/sku/x").statusCode()).isEqualTo(404);
        }
    }

    /** A header is bytes and JSON is letters: the same key was one id in one and another in the other. */
    @Test
    void shouldRefuseAKeyThatAHeaderCannotSay() throws IOException {
        try (TestGateway shop = TestGateway.open();
                Socket socket = new Socket("127.0.0.1", shop.httpPort())) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final String time = Instant.now().truncatedTo(ChronoUnit.SECONDS) + "/";
            final String what =
                    "Idempotency-Key must be a UUIDv7, or TIME/TEXT of at most 200 printable ASCII characters";
            for (final String text : new String[] {"\u8ba2\u5355", "caf\u00e9", "a\u0001", "end "}) {
                assertThat(detail(
                                caller.post(
                                        "/v1/batch",
                                        "{'commands': [{'command': 'define-sku', 'code': 'x', 'idempotencyKey': '"
                                                + time + text.replace("\u0001", "\\u0001") + "'}]}"),
                                400))
                        .isEqualTo("commands[0]: " + what);
                assertThat(detail(
                                caller.get("/v1/commands/"
                                        + URLEncoder.encode(time + text, StandardCharsets.UTF_8)
                                                .replace("+", "%20")),
                                400))
                        .isEqualTo(what);
            }
            socket.setSoTimeout(120_000);
            socket.getOutputStream()
                    .write(
                            ("POST /v1/skus HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nIdempotency-Key: "
                                            + time + "caf\u00e9\r\nContent-Length: 13\r\n\r\n{\"code\": \"x\"}")
                                    .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains(what);
            assertThat(caller.get("/v1/numbers/sku/x").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldReadAPathAsItIsWritten() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            shop.tidegate.define(new Command.DefineSku("A+B", 0));
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            assertThat(HttpCaller.text(caller.get("/v1/stock/A+B"), "code")).isEqualTo("A+B");
            assertThat(HttpCaller.text(caller.get("/v1/stock/A%2bB"), "code")).isEqualTo("A+B");
            for (final String wrong : new String[] {"%E8%A3", "%FF", "%C0%AF", "%ED%A0%80"}) {
                assertThat(detail(caller.get("/v1/stock/" + wrong), 400))
                        .isEqualTo("the path is not UTF-8 in percent encoding");
                assertThat(detail(caller.get("/v1/orders?channel=1&externalNumber=" + wrong), 400))
                        .isEqualTo("the query is not UTF-8 in percent encoding");
            }
        }
    }

    @Test
    void shouldCompareTagsWeaklyAndInLists() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final String tag =
                    caller.get("/v1/stock/1").headers().firstValue("ETag").orElseThrow();
            final String opaque = tag.substring(2);
            for (final String held : new String[] {tag, opaque, "\"other\", " + tag, tag + ",W/\"other\"", "*"}) {
                assertThat(caller.get("/v1/stock/1", "If-None-Match", held).statusCode())
                        .as(held)
                        .isEqualTo(304);
            }
            for (final String other : new String[] {"\"other\"", "W/\"\"", opaque.replace("\"", ""), ""}) {
                assertThat(caller.get("/v1/stock/1", "If-None-Match", other).statusCode())
                        .as(other)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void shouldNameHeadAmongTheMethods() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            assertThat(caller.method("PUT", "/v1/orders").headers().firstValue("Allow"))
                    .hasValue("POST, GET, HEAD");
            assertThat(caller.method("PUT", "/v1/batch").headers().firstValue("Allow"))
                    .hasValue("POST");
        }
    }
}
