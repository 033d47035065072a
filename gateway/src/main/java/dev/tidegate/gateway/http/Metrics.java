package dev.tidegate.gateway.http;

import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.feed.Transport;
import dev.tidegate.gateway.net.Counters;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.WallClock;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Every figure that is told at {@code /metrics}, with its name, kind and meaning; docs/metrics.md is made from this list.
 * Asking for them costs the engine nothing.
 */
enum Metrics {
    UP("tidegate_up", "Whether the engine takes commands, 1 or 0.", Kind.GAUGE, gate -> up(gate) ? 1 : 0),
    CONNECTIONS(
            "tidegate_connections",
            "Connections now, of every protocol.",
            Kind.GAUGE,
            gate -> gate.connections().count()),
    CONNECTIONS_ENDED(
            "tidegate_connections_ended",
            "Connections ended for what they sent or did not send.",
            Kind.COUNTER,
            gate -> gate.counters().byes.sum()),
    CONNECTIONS_REFUSED(
            "tidegate_connections_refused",
            "Connections refused because there were too many.",
            Kind.COUNTER,
            gate -> gate.counters().refusedConnections.sum()),
    REQUESTS(
            "tidegate_http_requests",
            "HTTP requests that came whole.",
            Kind.COUNTER,
            gate -> gate.counters().requests.sum()),
    FRAMES(
            "tidegate_frames",
            "Frames of the binary protocol that came whole.",
            Kind.COUNTER,
            gate -> gate.counters().frames.sum()),
    COMMANDS(
            "tidegate_commands",
            "Commands that came, over whatever protocol.",
            Kind.COUNTER,
            gate -> gate.counters().commands.sum()),
    READS(
            "tidegate_reads",
            "Reads that came, over whatever protocol.",
            Kind.COUNTER,
            gate -> gate.counters().reads.sum()),
    IMPORTED(
            "tidegate_imported_rows",
            "Rows of imports that the engine has answered.",
            Kind.COUNTER,
            gate -> gate.counters().importedRows.sum()),
    FLUSHES(
            "tidegate_flushes",
            "Times that one or more answers were written to a connection.",
            Kind.COUNTER,
            gate -> gate.counters().flushes.sum()),
    OUTCOMES("tidegate_outcomes", "Answers by the code of docs/outcomes.md.", Kind.COUNTER, Metrics::outcomes),
    REQUEST_SECONDS(
            "tidegate_request_seconds",
            "From the last byte of a request to its answer being handed to the socket, by protocol; of the binary"
                    + " protocol, the oldest answer of each frame of answers.",
            Kind.HISTOGRAM,
            (gate, text) -> {
                text.seconds("protocol=\"http\"", gate.counters().httpNanos);
                text.seconds("protocol=\"binary\"", gate.counters().binaryNanos);
            }),
    RING_WAIT(
            "tidegate_ring_wait_seconds",
            "Longest wait in the ring of each batch's commands.",
            Kind.HISTOGRAM,
            (gate, text) ->
                    text.seconds("", gate.tidegate().pipeline().figures().ringWait())),
    APPEND(
            "tidegate_journal_append_seconds",
            "Time to write a batch to the journal.",
            Kind.HISTOGRAM,
            (gate, text) ->
                    text.seconds("", gate.tidegate().pipeline().figures().append())),
    FORCE(
            "tidegate_journal_force_seconds",
            "Time to force a batch to the disk; with durability DISK only.",
            Kind.HISTOGRAM,
            (gate, text) ->
                    text.seconds("", gate.tidegate().pipeline().figures().force())),
    APPLY(
            "tidegate_apply_seconds",
            "Time to apply a batch, with the reads between its commands.",
            Kind.HISTOGRAM,
            (gate, text) ->
                    text.seconds("", gate.tidegate().pipeline().figures().apply())),
    BATCH(
            "tidegate_batch_commands",
            "Commands of each batch, ticks included.",
            Kind.HISTOGRAM,
            (gate, text) -> text.counts("", gate.tidegate().pipeline().figures().commands())),
    RING_SLOTS(
            "tidegate_ring_slots",
            "Slots of the ring.",
            Kind.GAUGE,
            gate -> gate.tidegate().pipeline().ringSlots()),
    RING_USED(
            "tidegate_ring_used_slots",
            "Slots of the ring that are in use now: its depth.",
            Kind.GAUGE,
            gate -> gate.tidegate().pipeline().ringSlots()
                    - gate.tidegate().pipeline().freeSlots()),
    SEQUENCE(
            "tidegate_sequence",
            "Sequence of the last command applied.",
            Kind.GAUGE,
            gate -> gate.tidegate().pipeline().figures().sequence()),
    OPEN_ORDERS(
            "tidegate_open_orders",
            "Orders that are not closed.",
            Kind.GAUGE,
            gate -> gate.tidegate().pipeline().figures().openOrders()),
    HOLDS(
            "tidegate_holds_queued",
            "Every hold, and those that ended before their deadline and have not been met in its queue yet.",
            Kind.GAUGE,
            gate -> gate.tidegate().pipeline().figures().holdsQueued()),
    FEED_LAG(
            "tidegate_feed_lag_events",
            "Events made and not in the event log yet; absent where none is kept.",
            Kind.GAUGE,
            Metrics::feedLag),
    FEED_SUBSCRIPTIONS(
            "tidegate_feed_subscriptions",
            "Subscriptions to events, and streams of units left, by what they go over.",
            Kind.GAUGE,
            (gate, feed, text) -> {
                for (final Transport over : Transport.values()) {
                    text.sample(label(over), feed.count(over));
                }
            }),
    FEED_WAITING(
            "tidegate_feed_waiting",
            "Subscriptions that wait for a turn to read old events.",
            Kind.GAUGE,
            (gate, feed, text) -> text.sample("", feed.waiting())),
    FEED_CUTS(
            "tidegate_feed_cuts",
            "Subscriptions and streams cut off because they were too slow, by what they went over.",
            Kind.COUNTER,
            (gate, feed, text) -> {
                for (final Transport over : Transport.values()) {
                    text.sample(label(over), feed.cuts(over));
                }
            }),
    DISK_FREE(
            "tidegate_disk_free_bytes",
            "Free space of the disk that the journal is on; absent where nothing is kept.",
            Kind.GAUGE,
            (gate, text) -> {
                final long free = gate.front().disk().freeBytes();
                if (free >= 0) {
                    text.sample("", free);
                }
            }),
    CLOCK_STEPS(
            "tidegate_clock_steps",
            "Times that the machine's clock was found set by more than a second, forward or back.",
            Kind.COUNTER,
            (gate, text) -> {
                if (gate.tidegate().pipeline().time() instanceof WallClock clock) {
                    text.sample("", clock.steps());
                }
            }),
    CLOCK_DIFFERENCE(
            "tidegate_clock_difference_seconds",
            "The machine's clock less engine time at the last batch: what is left of a step to be worked off.",
            Kind.GAUGE,
            (gate, text) -> {
                if (gate.tidegate().pipeline().time() instanceof WallClock clock) {
                    text.millis(clock.differenceMillis());
                }
            }),
    REPLAYED(
            "tidegate_replayed_commands",
            "Commands replayed at the start.",
            Kind.GAUGE,
            gate -> gate.tidegate().recovery().commands()),
    CALLBACK_FAILURES(
            "tidegate_callback_failures",
            "Answers that could not be passed on: a bug.",
            Kind.COUNTER,
            gate -> gate.tidegate().pipeline().callbackFailures()),
    HEAP_USED(
            "tidegate_heap_used_bytes",
            "Java heap in use, with what is not collected yet.",
            Kind.GAUGE,
            gate -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()),
    HEAP_MAX(
            "tidegate_heap_max_bytes",
            "Java heap at most.",
            Kind.GAUGE,
            gate -> Runtime.getRuntime().maxMemory());

