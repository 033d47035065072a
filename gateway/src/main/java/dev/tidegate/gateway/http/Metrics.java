package dev.tidegate.gateway.http;

import dev.tidegate.gateway.net.Counters;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.Pipeline;

/** The counters in Prometheus' text format. */
final class Metrics {
    private final StringBuilder text = new StringBuilder(4096);

    private Metrics() {}

    static String text(final Gate gate) {
        final Metrics metrics = new Metrics();
        final Counters counters = gate.counters();
        final Pipeline pipeline = gate.tidegate().pipeline();
        metrics.gauge(
                        "tidegate_up",
                        "Whether the engine takes commands.",
                        pipeline.state().running() ? 1 : 0)
                .gauge(
                        "tidegate_connections",
                        "Connections now, of every protocol.",
                        gate.connections().count())
                .gauge("tidegate_ring_slots", "Slots of the ring.", pipeline.ringSlots())
                .gauge("tidegate_ring_free_slots", "Slots of the ring that are free now.", pipeline.freeSlots())
                .counter("tidegate_commands_total", "Commands that came.", counters.commands.sum())
                .counter("tidegate_reads_total", "Reads that came.", counters.reads.sum())
                .counter("tidegate_frames_total", "Frames of the binary protocol.", counters.frames.sum())
                .counter("tidegate_http_requests_total", "HTTP requests.", counters.requests.sum())
                .counter("tidegate_flushes_total", "Writes of one or more answers.", counters.flushes.sum())
                .counter(
                        "tidegate_connections_ended_total", "Connections ended for what they did.", counters.byes.sum())
                .counter(
                        "tidegate_connections_refused_total",
                        "Connections refused because there were too many.",
                        counters.refusedConnections.sum())
                .counter(
                        "tidegate_callback_failures_total",
                        "Answers that could not be passed on, a bug.",
                        pipeline.callbackFailures());
        metrics.outcomes(counters);
        return metrics.text.toString();
    }

    private void outcomes(final Counters counters) {
        head("tidegate_outcomes_total", "Answers by code.", "counter");
        for (final OutcomeCode code : OutcomeCode.values()) {
            text.append("tidegate_outcomes_total{code=\"")
                    .append(code.name())
                    .append("\"} ")
                    .append(counters.outcomes(code))
                    .append('\n');
        }
    }

    private Metrics gauge(final String name, final String help, final long value) {
        return one(name, help, "gauge", value);
    }

    private Metrics counter(final String name, final String help, final long value) {
        return one(name, help, "counter", value);
    }

    private Metrics one(final String name, final String help, final String type, final long value) {
        head(name, help, type);
        text.append(name).append(' ').append(value).append('\n');
        return this;
    }

    private void head(final String name, final String help, final String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}
