package dev.tidegate.gateway.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.gateway.TestGateway;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another language, from the documentation alone: it writes the same bytes, and buys something. */
@Timeout(300)
class PythonClientTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void needsPython() {
        final boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "python3")));
        assumeTrue(found, "no python3 on the PATH");
    }

    private String run(final String... words) throws IOException, InterruptedException, URISyntaxException {
        final URL script = Objects.requireNonNull(getClass().getResource("/binary/tidegate_client.py"));
        final String[] command = Stream.concat(
                        Stream.of("python3", Path.of(script.toURI()).toString()), Arrays.stream(words))
                .toArray(String[]::new);
        final Path out = folder.resolve("out.txt");
        final Process python = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(python.waitFor(120, TimeUnit.SECONDS)).isTrue();
        final String said = Files.readString(out);
        assertThat(python.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void shouldWriteTheGoldenFrames() throws Exception {
        run("golden", folder.toString());
        for (final String name : new String[] {
            "hello",
            "place",
            "pay-and-cancel",
            "ship",
            "ping",
            "read-order",
            "read-stock",
            "read-units",
            "subscribe",
            "unsubscribe",
            "events",
            "subscription-ended"
        }) {
            final URL golden = Objects.requireNonNull(getClass().getResource("/binary/golden/" + name + ".hex"));
            assertThat(folder.resolve(name + ".hex")).hasSameTextualContentAs(Path.of(golden.toURI()));
        }
    }

    @Test
    void shouldFollowEventsOverConnectionsThatBreak() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder.resolve("data"))) {
            for (int i = 0; i < 4; i++) {
                shop.tidegate.call(TestGateway.place(1 + i % 2, "PE-" + i, 1 + i));
            }
            final StringBuilder wanted = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                final long order = shop.tidegate.order(1 + i % 2, "PE-" + i).orderId();
                wanted.append("placed " + (7 + 2 * i) + " " + (7 + i) + " " + (1 + i % 2) + " " + order + "\n");
                wanted.append("moved " + (8 + 2 * i) + " " + (7 + i) + " 1 1 1 3 " + (1 + i) + "\n");
            }
            assertThat(run("events", "127.0.0.1", String.valueOf(shop.binaryPort()), "1:6", "8"))
                    .isEqualTo(wanted.toString());
        }
    }

    @Test
    void shouldRunASale() throws Exception {
        try (TestGateway shop = TestGateway.open()) {
            assertThat(run("sale", "127.0.0.1", String.valueOf(shop.binaryPort())))
                    .isEqualToIgnoringNewLines(String.join(
                            "\n",
                            "welcome 1 256 0 0",
                            "placed 0 0 0 0 0",
                            "again 0 1 True",
                            "paid, cancelled, shipped 0 0 0",
                            "paid too late 605",
                            "order 50 1 1 9",
                            "stock 999996 0 3 0 1 0 0",
                            "pong 70",
                            ""));
            assertThat(shop.tidegate.counts().orders()).isEqualTo(5);
        }
    }
}
