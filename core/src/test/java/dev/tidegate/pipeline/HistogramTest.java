package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramTest {
    @ParameterizedTest
    @CsvSource({
        "-5, 0",
        "0, 0",
        "1, 0",
        "1000, 0",
        "1001, 1",
        "2000, 1",
        "2001, 2",
        "4000, 2",
        "4001, 3",
        "33554432000, 25",
        "9223372036854775807, 25"
    })
    void shouldPutAFigureIntoTheFirstBucketThatReachesIt(final long nanos, final int bucket) {
        final Histogram histogram = Histogram.ofNanos();

        histogram.record(nanos);

        assertThat(histogram.count(bucket)).isEqualTo(1);
        assertThat(histogram.bound(bucket)).isGreaterThanOrEqualTo(nanos);
        if (bucket > 0) {
            assertThat(histogram.bound(bucket - 1)).isLessThan(nanos);
        }
    }

    @Test
    void shouldAddUpAlikeForOneThreadAndForMany() {
        final Histogram alone = Histogram.ofCounts();
        final Histogram shared = Histogram.ofCounts();
        for (int i = 1; i <= 1000; i++) {
            alone.recordAlone(i);
            shared.record(i);
        }

        assertThat(alone.sum()).isEqualTo(500_500).isEqualTo(shared.sum());
        long count = 0;
        for (int bucket = 0; bucket < Histogram.BUCKETS; bucket++) {
            assertThat(alone.count(bucket)).isEqualTo(shared.count(bucket));
            count += alone.count(bucket);
        }
        assertThat(count).isEqualTo(1000);
    }
}
