package dev.tidegate.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.Orders;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.Replayer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orders live and leave for as long as one likes, and nothing that the sidecar takes up grows: heap, other memory, files,
 * threads, latency. Only on demand: {@code -Dtidegate.soak.minutes=30}. Ids are remembered for six minutes at least, so
 * what is compared begins after seven.
 */
class SoakIT {
    private static final Logger LOG = Logger.getLogger(SoakIT.class.getName());
    private static final int MINUTES = Integer.getInteger("tidegate.soak.minutes", 0);
    private static final int ORDERS_A_SECOND = Integer.getInteger("tidegate.soak.orders", 300);
    private static final int SETTLED_MINUTES = 7;
    private static final int LEAST_MINUTES = SETTLED_MINUTES + 3;
    private static final int SAMPLE_SECONDS = 15;
    private static final int MOST_UNDER_WAY = 2_000;
    private static final int ROUND_MILLIS = 20;
    private static final int MIB = 1 << 20;
    private static final List<String> FLAGS =
            List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:MaxDirectMemorySize=256m");

    @TempDir
    private Path temp;

    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final Semaphore room = new Semaphore(MOST_UNDER_WAY);
    private final AtomicLong unexpected = new AtomicLong();

    /** What the sidecar takes up, and how long it took in the meantime. */
    private record Sample(long heap, long anonymous, long files, long threads, long p50, long p99) {}

    @Test
    void shouldTakeUpNoMoreAfterALongTimeThanAfterAShortOne() throws Exception {
        assumeTrue(MINUTES > 0, "a soak takes -Dtidegate.soak.minutes=" + LEAST_MINUTES + " or more");
        assertThat(MINUTES).as("minutes").isGreaterThanOrEqualTo(LEAST_MINUTES);
        final Path folder = temp.toRealPath().resolve("data");
        final List<Sample> samples = new ArrayList<>();
        try (ServeProcess serve = ServeProcess.start(folder, FLAGS);
                TidegateClient client = TidegateClient.connect(
                        ClientOptions.of("127.0.0.1", serve.tcpPort()).withTimeout(Duration.ofSeconds(120)))) {
            open(client);
            final long began = System.nanoTime();
            final long end = began + TimeUnit.MINUTES.toNanos(MINUTES);
            long nextSample = began + TimeUnit.SECONDS.toNanos(SAMPLE_SECONDS);
            for (long order = 0, round = 1; System.nanoTime() < end; round++) {
                for (; order * 1_000 < round * ROUND_MILLIS * ORDERS_A_SECOND; order++) {
                    live(client, order);
                }
                sleepUntil(began + TimeUnit.MILLISECONDS.toNanos(round * ROUND_MILLIS));
                if (System.nanoTime() > nextSample) {
                    final Sample now = sample(serve);
                    LOG.info(() -> (System.nanoTime() - began) / 1_000_000_000 + " s: " + now);
                    samples.add(now);
                    nextSample += TimeUnit.SECONDS.toNanos(SAMPLE_SECONDS);
                }
            }
            assertThat(room.tryAcquire(MOST_UNDER_WAY, 120, TimeUnit.SECONDS)).isTrue();
            assertThat(serve.stop()).as(serve.log()).isZero();
        }
        assertThat(unexpected).hasValue(0);
        judge(samples.subList(SETTLED_MINUTES * 60 / SAMPLE_SECONDS, samples.size()));
        JournalFolder.read(folder, new Replayer(EngineSettings.small()));
    }

    /** Closed orders leave after a second, their numbers after ten; ids stay for as short as they may. */
    private static void open(final TidegateClient client) {
        final Command[] commands = {
            new Command.SetLimits(List.of(
                    new LimitValue(Limit.ID_HORIZON_MILLIS, 60_000),
                    new LimitValue(Limit.REFUSAL_MILLIS, 10_000),
                    new LimitValue(Limit.RETURN_WINDOW_MILLIS, 0),
                    new LimitValue(Limit.CLOSED_RETENTION_MILLIS, 1_000),
                    new LimitValue(Limit.EXTERNAL_MEMORY_MILLIS, 10_000))),
            new Command.DefineWarehouse("east"),
            new Command.DefineChannel("web", true, List.of(1)),
            new Command.DefineSku("dress", 0),
            new Command.ReceiveStock(1, 1, 1_000_000_000, 1, 0, 0, 0)
        };
        for (final Command command : commands) {
            assertThat(client.call(command).accepted()).as(command.toString()).isTrue();
        }
    }

