package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A web page that a developer happens to look at commands nothing on the gateway of that machine. */
@Timeout(300)
class WebPageTest {
    private static final String SKU = "{\"code\": \"HAT\"}";

    private static String answer(final TestGateway shop, final String path, final String headers, final String body)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.httpPort())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n" + headers
                                    + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            final byte[] all = socket.getInputStream().readAllBytes();
            return new String(all, "HTTP/1.1 ".length(), 3, StandardCharsets.US_ASCII);
        }
    }

    /** A browser asks nobody before it sends these: no type, or one of the three of a form. */
    @Test
    void shouldTakeNoBodyThatIsNotCalledJson() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final String batch = "{\"commands\": [{\"command\": \"define-sku\", \"code\": \"HAT\"}]}";
            for (final String type : List.of(
                    "",
                    "Content-Type:\r\n",
                    "Content-Type: text/plain\r\n",
                    "Content-Type: application/x-www-form-urlencoded\r\n",
                    "Content-Type: multipart/form-data; boundary=x\r\n")) {
                assertThat(answer(shop, "/v1/skus", type, SKU)).as(type).isEqualTo("415");
                assertThat(answer(shop, "/v1/batch", type, batch)).as(type).isEqualTo("415");
            }
            assertThat(shop.tidegate.counts().skus()).isEqualTo(2);
            assertThat(answer(shop, "/v1/skus", "Content-Type: application/json\r\n", SKU))
                    .isEqualTo("200");
        }
    }

    @Test
    void shouldTakeNoCommandOfAPageOfAnotherOrigin() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            final long order = shop.tidegate.call(TestGateway.place(1, "A", 1)).entityId();
            final String json = "Content-Type: application/json\r\n";
            for (final String origin : List.of("http://evil.example", "http://localhost:8081", "null", "", "%")) {
                final String from = "Origin: " + origin + "\r\n";
                assertThat(answer(shop, "/v1/skus", json + from, SKU))
                        .as(origin)
                        .isEqualTo("403");
                // Without a body, too: that needs no type.
                assertThat(answer(shop, "/v1/orders/" + order + "/pay-start", from, ""))
                        .as(origin)
                        .isEqualTo("403");
                assertThat(answer(
                                shop,
                                "/v1/import/define-sku",
                                from + "Content-Type: text/csv\r\nIdempotency-Key: 2026-11-22T08:00:00Z/x\r\n",
                                "code\nHAT\n"))
                        .as(origin)
                        .isEqualTo("403");
            }
            assertThat(shop.tidegate.counts().skus()).isEqualTo(2);
            assertThat(answer(shop, "/v1/skus", json + "Origin: http://localhost:8080\r\n", SKU))
                    .isEqualTo("200");
            assertThat(answer(shop, "/v1/orders/" + order + "/pay-start", "", ""))
                    .isEqualTo("200");
        }
    }
}
