package dev.tidegate.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The log says once that the disk is nearly full, and once that it is not any more. */
class DiskWatchTest {
    private final DiskWatch watch = new DiskWatch();

    private String news(final boolean low, final int looks) {
        final StringBuilder news = new StringBuilder();
        for (int i = 0; i < looks; i++) {
            news.append(watch.look(low, 5L << 20));
        }
        return news.toString();
    }

    @Test
    void shouldSayNothingWhileThereIsRoom() {
        assertThat(news(false, 1000)).isEmpty();
    }

    @Test
    void shouldTellOnceOfEither() {
        assertThat(news(true, 1000))
                .isEqualTo("the journal's disk is nearly full, 5 MiB free: new orders are answered DISK_LOW,"
                        + " everything else as soon as there is no room at all");
        assertThat(news(false, 1000)).isEqualTo("the journal's disk has room again, 5 MiB free: new orders are taken");
        assertThat(news(true, 1)).isNotEmpty();
    }

    @Test
    void shouldNotFillTheLogAtTheBrink() {
        assertThat(news(true, 1)).isNotEmpty();
        for (int i = 0; i < 100; i++) {
            assertThat(news(false, 39)).isEmpty();
            assertThat(news(true, 1)).isEmpty();
        }
        assertThat(news(false, 40)).isNotEmpty();
    }
}
