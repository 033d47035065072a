package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.gateway.TestGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class HoldsTest {
    private static final String BUYER = "0123456789abcdef0123456789abcdef";

    private final Contract contract = new Contract();

    private static void place(final HttpCaller caller, final int number, final int sku, final String more)
            throws IOException {
        final HttpResponse<String> answer = caller.post(
                "/v1/orders",
                "{'channel': 1, 'externalNumber': 'H-" + number + "', 'source': 'x', 'lines': [{'sku': " + sku
                        + ", 'quantity': 1, 'netAmount': 5}]" + more + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private JsonNode page(final HttpCaller caller, final String query) throws IOException {
        final HttpResponse<String> answer = caller.get("/v1/holds" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(contract.checkResponse("GET", "/v1/holds", 200, "application/json", answer.body()))
                .isEmpty();
        assertThat(answer.headers().firstValue("Tidegate-Sequence")).isPresent();
        return Contract.MAPPER.readTree(answer.body());
    }

    private List<String> all(final HttpCaller caller, final String query) throws IOException {
        final List<String> numbers = new ArrayList<>();
        JsonNode page = page(caller, "?limit=3" + query);
        while (true) {
            page.get("holds")
                    .forEach(order -> numbers.add(order.get("externalNumber").asText()));
            if (page.get("complete").asBoolean()) {
                return numbers;
            }
            page = page(
                    caller, "?limit=3" + query + "&cursor=" + page.get("cursor").asText());
        }
    }

    @Test
    void shouldPageThroughHolds() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            caller.post("/v1/stock/receive", "{'sku': 2, 'warehouse': 1, 'quantity': 10, 'reason': 1}");
            for (int i = 0; i < 8; i++) {
                place(
                        caller,
                        i,
                        1 + i % 2,
                        ", 'holdMillis': " + (900_000 - 60_000 * i) + (i < 5 ? ", 'buyer': '" + BUYER + "'" : ""));
            }

            assertThat(all(caller, "")).containsExactly("H-7", "H-6", "H-5", "H-4", "H-3", "H-2", "H-1", "H-0");
            assertThat(all(caller, "&sku=SCARF-BLUE")).containsExactlyInAnyOrder("H-1", "H-3", "H-5", "H-7");
            assertThat(all(caller, "&sku=2&buyer=" + BUYER)).containsExactlyInAnyOrder("H-1", "H-3");
            assertThat(all(caller, "&buyer=" + "f".repeat(32))).isEmpty();
        }
    }

    @Test
    void shouldLookAtNoMoreOrdersThanItIsSetTo() throws IOException {
        try (TestGateway shop = TestGateway.open("reads.search-records", "1000")) {
            for (int i = 0; i < 2_500; i++) {
                shop.tidegate.call(TestGateway.place(1, "M-" + i, 1));
            }
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final JsonNode page = page(caller, "?buyer=" + BUYER);

            assertThat(page.get("holds")).isEmpty();
            assertThat(page.get("complete").asBoolean()).isFalse();
            assertThat(all(caller, "&buyer=" + BUYER)).isEmpty();
        }
    }

    @Test
    void shouldNameWhatIsWrongWithTheQuestion() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            for (final String query : List.of(
                    "?limit=0",
                    "?limit=1001",
                    "?limit=x",
                    "?cursor=w1",
                    "?cursor=n99999999999999999999.1",
                    "?sku=1&cursor=n1.1",
                    "?buyer=xyz",
                    "?colour=red")) {
                assertThat(caller.get("/v1/holds" + query).statusCode())
                        .as(query)
                        .isEqualTo(400);
            }
            final HttpResponse<String> unknown = caller.get("/v1/holds?sku=NO-SUCH");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(HttpCaller.text(unknown, "code")).isEqualTo("UNKNOWN_SKU");
        }
    }

    @Test
    void shouldPutOffAllHoldsAtOnce() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            place(caller, 1, 1, ", 'holdMillis': 60000");
            place(caller, 2, 1, ", 'holdMillis': 900000");

            final JsonNode answer = Contract.MAPPER.readTree(
                    caller.post("/v1/holds/extend", "{'minimumMillis': 600000}").body());

            assertThat(answer.get("code").asText()).isEqualTo("ACCEPTED");
            assertThat(answer.get("available").asLong()).isEqualTo(1);
            final long until = answer.get("deadlineMillis").asLong();
            assertThat(until).isEqualTo(answer.get("timeMillis").asLong() + 600_000);
            final JsonNode holds = page(caller, "").get("holds");
            assertThat(holds.get(0).get("externalNumber").asText()).isEqualTo("H-1");
            assertThat(holds.get(0).get("deadlineMillis").asLong()).isEqualTo(until);
            assertThat(holds.get(1).get("deadlineMillis").asLong()).isGreaterThan(until);
        }
    }
}
