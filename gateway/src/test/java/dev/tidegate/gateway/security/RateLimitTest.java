package dev.tidegate.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** What was left of a token between two calls was lost each time: as little as half of the rate came through. */
    @ParameterizedTest
    @CsvSource({"1000, 700000", "1000, 999999", "1000, 1", "3, 600000000", "100000, 15000", "7, 11", "100000000, 17"})
    void shouldGiveTheRateHoweverOftenItIsAsked(final long perSecond, final long everyNanos) {
        final long calls = Math.min(1_000_000, 20 * SECOND / everyNanos);
        final RateLimit limit = new RateLimit(perSecond, 0);
        long taken = 0;
        for (long call = 0; call < calls; call++) {
            taken += limit.take(1, call * everyNanos) == 0 ? 1 : 0;
        }
        final long due = perSecond + (long) ((double) calls * everyNanos * perSecond / SECOND);
        assertThat(taken).isBetween(Math.min(calls, due - 2) * 99 / 100, Math.min(calls, due));
    }

    /**
     * More than a second's worth at once is paid off in the time that is named. One second of it counted with each call,
     * so that who came again when told to was told to wait again, and again.
     */
    @Test
    void shouldTakeAgainAfterTheTimeThatItNames() {
        final RateLimit limit = new RateLimit(10, 0);
        assertThat(limit.take(100, 0)).isZero();
        final int wait = limit.take(1, 0);
        assertThat(wait).isEqualTo(9_100);
        final long later = TimeUnit.MILLISECONDS.toNanos(wait);
        assertThat(limit.idle(later - 1)).as("what is owed is not forgotten").isFalse();
        assertThat(limit.take(1, later)).isZero();
        assertThat(limit.take(1, later)).isEqualTo(100);
    }

    @Test
    void shouldNameATimeThatIsEnough() {
        final RateLimit limit = new RateLimit(3, 0);
        assertThat(limit.take(3, 0)).isZero();
        assertThat(limit.take(1, TimeUnit.MILLISECONDS.toNanos(limit.take(1, 0))))
                .isZero();
    }

    /** With so many callers in one second none is idle, and looking at all of them with each call made every call slow. */
    @Test
    void shouldLookForIdleCallersOnceASecondAtMost() {
        final RateLimits limits = new RateLimits(5);
        for (int caller = 0; caller < 20_000; caller++) {
            assertThat(limits.take(caller, 1, caller)).isZero();
        }
        assertThat(limits.sweeps()).isEqualTo(1);
        assertThat(limits.take("late", 1, 2 * SECOND)).isZero();
        assertThat(limits.take("late", 1, 2 * SECOND)).isZero();
        assertThat(limits.sweeps()).isEqualTo(2);
    }
}
