package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.OrderLeftEncoder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is served is what openapi.yaml says, path by path, and every answer is as its schema says. */
@Timeout(300)
class ContractTest {
    private final Contract contract = new Contract();
    private final Set<String> seen = new TreeSet<>();
    private HttpCaller caller;

    @Test
    void shouldServeThePathsOfTheContractAndNoOthers() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final Set<String> served = new Requests(shop.gateway.gate(), shop.gateway.feed())
                    .routes().stream()
                            .map(route -> route.method() + " " + route.template())
                            .collect(Collectors.toCollection(TreeSet::new));

            assertThat(served).isEqualTo(contract.operations());
        }
    }

    private HttpResponse<String> checked(
            final String method, final String path, final int status, final HttpResponse<String> response)
            throws IOException {
        assertThat(response.statusCode())
                .as(method + " " + path + ": " + response.body())
                .isEqualTo(status);
        final String type = response.headers().firstValue("Content-Type").orElse("");
        assertThat(contract.checkResponse(method, path, status, type, response.body()))
                .as(method + " " + path + ": " + response.body())
                .isEmpty();
        if (status == 200) {
            seen.add(method + " " + path);
        }
        return response;
    }

    private HttpResponse<String> post(final int status, final String path, final Object thing, final String body)
            throws IOException {
        assertThat(contract.checkRequest("POST", path, body.replace('\'', '"')))
                .as(path + ": " + body)
                .isEmpty();
        final String target = path.replaceAll("\\{.*?}", String.valueOf(thing));
        return checked("POST", path, status, caller.post(target, body));
    }

    private HttpResponse<String> get(final int status, final String path, final String target) throws IOException {
        return checked("GET", path, status, caller.get(target));
    }

    @Test
    void shouldAnswerEverythingAsTheContractSays() throws Exception {
        try (TestGateway shop = TestGateway.open()) {
            caller = new HttpCaller(shop.httpPort());
            catalogue();
            policies();
            orders();
            left(shop);
            reads();
            get(200, "/v1/holds", "/v1/holds");
            checked(
                    "POST",
                    "/v1/import/{command}",
                    200,
                    caller.send(
                            "/v1/import/define-sku",
                            "text/csv",
                            "code\nHAT\n",
                            "Idempotency-Key",
                            Instant.now() + "/x"));
            for (final String path : new String[] {"/livez", "/readyz", "/metrics", "/openapi.yaml", "/docs"}) {
                get(200, path, path);
            }
            settings();
            // Streams have no end to wait for; EventStreamTest holds what they send against the contract.
            seen.addAll(List.of("GET /v1/events", "GET /v1/events/socket", "GET /v1/units/stream"));
            assertThat(seen).isEqualTo(contract.operations());
        }
    }

    private void catalogue() throws IOException {
        post(200, "/v1/warehouses", "", "{'code': 'NINGBO'}");
        post(200, "/v1/channels", "", "{'code': 'tmall', 'warehouses': ['HANGZHOU', 2], 'shipUnpaid': true}");
        post(200, "/v1/skus", "", "{'code': 'COAT', 'supplyClass': 1, 'reference': 77}");
        post(200, "/v1/stock/receive", "", "{'sku': 'COAT', 'warehouse': 'HANGZHOU', 'quantity': 100, 'reason': 1}");
        post(200, "/v1/stock/adjust", "", "{'sku': 3, 'warehouse': 1, 'mode': 'TO', 'quantity': 99, 'reason': 2}");
        post(422, "/v1/stock/receive", "", "{'sku': 3, 'warehouse': 1, 'quantity': 0, 'reason': 1}");
        post(404, "/v1/stock/receive", "", "{'sku': 'NO-SUCH', 'warehouse': 1, 'quantity': 1, 'reason': 1}");
        post(404, "/v1/stock/receive", "", "{'sku': 999, 'warehouse': 1, 'quantity': 1, 'reason': 1}");
        post(200, "/v1/stock/freeze", "", "{'sku': 'COAT', 'frozen': true, 'reason': 1}");
        post(200, "/v1/stock/freeze", "", "{'sku': 'COAT', 'frozen': false, 'reason': 1}");
        final long now = System.currentTimeMillis();
        post(
                200,
                "/v1/campaigns",
                "",
                "{'code': '11-11', 'startMillis': " + now + ", 'endMillis': " + (now + 86_400_000) + "}");
        post(200, "/v1/campaigns/{campaign}/items", "11-11", "{'sku': 'COAT', 'limitPerBuyer': 2, 'capUnits': 50}");
        post(200, "/v1/campaigns/{campaign}/allotments", 1, "{'sku': 'COAT', 'warehouse': 1, 'quantity': 10}");
        post(200, "/v1/skus", "", "{'code': '4711'}");
        post(200, "/v1/skus/{sku}/retire", "code:4711", "{}");
        post(200, "/v1/warehouses", "", "{'code': 'OLD'}");
        post(200, "/v1/warehouses/{warehouse}/retire", "OLD", "{}");
        post(200, "/v1/channels", "", "{'code': 'old', 'warehouses': []}");
        post(200, "/v1/channels/{channel}/retire", "old", "{}");
    }

    private void policies() throws IOException {
        post(
                200,
                "/v1/policies/hold",
                "",
                "{'scope': 'DEFAULT', 'initialMillis': 900000, 'extendedMillis': 2700000, 'maximumMillis': 3600000,"
                        + " 'anchor': 'ORDER', 'onPaymentFailure': 'KEEP'}");
        post(200, "/v1/policies/safety-stock", "", "{'sku': 'COAT', 'quantity': 5}");
        post(200, "/v1/policies/quota", "", "{'sku': 'COAT', 'channel': 'tmall', 'mode': 'SHARE', 'value': 6000}");
        post(
                200,
                "/v1/policies/purchase-limit",
                "",
                "{'sku': 'SCARF-BLUE', 'limitPerBuyer': 1, 'periodMillis': 86400000}");
        post(200, "/v1/policies/hold-timing", "", "{'timing': 'AT_ORDER'}");
        post(200, "/v1/holds/extend", "", "{'minimumMillis': 1}");
        post(422, "/v1/holds/extend", "", "{'minimumMillis': 0}");
        post(200, "/v1/limits", "", "{'limits': [{'limit': 'LINES_PER_ORDER', 'value': 100}]}");
    }

    private long order(final String number, final String more) throws IOException {
        return HttpCaller.number(
                post(
                        200,
                        "/v1/orders",
                        "",
                        "{'channel': 'tmall', 'externalNumber': '" + number + "', 'source': 'tmall', 'lines': "
                                + "[{'sku': 'COAT', 'quantity': 2, 'netAmount': 59800}]" + more + "}"),
                "entityId");
    }

    private void orders() throws IOException {
        final long one = order("TB-1", ", 'buyer': '0123456789abcdef0123456789abcdef', 'urgency': 'URGENT'");
        post(200, "/v1/orders/{order}/pay-start", one, "{}");
        post(409, "/v1/orders/{order}/pay", one, "{'amount': 1}");
        post(200, "/v1/orders/{order}/pay", one, "{'amount': 59800}");
        post(200, "/v1/orders/{order}/ship", one, "{'lines': [{'line': 1, 'quantity': 1}]}");
        post(200, "/v1/orders/{order}/ship", one, "{}");
        post(
                200,
                "/v1/orders/{order}/return",
                one,
                "{'reason': 3, 'lines': [{'line': 1, 'quantity': 1, 'grade': 'QUARANTINE'}]}");
        post(
                200,
                "/v1/stock/return",
                "",
                "{'sku': 'COAT', 'warehouse': 1, 'from': 'QUARANTINE', 'grade': 'SELLABLE', 'quantity': 1, 'reason': 1}");
        post(409, "/v1/orders/{order}/readmit", one, "{'reason': 1, 'record': '" + recordOf(one) + "'}");
        post(422, "/v1/orders/{order}/readmit", one, "{'reason': 1, 'record': 'AAAA'}");
        post(400, "/v1/orders/{order}/readmit", one, "{'reason': 1, 'record': 'not base64'}");
        final long two = order(
                "TB-2",
                ", 'orderedMillis': 1, 'backfill': true, 'placing': 'PARTIAL', 'currency': 'CNY', 'document': '送货上门'");
        post(200, "/v1/orders/{order}/pay-failed", two, "{}");
        post(200, "/v1/orders/{order}/cancel", two, "{'reason': 4}");
        post(409, "/v1/orders/{order}/cancel", two, "{'reason': 4}");
        post(404, "/v1/orders/{order}/pay-start", 123_456_789, "{}");
        final HttpResponse<String> batch = post(
                200,
                "/v1/batch",
                "",
                "{'commands': [{'command': 'place-order', 'channel': 'tmall', 'externalNumber': 'TB-3', 'source': 'b',"
                        + " 'buyer': '0123456789abcdef0123456789abcde0',"
                        + " 'lines': [{'sku': 'COAT', 'quantity': 1, 'netAmount': 5, 'campaign': '11-11'}]},"
                        + " {'command': 'cancel-order', 'order': " + one + ", 'reason': 1}]}");
        assertThat(Contract.MAPPER.readTree(batch.body()).at("/outcomes/0/code").asText())
                .isEqualTo("ACCEPTED");
        assertThat(Contract.MAPPER.readTree(batch.body()).at("/outcomes/1/code").asText())
                .isEqualTo("ALREADY_SHIPPED");
    }

    /** An order leaves memory and comes back. */
    private void left(final TestGateway shop) throws Exception {
        final BlockingQueue<byte[]> records = new LinkedBlockingQueue<>();
        shop.tidegate.listen((sequence, time, buffer, offset, length) -> {
            if (MessageCheck.templateId(buffer, offset) == OrderLeftEncoder.TEMPLATE_ID) {
                records.add(Arrays.copyOfRange(buffer.byteArray(), offset, offset + length));
            }
        });
        post(200, "/v1/limits", "", "{'limits': [{'limit': 'CLOSED_RETENTION_MILLIS', 'value': 1}]}");
        final long order = order("TB-4", "");
        post(200, "/v1/orders/{order}/cancel", order, "{'reason': 4}");
        final byte[] record = records.poll(120, TimeUnit.SECONDS);
        post(200, "/v1/limits", "", "{'limits': [{'limit': 'CLOSED_RETENTION_MILLIS', 'value': 86400000}]}");
        get(410, "/v1/orders/{order}", "/v1/orders/" + order);
        get(410, "/v1/orders", "/v1/orders?channel=tmall&externalNumber=TB-4");
        post(
                200,
                "/v1/orders/{order}/readmit",
                order,
                "{'reason': 1, 'record': '" + Base64.getEncoder().encodeToString(record) + "'}");
    }

    /** A record that is well made; the order that it is about has not left. */
    private static String recordOf(final long orderId) {
        final HeapBuffer record = HeapBuffer.ofSize(1024);
        final OrderLeftEncoder left = new OrderLeftEncoder()
                .wrapAndApplyHeader(record, 0, new MessageHeaderEncoder())
                .orderId(orderId)
                .channel(1);
        left.linesCount(1).next().sku(1);
        left.externalNumber("TB-1");
        return Base64.getEncoder()
                .encodeToString(
                        Arrays.copyOf(record.byteArray(), MessageHeaderEncoder.ENCODED_LENGTH + left.encodedLength()));
    }

    private void reads() throws IOException {
        final HttpResponse<String> order = get(200, "/v1/orders", "/v1/orders?channel=tmall&externalNumber=TB-1");
        final long id = HttpCaller.number(order, "order");
        assertThat(get(200, "/v1/orders/{order}", "/v1/orders/" + id).body()).isEqualTo(order.body());
        assertThat(HttpCaller.text(order, "state")).isEqualTo("OUTBOUND");
        get(404, "/v1/orders/{order}", "/v1/orders/99999999");
        get(404, "/v1/orders", "/v1/orders?channel=nobody&externalNumber=TB-1");
        final HttpResponse<String> stock = get(200, "/v1/stock/{sku}", "/v1/stock/COAT");
        assertThat(Contract.MAPPER
                        .readTree(stock.body())
                        .at("/warehouses/0/shipped")
                        .asLong())
                .isEqualTo(1);
        get(404, "/v1/stock/{sku}", "/v1/stock/777");
        get(200, "/v1/stock/{sku}/offer", "/v1/stock/COAT/offer?channel=tmall");
        get(200, "/v1/units", "/v1/units?skus=1,2,777,COAT");
        get(200, "/v1/numbers/{kind}/{code}", "/v1/numbers/sku/SCARF-BLUE");
        get(404, "/v1/numbers/{kind}/{code}", "/v1/numbers/campaign/SCARF-BLUE");
        get(200, "/v1/counts", "/v1/counts");
        final HttpResponse<String> placed = caller.post("/v1/skus", "{'code': 'R'}");
        get(200, "/v1/commands/{id}", "/v1/commands/" + HttpCaller.text(placed, "commandId"));
        get(404, "/v1/commands/{id}", "/v1/commands/019ab000-0000-7000-8000-000000000000");
        get(400, "/v1/commands/{id}", "/v1/commands/4711");
        get(400, "/v1/units", "/v1/units?skus=1,,2");
        get(400, "/v1/units", "/v1/units");
        get(404, "/v1/units", "/v1/units?skus=NO-SUCH");
        assertThat(get(200, "/v1/units/{sku}", "/v1/units/COAT").headers().firstValueAsLong("Tidegate-Sequence"))
                .isPresent();
        get(404, "/v1/units/{sku}", "/v1/units/777");
    }

    private HttpResponse<String> both(final String path, final String byNumber, final String byCode)
            throws IOException {
        final HttpResponse<String> answer = get(200, path, byNumber);
        assertThat(get(200, path, byCode).body()).isEqualTo(answer.body());
        assertThat(answer.headers().firstValueAsLong("Tidegate-Sequence")).isPresent();
        final String tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(caller.get(byCode, "If-None-Match", tag).statusCode()).isEqualTo(304);
        return answer;
    }

    /** What the commands before have set is read back; {@link CatalogueReadsTest} looks at the values. */
    private void settings() throws IOException {
        both("/v1/skus/{sku}", "/v1/skus/3", "/v1/skus/COAT");
        both("/v1/warehouses/{warehouse}", "/v1/warehouses/2", "/v1/warehouses/NINGBO");
        both("/v1/channels/{channel}", "/v1/channels/3", "/v1/channels/code:tmall");
        both("/v1/campaigns/{campaign}", "/v1/campaigns/1", "/v1/campaigns/11-11");
        both("/v1/campaigns/{campaign}/items", "/v1/campaigns/1/items", "/v1/campaigns/11-11/items?limit=100");
        both("/v1/campaigns/{campaign}/items/{sku}", "/v1/campaigns/1/items/3", "/v1/campaigns/11-11/items/COAT");
        both(
                "/v1/terms",
                "/v1/terms?channel=3&sku=3&campaign=1",
                "/v1/terms?channel=tmall&sku=COAT&campaign=11-11&buyer=" + "f".repeat(32));
        for (final String path : List.of("/v1/skus", "/v1/warehouses", "/v1/channels", "/v1/campaigns")) {
            get(200, path, path);
            get(400, path, path + "?limit=0");
        }
        get(200, "/v1/limits", "/v1/limits");
        get(200, "/v1/policies", "/v1/policies");
    }

    /** Each read takes the parameters of the contract and no others; a refusal names those that it knows. */
    @Test
    void shouldTakeTheQueriesOfTheContractAndNoOthers() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            caller = new HttpCaller(shop.httpPort());
            for (final String operation : contract.operations()) {
                final String path = operation.substring(operation.indexOf(' ') + 1);
                if (!operation.startsWith("GET /v1/") || path.equals("/v1/numbers/{kind}/{code}")) {
                    continue;
                }
                final String id = path.equals("/v1/commands/{id}") ? "019ab000-0000-7000-8000-000000000000" : "1";
                final HttpResponse<String> answer = caller.get(path.replaceAll("\\{.*?}", id) + "?colour=red");
                assertThat(answer.statusCode()).as(operation).isEqualTo(400);
                assertThat(known(HttpCaller.text(answer, "detail")))
                        .as(operation)
                        .isEqualTo(contract.parameters("GET", path, "query"));
            }
            assertThat(HttpCaller.text(caller.get("/v1/numbers/sku/DRESS-RED-M?colour=red"), "detail"))
                    .isEqualTo("unknown parameter colour");
            assertThat(contract.parameters("GET", "/v1/numbers/{kind}/{code}", "query"))
                    .isEmpty();
        }
    }

    private static Set<String> known(final String detail) {
        final String[] parts = detail.split("; known are ", 2);
        assertThat(parts[0]).isEqualTo("unknown parameter colour");
        return parts.length == 1 ? Set.of() : new TreeSet<>(Arrays.asList(parts[1].split(", ")));
    }

    /** What a caller may say with it: which request it is, and that it is a repeated one. */
    @Test
    void shouldTakeTheHeadersOfTheContractWithEveryCommand() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            caller = new HttpCaller(shop.httpPort());
            for (final CommandRoute route : CommandRoute.values()) {
                assertThat(contract.headers("POST", route.path()))
                        .as(route.name())
                        .containsExactlyInAnyOrder("Idempotency-Key", "Tidegate-Repeat");
                final String target = route.path().replaceAll("\\{.*?}", "1");
                final String key = Instant.now() + "/" + route.name();
                // Taken as a header, whatever then becomes of a request without a field.
                assertThat(detail(target, "{'colour': 1}", "Idempotency-Key", key, "Tidegate-Repeat", "true"))
                        .as(route.name())
                        .isEqualTo("unknown field colour");
                assertThat(detail(target, "{}", "Tidegate-Repeat", "perhaps"))
                        .as(route.name())
                        .isEqualTo("Tidegate-Repeat must be true or false");
            }
            assertThat(contract.headers("POST", "/v1/batch")).containsExactly("Tidegate-Repeat");
            assertThat(detail("/v1/batch", "{}", "Tidegate-Repeat", "1"))
                    .isEqualTo("Tidegate-Repeat must be true or false");
        }
    }

    private String detail(final String target, final String body, final String... headers) throws IOException {
        return HttpCaller.text(caller.post(target, body, headers), "detail");
    }

    /** A command that was done is answered as it was done, said to be repeated or not; an order goes past the shield. */
    @Test
    void shouldAnswerRepeatedCommandsOfEveryKind() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            caller = new HttpCaller(shop.httpPort());
            final String key = Instant.now() + "/x";
            final String[] repeated = {"Idempotency-Key", key, "Tidegate-Repeat", "true"};
            final HttpResponse<String> first = caller.post("/v1/skus", "{'code': 'HAT'}", "Idempotency-Key", key);
            final HttpResponse<String> again = caller.post("/v1/skus", "{'code': 'HAT'}", repeated);
            assertThat(HttpCaller.text(again, "duplicate")).isEqualTo("true");
            assertThat(HttpCaller.number(again, "entityId")).isEqualTo(HttpCaller.number(first, "entityId"));

            // Never a unit of it: sold out at the edge, in a batch too, until it is said to be repeated.
            final String batch = "{'commands': [{'command': 'place-order', 'channel': 1, 'externalNumber': 'B-1', "
                    + "'source': 'x', 'lines': [{'sku': 'HAT', 'quantity': 1, 'netAmount': 5}]}]}";
            Awaitility.await().until(() -> code(caller.post("/v1/batch", batch)).equals("SOLD_OUT_NOW"));
            assertThat(code(caller.post("/v1/batch", batch, "Tidegate-Repeat", "true")))
                    .isEqualTo("OUT_OF_STOCK");
        }
    }

    private static String code(final HttpResponse<String> batch) throws IOException {
        return Contract.MAPPER.readTree(batch.body()).at("/outcomes/0/code").asText();
    }

    @Test
    void shouldKnowTheFieldsOfTheContractAndNoOthers() {
        for (final CommandRoute route : CommandRoute.values()) {
            final Set<String> said = contract.bodyFields(route.path());
            final Set<String> known = Arrays.stream(Field.values())
                    .filter(field -> route.field(field.key()) == field)
                    .map(Field::key)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(known).as(route.name()).isEqualTo(said);
        }
    }
}