    /** What Prometheus calls it. */
    enum Kind {
        GAUGE,
        COUNTER,
        HISTOGRAM
    }

    /** Writes the samples of a figure. */
    @FunctionalInterface
    interface Samples {
        void write(Gate gate, Feed feed, MetricsText text);
    }

    /** Writes those that the feed has no part in. */
    @FunctionalInterface
    interface GateSamples {
        void write(Gate gate, MetricsText text);
    }

    private final String key;
    private final String meaning;
    private final Kind kind;
    private final Samples samples;

    Metrics(final String key, final String meaning, final Kind kind, final ToLongFunction<Gate> value) {
        this(key, meaning, kind, (gate, feed, text) -> text.sample("", value.applyAsLong(gate)));
    }

    Metrics(final String key, final String meaning, final Kind kind, final GateSamples samples) {
        this(key, meaning, kind, (gate, feed, text) -> samples.write(gate, text));
    }

    Metrics(final String key, final String meaning, final Kind kind, final Samples samples) {
        this.key = key;
        this.meaning = meaning;
        this.kind = kind;
        this.samples = samples;
    }

    private static boolean up(final Gate gate) {
        return gate.tidegate().state().running();
    }

    private static String label(final Transport over) {
        return "over=\"" + over.label() + '"';
    }

    private static void outcomes(final Gate gate, final MetricsText text) {
        final Counters counters = gate.counters();
        for (final OutcomeCode code : OutcomeCode.values()) {
            text.sample("code=\"" + code.name() + '"', counters.outcomes(code));
        }
    }

    private static void feedLag(final Gate gate, final MetricsText text) {
        final EventLog events = gate.tidegate().hasEvents() ? gate.tidegate().events() : null;
        if (events != null) {
            // The log first: what is made meanwhile counts as lag, never as being ahead.
            final long written = events.newest().sequence();
            text.sample("", Math.max(0, gate.tidegate().pipeline().figures().events() - written));
        }
    }

    /** All of it, in Prometheus' text format or in that of OpenMetrics. */
    static String text(final Gate gate, final Feed feed, final boolean openMetrics) {
        final MetricsText text = new MetricsText(openMetrics);
        for (final Metrics metric : values()) {
            text.begin(metric.key, metric.kind, metric.meaning);
            metric.samples.write(gate, feed, text);
        }
        return text.end();
    }

    /** Name, kind and meaning of each, as docs/metrics.md has them. */
    static List<String> rows() {
        return List.of(values()).stream()
                .map(metric -> "| " + metric.key + (metric.kind == Kind.COUNTER ? "_total" : "") + " | "
                        + metric.kind.name().toLowerCase(Locale.ROOT) + " | " + metric.meaning + " |")
                .toList();
    }
}
