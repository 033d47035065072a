package dev.tidegate.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.pipeline.EventCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/events.md shows is what is compiled and run here. */
final class EventsTest {
    private static final Path DOCUMENT = Path.of("../docs/events.md");
    private static final Path SAMPLE = Path.of("src/test/java/dev/tidegate/example/EventFollower.java");

    @Test
    void shouldRunWhatItShows(@TempDir final Path folder) {
        EmbeddedShop.run(folder);
        final Table table = new Table();
        try (Tidegate tidegate = Tidegate.open(folder, TidegateOptions.defaults())) {
            EventFollower.follow(tidegate, table);
            final EventCursor newest = tidegate.events().newest();
            await().until(() -> table.cursor().equals(newest));
        }
        assertThat(table.sold).hasValue(2);
    }

    @Test
    void shouldShowWhatIsRun() throws IOException {
        final String shown = between(Files.readString(DOCUMENT), "```java\n", "```");
        final String run = between(Files.readString(SAMPLE), "// events.md: begin\n", "// events.md: end")
                .stripIndent();
        assertThat(shown).isEqualTo(run);
    }

    private static final class Table implements EventFollower.SoldTable {
        private final AtomicLong sold = new AtomicLong();
        private volatile EventCursor cursor = new EventCursor(1, 0);

        @Override
        public void add(final int sku, final long units) {
            sold.addAndGet(units);
        }

        @Override
        public void cursor(final EventCursor behind) {
            cursor = behind;
        }

        @Override
        public EventCursor cursor() {
            return cursor;
        }

        @Override
        public void undoBehind(final EventCursor behind) {
            throw new AssertionError("nothing was lost");
        }

        @Override
        public void takeFrom(final Tidegate tidegate) {
            throw new AssertionError("everything is kept");
        }
    }

    private static String between(final String text, final String begin, final String end) {
        final int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
