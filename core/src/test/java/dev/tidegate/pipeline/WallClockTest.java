package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final long HOUR = 3_600_000;
    private static final long START = 1_800_000_000_000L;

    private long wall = START;
    private long monotonic = -5_000_000_000L;
    private final WallClock clock = new WallClock(() -> wall, () -> monotonic);

    private long pass(final long millis) {
        wall += millis;
        monotonic += millis * 1_000_000;
        return clock.advance();
    }

    @Test
    void shouldFollowTheClockWhileItRunsEvenly() {
        for (int i = 1; i <= 1000; i++) {
            assertThat(pass(7)).isEqualTo(START + 7L * i);
        }
        assertThat(clock.steps()).isZero();
        assertThat(clock.nowMillis()).isEqualTo(wall);
    }

    @Test
    void shouldNeverFallAndWorkOffAStepBackSlowly() {
        wall -= HOUR;
        long last = clock.advance();
        for (int i = 0; i < 1000; i++) {
            final long now = pass(1000);
            assertThat(now - last).isBetween(874L, 876L);
            last = now;
        }
        assertThat(clock.steps()).isEqualTo(1);
        assertThat(clock.differenceMillis()).isBetween(-HOUR + 120_000, -HOUR + 130_000);
        for (int i = 0; i < 9 * 3600; i++) {
            pass(1000);
        }
        assertThat(clock.nowMillis()).isEqualTo(wall);
        assertThat(clock.differenceMillis()).isZero();
        assertThat(clock.steps()).isEqualTo(1);
    }

    @Test
    void shouldNotJumpWithTheClock() {
        wall += HOUR;
        assertThat(clock.advance()).isEqualTo(START);
        assertThat(pass(1000)).isEqualTo(START + 1125);
        assertThat(clock.steps()).isEqualTo(1);
        for (int i = 0; i < 9 * 3600; i++) {
            pass(1000);
        }
        assertThat(clock.nowMillis()).isEqualTo(wall);
    }

    @Test
    void shouldNotMakeUpForALongPauseAtOnce() {
        wall += HOUR;
        assertThat(pass(10 * HOUR)).isEqualTo(START + 10 * HOUR + 7_500);
    }

    @Test
    void shouldBeginNoEarlierThanTheEnginesTime() {
        clock.startAt(START + HOUR);
        assertThat(clock.advance()).isEqualTo(START + HOUR);
        assertThat(pass(8000)).isEqualTo(START + HOUR + 7000);
    }

    @Test
    void shouldTellHowLongUntilADeadline() {
        assertThat(clock.nanosUntil(START + 5)).isEqualTo(5_000_000);
        assertThat(clock.nanosUntil(START - 5)).isEqualTo(-5_000_000);
        assertThat(clock.nanosUntil(Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE);
    }
}
