package dev.tidegate.gateway;

import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.Event;
import dev.tidegate.client.EventSelection;
import dev.tidegate.client.EventStream;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.http.HttpCaller;
import dev.tidegate.message.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where there is no epoll the JDK's own selector serves everything. */
@Timeout(300)
class NioTest {

    @Test
    void shouldServeBothProtocolsAndEventsWithoutEpoll(@TempDir final Path folder) throws Exception {
        final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        try (TestGateway shop = TestGateway.openFolder(folder, "threads.epoll", "false");
                TidegateClient client = TidegateClient.connect(
                        ClientOptions.of("127.0.0.1", shop.binaryPort()).withTimeout(Duration.ofSeconds(120)));
                EventStream stream = client.eventsFromOldest(
                        EventSelection.ALL.kind(Event.OrderPlaced.class),
                        (behind, sequence, timeMillis, event) -> events.add(event))) {
            final long order = client.call(place(WEB, "N-1", 2)).entityId();
            assertThat(client.call(new Command.ConfirmPayment(order, 2 * PRICE)).accepted())
                    .isTrue();
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            assertThat(caller.get("/v1/orders/" + order).body()).contains("\"N-1\"");
            assertThat(caller.get("/v1/stock/1").body()).contains("\"sold\":2");
            assertThat(((Event.OrderPlaced) events.poll(120, TimeUnit.SECONDS)).orderId())
                    .isEqualTo(order);
            assertThat(stream.cursor()).isNotNull();

            Awaitility.await().until(NioTest::somebodySelects);
        }
    }

    private static boolean somebodySelects() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("tidegate-net"))
                .flatMap(thread -> Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().startsWith("io.netty.channel.nio.NioIoHandler"));
    }
}
