package dev.tidegate.gateway.feed;

import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Subscribers that do what they should not: memory stays bounded, the engine goes on, and each is told why it ends.
 *
 * <p>Limits of time are wide on purpose. They were widened when a bug made this fail that has been mended since, and
 * narrower ones would show nothing more: what they are to catch is somebody who is waited for without end, and a machine that is
 * busy with other things can be slower than any tighter limit by chance.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedAbuseTest {
    private static final long SHOP = 6;

    @TempDir
    private Path folder;

    /** A connection whose small buffers are full soon, and who reads only when told to. */
    private static Socket subscribe(final TestGateway shop, final String target) throws IOException {
        final Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(120_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), shop.httpPort()));
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** So many orders, a thousand at a time, each thousand answered. */
    private static void sell(final TestGateway shop, final String prefix, final int orders) {
        final List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            answers.add(shop.tidegate.submit(place(WEB, prefix + i, 1)));
            if (i % 1000 == 999) {
                answers.forEach(CompletableFuture::join);
                answers.clear();
            }
        }
        answers.forEach(CompletableFuture::join);
    }

    private static String lastEvent(final Socket socket) throws IOException {
        final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String last = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            last = line.isEmpty() ? last : last + "\n" + line;
            // Only the end is of interest.
            last = last.length() > 2000 ? last.substring(last.length() - 1000) : last;
        }
        return last;
    }

    private static String metrics(final TestGateway shop) throws IOException {
        try (InputStream in = URI.create("http://127.0.0.1:" + shop.httpPort() + "/metrics")
                .toURL()
                .openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldCutOffASlowReaderAndTellItWhereToGoOn() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(
                        folder, "timeouts.stall-millis", "120000", "feed.tail-bytes", "1048576");
                Socket slow = subscribe(shop, "/v1/events?from=end")) {
            Awaitility.await().until(() -> shop.gateway.feed().count() == 1);
            // What the system itself takes for the connection is some megabytes.
            for (int i = 0; i < 60 && shop.gateway.feed().cuts(Transport.SSE) == 0; i++) {
                sell(shop, "S" + i + "-", 1000);
            }
            Awaitility.await().until(() -> shop.gateway.feed().cuts(Transport.SSE) == 1);
            assertThat(metrics(shop))
                    .contains(
                            "tidegate_feed_cuts_total{over=\"sse\"} 1\n",
                            "tidegate_feed_cuts_total{over=\"units\"} 0\n");
            final String last = lastEvent(slow);
            assertThat(last).contains("event: TOO_SLOW", "\"kind\":\"TOO_SLOW\"");
            final String cursor = last.replaceAll("(?s).*\"resumeFrom\":\"(1:\\d+)\".*", "$1");
            final long seen = Long.parseLong(last.replaceAll("(?s).*id: 1:(\\d+)\nevent: (?!TOO_SLOW).*", "$1"));
            assertThat(cursor).isEqualTo("1:" + seen);
            // And from there it goes on without a gap.
            try (Socket again = subscribe(shop, "/v1/events?from=" + cursor)) {
                final BufferedReader in = new BufferedReader(new InputStreamReader(again.getInputStream()));
                String line = in.readLine();
                while (!line.startsWith("id: ") || line.equals("id: " + cursor)) {
                    line = in.readLine();
                }
                assertThat(line).isEqualTo("id: 1:" + (seen + 1));
            }
        }
    }

    @Test
    void shouldCloseAConnectionThatTakesNothing() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(
                        folder, "timeouts.stall-millis", "300", "feed.bytes-in-flight", "16384");
                Socket deaf = subscribe(shop, "/v1/events?from=start")) {
            Awaitility.await().until(() -> shop.gateway.feed().count() == 1);
            for (int i = 0; i < 60 && shop.gateway.feed().count() > 0; i++) {
                sell(shop, "D" + i + "-", 1000);
            }
            Awaitility.await().until(() -> shop.gateway.feed().count() == 0);
            assertThat(shop.gateway.feed().cuts(Transport.SSE)).isEqualTo(1);
            assertThat(deaf.isClosed()).isFalse();
            Awaitility.await().until(() -> shop.gateway.gate().connections().count() == 0);
        }
    }

    @Test
    void shouldServeTwoHundredAtOnceAndHoldBackThoseThatDoNotRead() throws Exception {
        final int subscribers = 200;
        try (TestGateway shop =
                TestGateway.openFolder(folder, "feed.bytes-in-flight", "16384", "timeouts.stall-millis", "300000")) {
            sell(shop, "W-", 5000);
            final long aloneNanos = timeToSell(shop, "A-", 10_000);
            final long directBefore = directBytes();
            final List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < subscribers; i++) {
                    sockets.add(subscribe(shop, "/v1/events?from=end&kinds=OrderPlaced"));
                }
                Awaitility.await().until(() -> shop.gateway.feed().count() == subscribers);
                final int threads = ManagementFactory.getThreadMXBean().getThreadCount();
                final long besideNanos = timeToSell(shop, "B-", 10_000);

                // A turn of the log's readers is a thread; 8 of them, and not one for each subscription.
                assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 16);
                // 16 KiB each and a part under way, and the pool's own rounding up to chunks.
                assertThat(directBytes() - directBefore).isLessThan(64L << 20);
                // None of them reads: once what they may have is under way they cost nothing more. The seconds are for
                // a machine that is busy with other things meanwhile; whoever waited for one of them would wait 300.
                assertThat(besideNanos)
                        .as("with " + aloneNanos + " ns alone")
                        .isLessThan(8 * aloneNanos + TimeUnit.SECONDS.toNanos(60));
                // One that reads gets everything beside them.
                try (Socket reader = subscribe(shop, "/v1/events?from=1:" + SHOP + "&kinds=OrderPlaced")) {
                    assertThat(countEvents(reader.getInputStream(), 25_000)).isEqualTo(25_000);
                }
            } finally {
                for (final Socket socket : sockets) {
                    socket.close();
                }
            }
            Awaitility.await().until(() -> shop.gateway.feed().count() == 0);
        }
    }

    private static long timeToSell(final TestGateway shop, final String prefix, final int orders) {
        final long began = System.nanoTime();
        sell(shop, prefix, orders);
        return System.nanoTime() - began;
    }

    private static long directBytes() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    private static int countEvents(final InputStream stream, final int most) throws IOException {
        final BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        int count = 0;
        long lastNanos = System.nanoTime();
        while (count < most) {
            final String line = in.readLine();
            // Heartbeats come for ever: only events count as something that still comes.
            if (line == null || System.nanoTime() - lastNanos > TimeUnit.SECONDS.toNanos(120)) {
                return count;
            }
            if (line.equals("event: OrderPlaced")) {
                count++;
                lastNanos = System.nanoTime();
            }
        }
        return count;
    }

    @Test
    void shouldTellEverybodyWhenTheGatewayGoesDownAndNotWaitForTheDeaf() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(
                        folder,
                        "shutdown.drain-millis",
                        "4000",
                        "feed.bytes-in-flight",
                        "16384",
                        "timeouts.stall-millis",
                        "300000");
                Socket reader = subscribe(shop, "/v1/events?from=end");
                Socket deaf = subscribe(shop, "/v1/events?from=start")) {
            Awaitility.await().until(() -> shop.gateway.feed().count() == 2);
            assertThat(deaf.isConnected()).isTrue();
            final CompletableFuture<String> last = CompletableFuture.supplyAsync(() -> {
                try {
                    return lastEvent(reader);
                } catch (final IOException cut) {
                    return cut.toString();
                }
            });
            sell(shop, "C-", 20_000);
            final long began = System.nanoTime();
            shop.gateway.close();

            // The deaf one could hold it up for 300.
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(120));
            assertThat(last.get(120, TimeUnit.SECONDS)).contains("event: CLOSING", "\"resumeFrom\":\"1:");
            assertThat(shop.tidegate.state().running()).isTrue();
        }
    }

    @Test
    void shouldLetEverybodyHaveATurnToReadOldEvents() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(
                folder,
                "feed.readers",
                "1",
                "timeouts.stall-millis",
                "8000",
                "feed.tail-bytes",
                "65536",
                "feed.bytes-in-flight",
                "16384")) {
            sell(shop, "O-", 40_000);
            try (Socket deaf = subscribe(shop, "/v1/events?from=start")) {
                Awaitility.await().until(() -> shop.gateway.feed().count() == 1);
                try (Socket reader = subscribe(shop, "/v1/events?from=start&kinds=OrderPlaced")) {
                    assertThat(countEvents(reader.getInputStream(), 40_000)).isEqualTo(40_000);
                }
                Awaitility.await().until(() -> shop.gateway.feed().cuts(Transport.SSE) == 1);
                assertThat(deaf.isConnected()).isTrue();
            }
        }
    }
}
