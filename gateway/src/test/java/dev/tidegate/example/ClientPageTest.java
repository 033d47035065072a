package dev.tidegate.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.EventStream;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.pipeline.EventCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/client.md shows is what is compiled and run here. */
final class ClientPageTest {
    private static final Path PAGE = Path.of("../docs/client.md");
    private static final Path FOLLOWER = Path.of("src/test/java/dev/tidegate/example/PaidOrders.java");
    private static final Path SAMPLE = Path.of("src/test/java/dev/tidegate/example/RemoteShop.java");

    @Test
    void shouldRunWhatItShows() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            assertThat(RemoteShop.run(shop.binaryPort()).orElseThrow().paid()).isTrue();
        }
    }

    @Test
    void shouldShowWhatIsRun() throws IOException {
        final String run = between(Files.readString(SAMPLE), "// page: begin\n", "// page: end");
        assertThat(between(Files.readString(PAGE), "```java\n", "```")).isEqualTo(run.stripIndent());
    }

    @Test
    void shouldFollowPaidOrdersAsItShows(@TempDir final Path folder) throws IOException {
        final Outbox outbox = new Outbox();
        try (TestGateway shop = TestGateway.openFolder(folder);
                TidegateClient client = TidegateClient.connect(ClientOptions.of("127.0.0.1", shop.binaryPort()));
                EventStream stream = PaidOrders.follow(client, outbox)) {
            final long order = client.call(TestGateway.place(1, "M-1", 2)).entityId();
            client.call(new Command.ConfirmPayment(order, 2 * TestGateway.PRICE));
            await().until(() -> outbox.paid.contains(order));
            await().until(() -> outbox.cursor.equals(stream.cursor()));
        }
        final String run = between(Files.readString(FOLLOWER), "// page: begin\n", "// page: end");
        final String page = Files.readString(PAGE);
        assertThat(between(page.substring(page.lastIndexOf("```java")), "```java\n", "```"))
                .isEqualTo(run.stripIndent());
    }

    private static final class Outbox implements PaidOrders.Mailer {
        private final List<Long> paid = new CopyOnWriteArrayList<>();
        private volatile EventCursor cursor = new EventCursor(1, 0);

        @Override
        public EventCursor cursor() {
            return cursor;
        }

        @Override
        public void cursor(final EventCursor behind) {
            cursor = behind;
        }

        @Override
        public void paid(final long orderId) {
            paid.add(orderId);
        }
    }

    private static String between(final String text, final String begin, final String end) {
        final int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
