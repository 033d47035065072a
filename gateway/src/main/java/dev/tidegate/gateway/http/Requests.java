package dev.tidegate.gateway.http;

import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.wire.Scope;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what a request asks for, checks that its caller may, and has it done. */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private static final int PLACES = 8;

    private final Imports imports;
    private final List<Route> routes;
    private final RouteTable table;

    Requests(final Gate gate, final Feed feed) {
        imports = new Imports(gate);
        routes = List.copyOf(routes(gate, feed));
        table = new RouteTable(routes);
    }

    private static List<Route> routes(final Gate gate, final Feed feed) {
        final List<Route> routes = new ArrayList<>();
        final Names names = new Names();
        final CommandRequests commands = new CommandRequests(gate, names);
        for (final CommandRoute route : CommandRoute.values()) {
            routes.add(new Route(
                    "POST",
                    route.path(),
                    Scope.of(route.kind()),
                    (exchange, path) -> commands.one(route, exchange, path)));
        }
        // A batch may hold commands of any scope: each is checked by itself.
        routes.add(new Route("POST", "/v1/batch", null, commands::batch));
        // Served while the body comes, before a request is looked up here.
        routes.add(new Route("POST", Imports.PATH, null, (exchange, path) -> {
            throw new IllegalStateException("an import is not a whole request");
        }));
        final ExactReads exact = new ExactReads(gate, names);
        new ReadRequests(exact, names).addTo(routes);
        new CatalogueRequests(exact).addTo(routes);
        new PolicyRequests(exact).addTo(routes);
        new EventRequests(gate, feed, names).addTo(routes);
        new UnitsRequests(gate, names).addTo(routes);
        new HoldRequests(gate, names).addTo(routes);
        new SystemRequests(gate, feed).addTo(routes);
        return routes;
    }

    Imports imports() {
        return imports;
    }

    /** The routes, for who compares them with the contract. */
    List<Route> routes() {
        return routes;
    }

    void handle(final Exchange exchange) throws Problem {
        final String method = exchange.method.equals("HEAD") ? "GET" : exchange.method;
        if (!method.equals("GET")) {
            Origins.requireSame(exchange.headers());
        }
        final Route route = table.find(method, exchange.target);
        if (route == null) {
            throw missing(exchange.target);
        }
        handle(route, exchange, route.names(exchange.target));
    }

    private Problem missing(final String target) {
        final List<String> others = new ArrayList<>(table.methods(target));
        if (others.contains("GET")) {
            others.add(others.indexOf("GET") + 1, "HEAD");
        }
        return others.isEmpty()
                ? new Problem(404, "NOT_FOUND", "nothing is served at this path; /docs tells what is")
                : Problem.otherMethods(others);
    }

    private static void handle(final Route route, final Exchange exchange, final Map<String, String> names)
            throws Problem {
        if (route.scope() != null) {
            final Caller caller = exchange.connection.caller(exchange);
            if (!caller.allows(route.scope())) {
                throw new Problem(403, "FORBIDDEN", "the key does not have the scope " + route.scope());
            }
            if (route.scope() == Scope.READ) {
                requireRate(exchange, caller);
            }
        }
        route.action().handle(exchange, names);
    }

    /** Commands are counted where they are taken, since a batch has many. */
    private static void requireRate(final Exchange exchange, final Caller caller) throws Problem {
        final int wait = exchange.connection.gate().keyRates().take(caller.keyId(), 1, System.nanoTime());
        if (wait > 0) {
            throw new Problem(429, "RATE_LIMITED", "too many requests with this key", 1 + wait / 1000);
        }
    }

    /** The first value of each name in the query. Names that are not among those allowed are refused. */
    static Map<String, String> query(final Exchange exchange, final List<String> allowed) throws Problem {
        final Map<String, String> values = new HashMap<>();
        final int mark = exchange.target.indexOf('?');
        if (mark >= 0) {
            try {
                // The decoder behind this one would take what is not UTF-8 for another letter.
                Texts.decoded(exchange.target.substring(mark));
                for (final Map.Entry<String, List<String>> entry :
                        new QueryStringDecoder(exchange.target).parameters().entrySet()) {
                    if (!allowed.contains(entry.getKey())) {
                        throw Problem.badRequest("unknown parameter " + entry.getKey()
                                + (allowed.isEmpty() ? "" : "; known are " + String.join(", ", allowed)));
                    }
                    values.put(entry.getKey(), entry.getValue().get(0));
                }
            } catch (final IllegalArgumentException wrong) {
                throw Problem.badRequest("the query is not UTF-8 in percent encoding");
            }
        }
        return values;
    }

    /** Says where, in one line, and not with what: a message may hold what a caller sent. */
    void report(final RuntimeException bug) {
        LOG.error("a request failed: {} at {}", bug.getClass().getName(), place(bug));
    }

    private static String place(final RuntimeException bug) {
        return Arrays.stream(bug.getStackTrace())
                .limit(PLACES)
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" < "));
    }
}
