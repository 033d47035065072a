package dev.tidegate.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The log says once that the clock was set. */
class ClockWatchTest {
    private static final long HOUR = 3_600_000;

    private final ClockWatch watch = new ClockWatch();

    @Test
    void shouldSayNothingWhileTheClockRuns() {
        for (int i = 0; i < 1000; i++) {
            assertThat(watch.look(0, i % 3 - 1)).isEmpty();
        }
    }

    @Test
    void shouldTellOnceOfAStep() {
        assertThat(watch.look(1, -HOUR))
                .isEqualTo("the machine's clock was set: it is 3600000 ms behind engine time, which follows by an"
                        + " eighth of the time that passes");
        for (int i = 0; i < 1000; i++) {
            assertThat(watch.look(1, -HOUR)).isEmpty();
        }
        assertThat(watch.look(2, HOUR)).startsWith("the machine's clock was set: it is 3600000 ms ahead of engine");
    }

    @Test
    void shouldNotFillTheLogWhenTheClockIsSetOverAndOver() {
        assertThat(watch.look(1, HOUR)).isNotEmpty();
        for (int i = 0; i < ClockWatch.LOOKS_AT_REST; i++) {
            assertThat(watch.look(2 + i, HOUR)).isEmpty();
        }
        assertThat(watch.look(1 + ClockWatch.LOOKS_AT_REST, HOUR)).startsWith("the machine's clock was set 240 times:");
    }
}
