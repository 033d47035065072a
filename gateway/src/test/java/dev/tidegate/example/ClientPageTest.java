package dev.tidegate.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What docs/client.md shows is what is compiled and run here. */
final class ClientPageTest {
    private static final Path PAGE = Path.of("../docs/client.md");
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

    private static String between(final String text, final String begin, final String end) {
        final int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
