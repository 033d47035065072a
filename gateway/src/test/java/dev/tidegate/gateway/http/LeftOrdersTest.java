package dev.tidegate.gateway.http;

import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.Reads;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders that have left memory: another answer than those that never were, and the way back, over HTTP and binary. */
@Timeout(300)
class LeftOrdersTest {
    private static final long WEB = 1;
    private static final long FIVE_DAYS = 432_000_000;
    private final BlockingQueue<byte[]> left = new LinkedBlockingQueue<>();

    /** Places and cancels an order, which leaves at once; gives its record. */
    private byte[] leave(final TestGateway shop, final String number) throws InterruptedException {
        shop.tidegate.listen((sequence, time, buffer, offset, length) -> {
            if (MessageCheck.templateId(buffer, offset) == OrderLeftDecoder.TEMPLATE_ID) {
                left.add(Arrays.copyOfRange(buffer.byteArray(), offset, offset + length));
            }
        });
        limit(shop, 1);
        final long order = shop.tidegate.call(place((int) WEB, number, 1)).entityId();
        shop.tidegate.call(new Command.CancelOrder(order, 1, List.of()));
        final byte[] record = left.poll(120, TimeUnit.SECONDS);
        limit(shop, FIVE_DAYS);
        return record;
    }

    private static void limit(final TestGateway shop, final long retention) {
        shop.tidegate.call(new SetLimits(List.of(new LimitValue(Limit.CLOSED_RETENTION_MILLIS, retention))));
    }

    private static long id(final TestGateway shop, final String number) {
        return shop.tidegate.read(reads -> reads.archived((int) WEB, number)).join();
    }

    private static String body(final byte[] record) {
        return "{'reason': 7, 'record': '" + Base64.getEncoder().encodeToString(record) + "'}";
    }

    @Test
    void shouldTellWhatHasLeftFromWhatNeverWasAndBringItBack() throws Exception {
        try (TestGateway shop = TestGateway.open()) {
            final byte[] record = leave(shop, "L-1");
            final long order = id(shop, "L-1");
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            for (final String path :
                    new String[] {"/v1/orders/" + order, "/v1/orders?channel=web&externalNumber=L-1"}) {
                final HttpResponse<String> gone = caller.get(path);
                assertThat(gone.statusCode()).isEqualTo(410);
                assertThat(HttpCaller.text(gone, "code")).isEqualTo("ORDER_ARCHIVED");
                assertThat(HttpCaller.number(gone, "entityId")).isEqualTo(order);
                assertThat(gone.headers().firstValue("Tidegate-Sequence")).isPresent();
            }
            assertThat(caller.get("/v1/orders?channel=web&externalNumber=L-2").statusCode())
                    .isEqualTo(404);
            assertThat(caller.get("/v1/orders/" + (order + 1)).statusCode()).isEqualTo(404);

            final byte[] forged = record.clone();
            forged[MessageCheck.HEADER_BYTES + OrderLeftDecoder.paidEncodingOffset()] ^= 1;
            final HttpResponse<String> refused = caller.post("/v1/orders/" + order + "/readmit", body(forged));
            assertThat(HttpCaller.text(refused, "code")).isEqualTo("RECORD_MISMATCH");
            assertThat(refused.statusCode()).isEqualTo(409);
            final HttpResponse<String> back = caller.post("/v1/orders/" + order + "/readmit", body(record));
            assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
            assertThat(HttpCaller.text(caller.get("/v1/orders/" + order), "closing"))
                    .isEqualTo("CANCELLED");
        }
    }

    @Test
    void shouldTellTheSameToABinaryClient() throws Exception {
        try (TestGateway shop = TestGateway.open();
                TidegateClient client = TidegateClient.connect(ClientOptions.of("127.0.0.1", shop.binaryPort()))) {
            final byte[] record = leave(shop, "L-1");
            final long order = id(shop, "L-1");
            for (final Reads.Order gone : List.of(
                    client.order(order).orElseThrow(),
                    client.order((int) WEB, "L-1").orElseThrow())) {
                assertThat(gone.archived()).isTrue();
                assertThat(gone.orderId()).isEqualTo(order);
                assertThat(gone.lines()).isEmpty();
            }
            assertThat(client.order(order + 1)).isEmpty();

            assertThat(client.call(new ReadmitOrder(order, 1, record)).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(client.order(order).orElseThrow().archived()).isFalse();
        }
    }

    @Test
    void shouldBringBackNoOrderOfAChannelThatTheKeyDoesNotAllow(@TempDir final Path folder) throws Exception {
        final String secret = "4".repeat(64);
        final Path file = folder.resolve("keys.yaml");
        Files.writeString(
                file,
                "keys:\n  - {id: a, sha256: " + ApiKeys.hashHex(secret)
                        + ", principal: 5, scopes: [orders, read], channels: [2]}\n");
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString())) {
            final byte[] record = leave(shop, "L-1");
            final long order = id(shop, "L-1");
            final HttpCaller caller = new HttpCaller(shop.httpPort(), "Authorization", "Bearer tg_a_" + secret);

            assertThat(caller.post("/v1/orders/" + order + "/readmit", body(record))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(caller.get("/v1/orders?channel=web&externalNumber=L-1").statusCode())
                    .isEqualTo(404);
            refusedInABatch(caller, order, record);
            assertThat(shop.tidegate.order(order)).isNull();
        }
    }

    private static void refusedInABatch(final HttpCaller caller, final long order, final byte[] record)
            throws IOException {
        final HttpResponse<String> batch = caller.post(
                "/v1/batch",
                "{'commands': [{'command': 'readmit-order', 'order': " + order + ", "
                        + body(record).substring(1) + "]}");
        assertThat(Contract.MAPPER.readTree(batch.body()).at("/outcomes/0/code").asText())
                .isEqualTo("FORBIDDEN");
    }
}
