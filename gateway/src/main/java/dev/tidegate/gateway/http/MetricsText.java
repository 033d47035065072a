package dev.tidegate.gateway.http;

import dev.tidegate.pipeline.Histogram;
import java.util.Locale;

/** Writes figures as Prometheus reads them: its own text format, or OpenMetrics, which differ in a few words. */
final class MetricsText {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final boolean openMetrics;
    private final StringBuilder text = new StringBuilder(16 * 1024);
    private String name = "";
    private String suffix = "";

    MetricsText(final boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    /** The samples that follow are of that figure. */
    void begin(final String key, final Metrics.Kind kind, final String meaning) {
        name = key;
        suffix = kind == Metrics.Kind.COUNTER ? "_total" : "";
        // OpenMetrics names the figure, Prometheus the sample.
        final String told = openMetrics ? name : name + suffix;
        text.append("# HELP ").append(told).append(' ').append(meaning).append('\n');
        text.append("# TYPE ")
                .append(told)
                .append(' ')
                .append(kind.name().toLowerCase(Locale.ROOT))
                .append('\n');
    }

    void sample(final String labels, final long value) {
        line(suffix, labels, "").append(value).append('\n');
    }

    /** Milliseconds, told in seconds. */
    void millis(final long value) {
        line(suffix, "", "").append(value / MILLIS).append('\n');
    }

    /** A histogram of nanoseconds, told in seconds. */
    void seconds(final String labels, final Histogram histogram) {
        histogram(labels, histogram, NANOS);
    }

    /** A histogram of counts. */
    void counts(final String labels, final Histogram histogram) {
        histogram(labels, histogram, 1);
    }

    private void histogram(final String labels, final Histogram histogram, final double unit) {
        long count = 0;
        for (int bucket = 0; bucket < Histogram.BUCKETS; bucket++) {
            count += histogram.count(bucket);
            final long bound = histogram.bound(bucket);
            final String limit = bound == Long.MAX_VALUE ? "+Inf" : Double.toString(bound / unit);
            line("_bucket", labels, "le=\"" + limit + '"').append(count).append('\n');
        }
        line("_sum", labels, "").append(histogram.sum() / unit).append('\n');
        line("_count", labels, "").append(count).append('\n');
    }

    private StringBuilder line(final String ending, final String labels, final String more) {
        text.append(name).append(ending);
        if (!labels.isEmpty() || !more.isEmpty()) {
            text.append('{')
                    .append(labels)
                    .append(labels.isEmpty() || more.isEmpty() ? "" : ",")
                    .append(more)
                    .append('}');
        }
        return text.append(' ');
    }

    String end() {
        return openMetrics ? text.append("# EOF\n").toString() : text.toString();
    }
}
