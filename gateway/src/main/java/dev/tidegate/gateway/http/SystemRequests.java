package dev.tidegate.gateway.http;

import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.wire.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What is asked about the gateway itself: whether it lives, what it counts, what it understands. */
final class SystemRequests {
    private static final String YAML = "application/yaml; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Gate gate;
    private final Feed feed;
    private final String contract = contract();
    private final String page = DocsPage.of(contract);

    SystemRequests(final Gate gate, final Feed feed) {
        this.gate = gate;
        this.feed = feed;
    }

    void addTo(final List<Route> routes) {
        routes.add(new Route("GET", "/livez", null, (exchange, path) -> exchange.answer(state("live"))));
        routes.add(new Route("GET", "/readyz", null, (exchange, path) -> exchange.answer(ready())));
        routes.add(new Route("GET", "/metrics", Scope.METRICS, (exchange, path) -> exchange.answer(metrics(exchange))));
        routes.add(new Route(
                "GET", "/openapi.yaml", null, (exchange, path) -> exchange.answer(Response.text(YAML, contract))));
        routes.add(new Route("GET", "/docs", null, (exchange, path) -> exchange.answer(Response.text(HTML, page))));
    }

    private Response metrics(final Exchange exchange) {
        final boolean open = exchange.accept != null && exchange.accept.contains("application/openmetrics-text");
        return Response.text(open ? OPENMETRICS : PROMETHEUS, Metrics.text(gate, feed, open));
    }

    private static Response state(final String word) {
        return Response.json(new Json().begin().field("state", word).end());
    }

    private Response ready() throws Problem {
        if (gate.closing()) {
            throw new Problem(503, "NOT_READY", "the gateway is going down");
        }
        if (!gate.tidegate().state().running()) {
            throw new Problem(503, "NOT_READY", "the engine has stopped");
        }
        if (gate.front().disk().low()) {
            throw new Problem(503, "NOT_READY", "the disk is nearly full; new orders are refused");
        }
        return state("ready");
    }

    /** The contract as it is served. */
    static String contract() {
        try (InputStream in = SystemRequests.class.getResourceAsStream("openapi.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
