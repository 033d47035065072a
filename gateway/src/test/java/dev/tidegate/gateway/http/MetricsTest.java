package dev.tidegate.gateway.http;

import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.TimeSource;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class MetricsTest {
    private static final Path PAGE = Path.of("../docs/metrics.md");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-z_]+)(\\{[a-z_]+=\"[A-Za-z0-9_.+-]+\"(,[a-z_]+=\"[A-Za-z0-9_.+-]+\")*})? ([0-9.E+-]+)");

    @Test
    void shouldBeDescribedByItsPage() throws IOException {
        final List<String> rows = Files.readString(PAGE)
                .lines()
                .dropWhile(line -> !line.startsWith("| name |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(rows).isEqualTo(Metrics.rows());
    }

    /** Every sample and its figure, once the text has been found to be well-formed. */
    private static Map<String, Double> parsed(final String text, final boolean openMetrics) {
        final Map<String, Double> samples = new HashMap<>();
        final Map<String, String> kinds = new HashMap<>();
        String family = "";
        double lastBucket = 0;
        for (final String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ")[2];
                assertThat(kinds.put(family, line.split(" ")[3])).as(line).isNull();
            } else if (!line.startsWith("#")) {
                final Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                final String kind = kinds.get(family);
                final String ending = sample.group(1).substring(family.length());
                assertThat(sample.group(1)).startsWith(family);
                if (kind.equals("histogram")) {
                    assertThat(ending).isIn("_bucket", "_sum", "_count");
                } else {
                    assertThat(ending).isEqualTo(kind.equals("counter") && openMetrics ? "_total" : "");
                }
                final double value = Double.parseDouble(sample.group(4));
                if (ending.equals("_bucket")) {
                    assertThat(value).as(line).isGreaterThanOrEqualTo(lastBucket);
                    lastBucket = line.contains("+Inf") ? 0 : value;
                }
                assertThat(samples.put(line.substring(0, line.lastIndexOf(' ')), value))
                        .as(line)
                        .isNull();
            }
        }
        assertThat(text.endsWith("# EOF\n")).isEqualTo(openMetrics);
        return samples;
    }

    @Test
    void shouldTellEveryStageInTheFormatAskedFor(@TempDir final Path folder) throws Exception {
        final Path data = folder.resolve("data");
        final Tidegate opened = Tidegate.open(data, TidegateOptions.defaults().withDurability(Durability.DISK));
        try (TestGateway shop = TestGateway.open(opened, "data", data.toString(), "durability", "disk")) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            caller.post("/v1/warehouses", "{'code': 'east'}");
            caller.post("/v1/channels", "{'code': 'web', 'warehouses': ['east']}");
            caller.post("/v1/skus", "{'code': 'dress'}");
            caller.post("/v1/stock/receive", "{'sku': 1, 'warehouse': 1, 'quantity': 10, 'reason': 1}");
            try (TidegateClient client = TidegateClient.connect(ClientOptions.of("127.0.0.1", shop.binaryPort()))) {
                client.call(place(1, "secret-number", 1));
                client.call(place(1, "another", 1));
            }
            final HttpResponse<String> plain = caller.get("/metrics");
            final HttpResponse<String> open =
                    caller.get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0,text/plain;q=0.5");

            assertThat(plain.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(open.headers().firstValue("Content-Type"))
                    .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
            final Map<String, Double> samples = parsed(plain.body(), false);
            assertThat(parsed(open.body(), true).keySet()).isEqualTo(samples.keySet());
            assertThat(samples)
                    .containsEntry("tidegate_up", 1.0)
                    .containsEntry("tidegate_commands_total", 6.0)
                    .containsEntry("tidegate_outcomes_total{code=\"ACCEPTED\"}", 6.0)
                    .containsEntry("tidegate_open_orders", 2.0)
                    .containsEntry("tidegate_holds_queued", 2.0)
                    .containsEntry("tidegate_sequence", 6.0)
                    .containsEntry("tidegate_request_seconds_count{protocol=\"binary\"}", 2.0)
                    .containsKey("tidegate_feed_lag_events");
            assertThat(samples.get("tidegate_request_seconds_count{protocol=\"http\"}"))
                    .isGreaterThanOrEqualTo(4);
            assertThat(samples.get("tidegate_disk_free_bytes")).isPositive();
            final double batches = samples.get("tidegate_batch_commands_count");
            assertThat(batches).isBetween(1.0, 6.0);
            assertThat(samples.get("tidegate_batch_commands_sum")).isEqualTo(6);
            for (final String stage : List.of("ring_wait", "journal_append", "journal_force", "apply")) {
                assertThat(samples).containsEntry("tidegate_" + stage + "_seconds_count", batches);
                assertThat(samples.get("tidegate_" + stage + "_seconds_sum")).isPositive();
            }
            assertThat(plain.body()).doesNotContain("secret-number");
        }
    }

    @Test
    void shouldTellThatTheClockWasSet() throws Exception {
        final AtomicLong wall = new AtomicLong(1_800_000_000_000L);
        final TimeSource machine = TimeSource.wall(wall::get, () -> 0);
        final TidegateOptions options = TidegateOptions.defaults().withTime(machine);
        try (TestGateway shop = TestGateway.open(Tidegate.inMemory(options))) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            shop.tidegate.define(new DefineWarehouse("east"));
            assertThat(clock(caller)).containsExactly(0.0, 0.0);

            wall.addAndGet(-3_600_500);
            shop.tidegate.define(new DefineWarehouse("west"));
            assertThat(clock(caller)).containsExactly(1.0, -3600.5);
        }
    }

    private static List<Double> clock(final HttpCaller caller) throws Exception {
        final Map<String, Double> samples = parsed(caller.get("/metrics").body(), false);
        return List.of(samples.get("tidegate_clock_steps_total"), samples.get("tidegate_clock_difference_seconds"));
    }
}
