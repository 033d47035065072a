package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.launcher.serve.ServeProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A million rows, killed in the middle and sent again. The heap is what the engine needs for them and their ids. */
@Timeout(400)
class ImportIT {
    private static final Logger LOG = Logger.getLogger(ImportIT.class.getName());
    private static final int ROWS = 1_000_000;
    private static final List<String> FLAGS = List.of("-Xmx1500m");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void shouldTakeAMillionRowsAndTheRestOfThemAfterAKill(@TempDir final Path folder) throws Exception {
        final Path data = folder.resolve("data");
        final String catalogueKey = Instant.now() + "/catalogue";
        final String stockKey = Instant.now() + "/stock";
        final IntFunction<String> sku = row -> row == 0 ? "code\n" : "SKU-" + row + "\n";
        final IntFunction<String> stock = row ->
                row == 0 ? "sku,warehouse,quantity,reason,documentReference\n" : "SKU-" + row + ",1,3,1," + row + "\n";
        try (ServeProcess serve = ServeProcess.start(data, FLAGS)) {
            final CompletableFuture<HttpResponse<String>> sending = send(serve, "define-sku", catalogueKey, sku);
            while (imported(serve) < ROWS / 3 && !sending.isDone()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            serve.kill();
            assertThat(sending.handle((answer, failure) -> failure).get(120, TimeUnit.SECONDS))
                    .as("the connection broke")
                    .isNotNull();
        }
        try (ServeProcess serve = ServeProcess.start(data, FLAGS)) {
            final JsonNode rest = whole(serve, "define-sku", catalogueKey, sku);
            assertThat(rest.get("duplicates").asInt()).isGreaterThanOrEqualTo(ROWS / 3);
            assertThat(rest.get("duplicates").asInt() + rest.get("accepted").asInt())
                    .isEqualTo(ROWS);
            new HttpCaller(serve.httpPort()).post("/v1/warehouses", "{'code': 'east'}");
            final JsonNode received = whole(serve, "receive-stock", stockKey, stock);
            assertThat(received.get("accepted").asInt()).as(received.toString()).isEqualTo(ROWS);
            final JsonNode again = whole(serve, "receive-stock", stockKey, stock);
            assertThat(again.get("duplicates").asInt()).isEqualTo(ROWS);

            final HttpResponse<String> counts = new HttpCaller(serve.httpPort()).get("/v1/counts");
            assertThat(HttpCaller.number(counts, "skus")).isEqualTo(ROWS);
            assertThat(HttpCaller.number(counts, "unitsIn")).isEqualTo(3L * ROWS);
            assertThat(serve.stop()).as(serve.log()).isZero();
        }
    }

    private static long imported(final ServeProcess serve) throws IOException {
        return new HttpCaller(serve.httpPort())
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("tidegate_imported_rows_total "))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .sum();
    }

    private JsonNode whole(
            final ServeProcess serve, final String command, final String key, final IntFunction<String> rows)
            throws Exception {
        final long began = System.nanoTime();
        final HttpResponse<String> answer = send(serve, command, key, rows).get(200, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        final double seconds = (System.nanoTime() - began) / 1e9;
        LOG.info(() -> String.format("%s: %d rows in %.1f s, %.0f a second", command, ROWS, seconds, ROWS / seconds));
        return Contract.MAPPER.readTree(answer.body());
    }

    private CompletableFuture<HttpResponse<String>> send(
            final ServeProcess serve, final String command, final String key, final IntFunction<String> rows) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + serve.httpPort() + "/v1/import/" + command))
                        .header("Content-Type", "text/csv")
                        .header("Idempotency-Key", key)
                        .timeout(Duration.ofSeconds(200))
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Rows(rows)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The file, made while it is read. */
    private static final class Rows extends InputStream {
        private final IntFunction<String> rows;
        private byte[] row = {};
        private int at;
        private int next;

        Rows(final IntFunction<String> rows) {
            this.rows = rows;
        }

        @Override
        public int read() {
            if (at == row.length) {
                if (next > ROWS) {
                    return -1;
                }
                row = rows.apply(next++).getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            return row[at++];
        }

        @Override
        public int read(final byte[] bytes, final int offset, final int length) {
            int count = 0;
            for (int next = 0; count < length && (next = read()) >= 0; count++) {
                bytes[offset + count] = (byte) next;
            }
            return count == 0 && length > 0 ? -1 : count;
        }
    }
}
