package dev.tidegate.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what is compiled and run here. */
final class ReadmeTest {
    private static final Path README = Path.of("../README.md");
    private static final Path SAMPLE = Path.of("src/test/java/dev/tidegate/example/EmbeddedShop.java");

    @Test
    void shouldRunWhatItShows(@TempDir final Path folder) {
        final StockView stock = EmbeddedShop.run(folder);
        assertThat(stock.warehouses()).containsExactly(new WarehouseStock(1, 998, 0, 0, 0, 2, 0, 0));
    }

    @Test
    void shouldShowWhatIsRun() throws IOException {
        final String shown = between(Files.readString(README), "```java\n", "```");
        final String run = between(Files.readString(SAMPLE), "// README: begin\n", "// README: end")
                .stripIndent();
        assertThat(shown).isEqualTo(run);
    }

    private static String between(final String text, final String begin, final String end) {
        final int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