    /** Of ten orders seven are paid and shipped, one is cancelled, two expire. */
    private void live(final TidegateClient client, final long order) throws InterruptedException {
        room.acquire();
        final long began = System.nanoTime();
        client.submit(Orders.place(1, "S-" + order, "soak", Command.Urgency.NORMAL)
                        .line(1, 1, 100)
                        .holdMillis(2_000)
                        .build())
                .thenCompose(placed -> {
                    nanos.add(System.nanoTime() - began);
                    expect(placed);
                    return goOn(client, (int) (order % 10), placed.entityId());
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        unexpected.incrementAndGet();
                    }
                    room.release();
                });
    }

    private CompletableFuture<Outcome> goOn(final TidegateClient client, final int fate, final long order) {
        if (fate < 7) {
            return client.submit(new Command.ConfirmPayment(order, 100)).thenCompose(paid -> {
                expect(paid);
                return client.submit(new Command.ShipOrder(order, List.of())).thenApply(this::expect);
            });
        }
        if (fate == 7) {
            return client.submit(new Command.CancelOrder(order, 1, List.of())).thenApply(this::expect);
        }
        return CompletableFuture.completedFuture(new Outcome());
    }

    private Outcome expect(final Outcome outcome) {
        if (!outcome.accepted()) {
            unexpected.incrementAndGet();
        }
        return outcome;
    }

    private Sample sample(final ServeProcess serve) throws IOException, InterruptedException {
        collect(serve.pid());
        final long[] sorted = Stream.generate(nanos::poll)
                .takeWhile(Objects::nonNull)
                .mapToLong(Long::longValue)
                .toArray();
        Arrays.sort(sorted);
        final Path process = Path.of("/proc", Long.toString(serve.pid()));
        return new Sample(
                heapUsed(serve.httpPort()),
                anonymous(process),
                count(process.resolve("fd")),
                count(process.resolve("task")),
                sorted[sorted.length / 2] / 1_000,
                sorted[sorted.length * 99 / 100] / 1_000);
    }

    /** Has the sidecar collect its garbage, so that what is left is in use. */
    private static void collect(final long pid) throws IOException, InterruptedException {
        final Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(jcmd.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(jcmd.exitValue()).isZero();
    }

    private static long heapUsed(final int port) throws IOException, InterruptedException {
        final String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .timeout(Duration.ofSeconds(120))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("tidegate_heap_used_bytes "))
                .mapToLong(line -> (long) Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    /** Memory that no file stands behind, in bytes: the heap, direct buffers, the JVM's own. */
    private static long anonymous(final Path process) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    private static long count(final Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    /** Holds the last third against the first. */
    private static void judge(final List<Sample> settled) {
        final int third = settled.size() / 3;
        final List<Sample> first = settled.subList(0, third);
        final List<Sample> last = settled.subList(settled.size() - third, settled.size());
        assertFlat("heap", first, last, Sample::heap, 1.1, 16L * MIB);
        assertFlat("memory outside of files", first, last, Sample::anonymous, 1.05, 16L * MIB);
        assertFlat("open files", first, last, Sample::files, 1, 4);
        assertFlat("threads", first, last, Sample::threads, 1, 4);
        assertFlat("median in us", first, last, Sample::p50, 1.5, 300);
        assertFlat("p99 in us", first, last, Sample::p99, 2, 5_000);
    }

    private static void assertFlat(
            final String what,
            final List<Sample> first,
            final List<Sample> last,
            final ToLongFunction<Sample> figure,
            final double most,
            final long beside) {
        final long before = median(first, figure);
        final long after = median(last, figure);
        LOG.info(() -> what + ": " + before + " at first, " + after + " at last");
        assertThat(after).as(what).isLessThanOrEqualTo((long) (before * most) + beside);
    }

    private static long median(final List<Sample> samples, final ToLongFunction<Sample> figure) {
        return samples.stream()
                .sorted(Comparator.comparingLong(figure))
                .skip(samples.size() / 2)
                .mapToLong(figure)
                .findFirst()
                .orElseThrow();
    }

    private static void sleepUntil(final long nanos) throws InterruptedException {
        final long left = nanos - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
