package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a command has set is read back under the name under which it was set. */
@Timeout(300)
class CatalogueReadsTest {
    private static final String BUYER = "0123456789abcdef0123456789abcdef";
    private static final String POLICY =
            "'initialMillis': 3600000, 'extendedMillis': 7200000, 'maximumMillis': 7200000,"
                    + " 'anchor': 'PAYMENT', 'onPaymentFailure': 'KEEP'";

    private TestGateway shop;
    private HttpCaller caller;

    @BeforeEach
    void open() throws IOException {
        shop = TestGateway.open();
        caller = new HttpCaller(shop.httpPort());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private void done(final String path, final String body) throws IOException {
        final HttpResponse<String> answer = caller.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static JsonNode json(final String text) throws IOException {
        return Contract.MAPPER.readTree(text.replace('\'', '"'));
    }

    private static JsonNode read(final HttpCaller by, final String target) throws IOException {
        final HttpResponse<String> answer = by.get(target);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer.body());
    }

    private void assertRead(final String target, final String expected) throws IOException {
        assertThat(read(caller, target)).as(target).isEqualTo(json(expected));
    }

    private void assertMissing(final HttpCaller by, final String target, final String code) throws IOException {
        final HttpResponse<String> answer = by.get(target);
        assertThat(answer.statusCode()).as(target).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(HttpCaller.text(answer, "code")).as(target).isEqualTo(code);
    }

    @Test
    void shouldReadBackASkuAndWhatIsSetForItsChannels() throws IOException {
        assertRead(
                "/v1/skus/2",
                "{'sku': 2, 'code': 'SCARF-BLUE', 'supplyClass': 0, 'retired': false, 'frozen': false,"
                        + " 'safetyStock': 0, 'limitPerBuyer': 0, 'periodMillis': 1, 'channels': []}");
        done("/v1/skus", "{'code': 'DRESS-RED-M', 'supplyClass': 2}");
        done("/v1/policies/safety-stock", "{'sku': 1, 'quantity': 5}");
        done("/v1/policies/safety-stock", "{'sku': 1, 'channel': 'market', 'quantity': 7}");
        done("/v1/policies/quota", "{'sku': 1, 'channel': 'web', 'mode': 'UNITS', 'value': 60}");
        done("/v1/policies/purchase-limit", "{'sku': 1, 'limitPerBuyer': 3, 'periodMillis': 86400000}");
        done("/v1/policies/hold", "{'scope': 'SKU', 'target': 1, " + POLICY + "}");
        done("/v1/stock/freeze", "{'sku': 1, 'frozen': true, 'reason': 1}");

        assertRead(
                "/v1/skus/DRESS-RED-M",
                "{'sku': 1, 'code': 'DRESS-RED-M', 'supplyClass': 2, 'retired': false, 'frozen': true, 'safetyStock': 5,"
                        + " 'limitPerBuyer': 3, 'periodMillis': 86400000, 'holdPolicy': {" + POLICY + "}, 'channels': ["
                        + "{'channel': 1, 'safetyStock': 0, 'mode': 'UNITS', 'value': 60, 'quotaLeft': 60},"
                        + "{'channel': 2, 'safetyStock': 7, 'mode': 'NONE', 'value': 0}]}");
        assertThat(read(caller, "/v1/skus").at("/skus/0").has("channels")).isFalse();
        assertMissing(caller, "/v1/skus/3", "UNKNOWN_SKU");
        assertMissing(caller, "/v1/skus/0", "UNKNOWN_SKU");
        assertMissing(caller, "/v1/skus/code:1", "UNKNOWN_SKU");
    }

    @Test
    void shouldReadBackWarehousesChannelsAndDefaults() throws IOException {
        done("/v1/warehouses", "{'code': '4711'}");
        done("/v1/warehouses/code:4711/retire", "{}");
        done("/v1/channels", "{'code': 'web', 'warehouses': [1], 'shipUnpaid': false}");
        done("/v1/policies/hold-timing", "{'channel': 'web', 'timing': 'AT_PAYMENT'}");
        done("/v1/policies/hold", "{'scope': 'CHANNEL', 'target': 1, " + POLICY + "}");
        done("/v1/policies/hold", "{'scope': 'DEFAULT', " + POLICY.replace("3600000", "3599999") + "}");

        assertRead("/v1/warehouses/code:4711", "{'warehouse': 2, 'code': '4711', 'retired': true}");
        assertRead(
                "/v1/channels/web",
                "{'channel': 1, 'code': 'web', 'retired': false, 'shipUnpaid': false, 'warehouses': [1],"
                        + " 'timing': 'AT_PAYMENT', 'holdPolicy': {" + POLICY + "}}");
        assertRead(
                "/v1/channels/2",
                "{'channel': 2, 'code': 'market', 'retired': false, 'shipUnpaid': true, 'warehouses': [1]}");
        assertRead(
                "/v1/policies", "{'holdPolicy': {" + POLICY.replace("3600000", "3599999") + "}, 'timing': 'AT_ORDER'}");
        assertMissing(caller, "/v1/warehouses/4711", "UNKNOWN_WAREHOUSE");
        assertMissing(caller, "/v1/channels/nobody", "UNKNOWN_CHANNEL");
    }

    @Test
    void shouldReadBackLimitsAsTheyAreSet() throws IOException {
        final String before = caller.get("/v1/limits").body();
        assertThat(before).contains("{\"limit\":\"LINES_PER_ORDER\",\"value\":2000}");
        done("/v1/limits", before);
        assertThat(caller.get("/v1/limits").body()).isEqualTo(before);
        done("/v1/limits", "{'limits': [{'limit': 'CHANNELS', 'value': 7}, {'limit': 'LINES_PER_ORDER', 'value': 9}]}");
        assertThat(caller.get("/v1/limits").body())
                .contains("{\"limit\":\"CHANNELS\",\"value\":7}", "{\"limit\":\"LINES_PER_ORDER\",\"value\":9}");
    }

    @Test
    void shouldReadBackACampaignAndTheTermsOfALine() throws IOException {
        final long now = System.currentTimeMillis();
        final String window = "'startMillis': " + (now - 1000) + ", 'endMillis': " + (now + 86_400_000);
        done("/v1/campaigns", "{'code': '11-11', " + window + "}");
        done("/v1/policies/hold", "{'scope': 'CAMPAIGN', 'target': 1, " + POLICY + "}");
        done("/v1/campaigns/1/items", "{'sku': 1, 'limitPerBuyer': 2, 'capUnits': 50}");
        done("/v1/campaigns/1/items", "{'sku': 2, 'capUnits': -1}");
        done("/v1/campaigns/11-11/allotments", "{'sku': 1, 'warehouse': 1, 'quantity': 20}");
        done(
                "/v1/orders",
                "{'channel': 1, 'externalNumber': 'A', 'source': 'x', 'buyer': '" + BUYER
                        + "', 'lines': [{'sku': 1, 'quantity': 2, 'netAmount': 5, 'campaign': 1}]}");

        assertRead(
                "/v1/campaigns/code:11-11",
                "{'campaign': 1, 'code': '11-11', " + window + ", 'ended': false, 'holdPolicy': {" + POLICY + "}}");
        final String dress = "{'sku': 1, 'limitPerBuyer': 2, 'capUnits': 50, 'capLeft': 48,"
                + " 'allotments': [{'warehouse': 1, 'left': 18}]}";
        final String scarf = "{'sku': 2, 'limitPerBuyer': 0, 'capUnits': -1, 'allotments': []}";
        assertRead("/v1/campaigns/1/items/DRESS-RED-M", dress);
        assertRead("/v1/campaigns/11-11/items", "{'items': [" + dress + ", " + scarf + "], 'complete': true}");
        assertRead("/v1/campaigns/1/items?limit=1", "{'items': [" + dress + "], 'complete': false, 'cursor': '2'}");
        assertRead("/v1/campaigns/1/items?cursor=2", "{'items': [" + scarf + "], 'complete': true}");
        assertRead(
                "/v1/terms?channel=web&sku=1&campaign=11-11&buyer=" + BUYER,
                "{'frozen': false, 'safetyStock': 0, 'limitPerBuyer': 2, 'counted': 2, 'capLeft': 48, " + window
                        + ", 'allotments': [{'warehouse': 1, 'left': 18}]}");
        assertRead(
                "/v1/terms?channel=1&sku=DRESS-RED-M",
                "{'frozen': false, 'safetyStock': 0, 'limitPerBuyer': 0, 'counted': 0, 'allotments': []}");

        assertMissing(caller, "/v1/campaigns/2", "UNKNOWN_CAMPAIGN");
        assertMissing(caller, "/v1/campaigns/2/items", "UNKNOWN_CAMPAIGN");
        assertMissing(caller, "/v1/campaigns/2/items/1", "UNKNOWN_CAMPAIGN");
        assertMissing(caller, "/v1/campaigns/1/items/9", "UNKNOWN_SKU");
        done("/v1/skus", "{'code': 'HAT'}");
        assertMissing(caller, "/v1/campaigns/1/items/HAT", "SKU_NOT_IN_CAMPAIGN");
        assertMissing(caller, "/v1/terms?channel=9&sku=1", "UNKNOWN_CHANNEL");
        assertMissing(caller, "/v1/terms?channel=1&sku=no", "UNKNOWN_SKU");
        assertMissing(caller, "/v1/terms?channel=1&sku=1&campaign=no", "UNKNOWN_CAMPAIGN");
        for (final String wrong :
                List.of("?channel=1", "?sku=1", "?channel=1&sku=1&buyer=x", "?channel=1&sku=1&campaign=")) {
            assertThat(caller.get("/v1/terms" + wrong).statusCode()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void shouldPageThroughAllSkusInTheOrderOfTheirNumbers() throws IOException {
        for (int i = 3; i <= 7; i++) {
            done("/v1/skus", "{'code': 'S" + i + "'}");
        }
        final List<Integer> numbers = new ArrayList<>();
        JsonNode page = read(caller, "/v1/skus?limit=3");
        while (!page.get("complete").asBoolean()) {
            page.get("skus").forEach(sku -> numbers.add(sku.get("sku").asInt()));
            page = read(caller, "/v1/skus?limit=3&cursor=" + page.get("cursor").asText());
        }
        page.get("skus").forEach(sku -> numbers.add(sku.get("sku").asInt()));

        assertThat(numbers).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(read(caller, "/v1/skus?limit=7").has("cursor")).isFalse();
        assertThat(read(caller, "/v1/skus?cursor=999999999").get("skus")).isEmpty();
        for (final String wrong :
                List.of("limit=0", "limit=1001", "cursor=0", "cursor=x", "cursor=", "cursor=9999999999")) {
            assertThat(caller.get("/v1/skus?" + wrong).statusCode()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void shouldTellByTheETagWhetherAnythingButTheSequenceChanged() throws IOException {
        for (final String target :
                List.of("/v1/skus", "/v1/skus/1", "/v1/units?skus=1,2", "/v1/units/1", "/v1/holds")) {
            final String tag = caller.get(target).headers().firstValue("ETag").orElseThrow();
            done("/v1/warehouses", "{'code': 'HANGZHOU'}");
            assertThat(caller.get(target, "If-None-Match", tag).statusCode())
                    .as(target)
                    .isEqualTo(304);
        }
        final String skus = caller.get("/v1/skus").headers().firstValue("ETag").orElseThrow();
        final String units =
                caller.get("/v1/units?skus=1,2").headers().firstValue("ETag").orElseThrow();
        final String holds =
                caller.get("/v1/holds").headers().firstValue("ETag").orElseThrow();
        done("/v1/skus", "{'code': 'DRESS-RED-M', 'supplyClass': 1}");
        done(
                "/v1/orders",
                "{'channel': 1, 'externalNumber': 'A', 'source': 'x', 'lines': [{'sku': 1, 'quantity': 2, 'netAmount': 5}]}");
        assertThat(caller.get("/v1/skus", "If-None-Match", skus).statusCode()).isEqualTo(200);
        assertThat(caller.get("/v1/units?skus=1,2", "If-None-Match", units).statusCode())
                .isEqualTo(200);
        assertThat(caller.get("/v1/holds", "If-None-Match", holds).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldShowAKeyOnlyItsOwnChannels(@TempDir final Path folder) throws IOException {
        final String secret = "ab".repeat(32);
        final Path keys = Files.writeString(
                folder.resolve("keys.yaml"),
                "keys:\n  - {id: web, sha256: " + ApiKeys.hashHex(secret)
                        + ", principal: 1, scopes: [read, catalogue], channels: [1]}\n"
                        + "  - {id: deaf, sha256: " + ApiKeys.hashHex(secret)
                        + ", principal: 1, scopes: [catalogue]}\n");
        try (TestGateway closed = TestGateway.open("security.keys-file", keys.toString())) {
            final HttpCaller web = new HttpCaller(closed.httpPort(), "Authorization", "Bearer tg_web_" + secret);
            final HttpCaller deaf = new HttpCaller(closed.httpPort(), "Authorization", "Bearer tg_deaf_" + secret);
            web.post("/v1/policies/safety-stock", "{'sku': 1, 'channel': 1, 'quantity': 7}");
            web.post("/v1/policies/safety-stock", "{'sku': 1, 'channel': 2, 'quantity': 7}");

            assertThat(read(web, "/v1/channels").get("channels")).hasSize(1);
            assertThat(read(web, "/v1/channels?limit=1&cursor=2").get("channels"))
                    .isEmpty();
            assertThat(read(web, "/v1/channels/1").get("code").asText()).isEqualTo("web");
            assertMissing(web, "/v1/channels/market", "UNKNOWN_CHANNEL");
            assertMissing(web, "/v1/terms?channel=2&sku=1", "UNKNOWN_CHANNEL");
            assertThat(read(web, "/v1/stock/1/offer?channel=1").get("why").asText())
                    .isEqualTo("SAFETY_STOCK");
            for (final String other : List.of("2", "market", "999")) {
                final JsonNode offer = read(web, "/v1/stock/1/offer?channel=" + other);
                assertThat(offer.get("why").asText()).as(other).isEqualTo("UNKNOWN_CHANNEL");
                assertThat(offer.get("units").asLong()).as(other).isZero();
            }
            final JsonNode channels = read(web, "/v1/skus/1").get("channels");
            assertThat(channels).hasSize(1);
            assertThat(channels.get(0).get("channel").asInt()).isEqualTo(1);
            for (final String target :
                    List.of("/v1/skus", "/v1/channels/1", "/v1/limits", "/v1/policies", "/v1/terms")) {
                assertThat(deaf.get(target).statusCode()).as(target).isEqualTo(403);
            }
            assertThat(new HttpCaller(closed.httpPort()).get("/v1/skus").statusCode())
                    .isEqualTo(401);
        }
    }
}
