package dev.tidegate.gateway;

import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.http.HttpCaller;
import dev.tidegate.message.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Orders, taken or refused, are in the journal and in the counters, and never in the log. */
@Timeout(300)
class QuietLogTest {
    private static final int ORDERS = 100;

    @Test
    void shouldWriteNoLineForAnOrder(@TempDir final Path folder) throws IOException {
        final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        final Level before = root.getLevel();
        final ListAppender<ILoggingEvent> log = new ListAppender<>();
        try (TestGateway shop = TestGateway.openFolder(folder);
                TidegateClient client = TidegateClient.connect(
                        ClientOptions.of("127.0.0.1", shop.binaryPort()).withTimeout(Duration.ofSeconds(120)))) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            trade(client, caller, "warm", 1);
            root.setLevel(Level.INFO);
            log.start();
            root.addAppender(log);
            trade(client, caller, "order", ORDERS);
            LoggerFactory.getLogger(QuietLogTest.class).info("the appender hears");
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }
        final List<String> lines = List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertThat(lines).contains("the appender hears");
        // What the machine has to say of itself, a slow force perhaps, is no line per order.
        assertThat(lines).hasSizeLessThan(ORDERS / 2).noneMatch(line -> line.contains("order-"));
    }

    /** Each of them over both protocols: an order, its payment, one for a channel there is none of, and one that is no order. */
    private static void trade(final TidegateClient client, final HttpCaller caller, final String name, final int orders)
            throws IOException {
        for (int i = 0; i < orders; i++) {
            final long order = client.call(place(WEB, name + "-b-" + i, 1)).entityId();
            assertThat(client.call(new Command.ConfirmPayment(order, PRICE)).accepted())
                    .isTrue();
            assertThat(client.call(place(99, name + "-c-" + i, 1)).accepted()).isFalse();
            assertThat(caller.post("/v1/orders", json(1, name + "-h-" + i)).statusCode())
                    .isEqualTo(200);
            assertThat(caller.post("/v1/orders", json(99, name + "-i-" + i)).statusCode())
                    .isGreaterThanOrEqualTo(400);
            assertThat(caller.post("/v1/orders", "{'" + name + "-j-" + i).statusCode())
                    .isEqualTo(400);
        }
    }

    private static String json(final int channel, final String number) {
        return "{'channel': " + channel + ", 'externalNumber': '" + number
                + "', 'source': 'x', 'lines': [{'sku': 1, 'quantity': 1, 'netAmount': 100}]}";
    }
}
