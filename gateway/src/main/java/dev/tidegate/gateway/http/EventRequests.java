package dev.tidegate.gateway.http;

import dev.tidegate.gateway.feed.EventFilter;
import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.feed.FeedStart;
import dev.tidegate.gateway.feed.Outlet;
import dev.tidegate.gateway.feed.Subscriber;
import dev.tidegate.gateway.feed.Transport;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.wire.Scope;
import dev.tidegate.wire.Words;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests that turn their connection into a stream: of events, or of units left. */
final class EventRequests {
    private static final List<String> PARAMETERS = List.of("from", "kinds", "skus", "channels", "orders");
    private static final WebSocketDecoderConfig WEB_SOCKET = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(1024)
            .allowExtensions(false)
            .build();

    private final Gate gate;
    private final Feed feed;
    private final NumberLists lists;

    /** What was asked for. */
    private record Asked(FeedStart start, EventFilter filter) {}

    /** What is done once it is known. */
    @FunctionalInterface
    private interface Then {
        void go(Asked asked) throws Problem;
    }

    EventRequests(final Gate gate, final Feed feed, final Names names) {
        this.gate = gate;
        this.feed = feed;
        lists = new NumberLists(gate, names);
    }

    void addTo(final List<Route> routes) {
        routes.add(new Route("GET", "/v1/events", Scope.READ, this::events));
        routes.add(new Route("GET", "/v1/events/socket", Scope.READ, this::socket));
        // Before /v1/units/{sku}, of which it would be one.
        routes.add(new Route("GET", "/v1/units/stream", Scope.READ, this::units));
    }

    // ---- what is asked for

    private void ask(final Exchange exchange, final @Nullable String lastEventId, final Then then) throws Problem {
        final Map<String, String> query = Requests.query(exchange, PARAMETERS);
        if (gate.closing()) {
            throw Problem.of(OutcomeCode.NOT_RUNNING);
        }
        try {
            gate.tidegate().events();
        } catch (final IllegalStateException none) {
            throw new Problem(503, "UNAVAILABLE", String.valueOf(none.getMessage()));
        }
        final FeedStart start;
        try {
            final String from = query.getOrDefault("from", "end");
            start = FeedStart.parse(lastEventId == null || lastEventId.isEmpty() ? from : lastEventId);
        } catch (final IllegalArgumentException wrong) {
            throw Problem.badRequest("from and Last-Event-ID are start, end or EPOCH:EVENT, such as 1:4711");
        }
        final int[] kinds = kinds(query.get("kinds"));
        final long[] orders = orders(query.get("orders"));
        lists.find(
                exchange,
                "skus",
                Names.Kind.SKU,
                query.get("skus"),
                skus -> lists.find(
                        exchange,
                        "channels",
                        Names.Kind.CHANNEL,
                        query.get("channels"),
                        channels -> then.go(new Asked(start, new EventFilter(kinds, skus, channels, orders)))));
    }

    private static int[] kinds(final @Nullable String said) throws Problem {
        final List<String> texts = NumberLists.texts("kinds", said);
        final int[] kinds = new int[texts.size()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = Words.templateOfKind(texts.get(i));
            if (kinds[i] == 0) {
                throw Problem.badRequest("kinds: there is no kind of event " + texts.get(i));
            }
        }
        return kinds;
    }

    private static long[] orders(final @Nullable String said) throws Problem {
        final List<String> texts = NumberLists.texts("orders", said);
        if (!texts.stream().allMatch(text -> Texts.digits(text, 18))) {
            throw Problem.badRequest("orders must be numbers with commas between them");
        }
        return texts.stream().mapToLong(Long::parseLong).toArray();
    }

    // ---- streams

    private void events(final Exchange exchange, final Map<String, String> path) throws Problem {
        final Caller caller = exchange.connection.caller(exchange);
        ask(exchange, exchange.headers().get("last-event-id"), asked -> {
            if (exchange.method.equals("HEAD")) {
                exchange.answer(new Response(200, SseText.TYPE, "", new byte[0]));
                return;
            }
            exchange.become(() -> {
                enter(caller, Transport.SSE);
                return new SseStream(
                        exchange.connection.channel(),
                        feed.settings().bytesInFlight(),
                        subscribing(exchange, caller, Transport.SSE, asked));
            });
        });
    }

    private void enter(final Caller caller, final Transport over) throws Problem {
        if (!feed.enter(caller, over)) {
            throw new Problem(503, "TOO_MANY", "too many subscriptions and streams, in all or with this key", 1);
        }
    }

    private Function<Outlet, Subscriber> subscribing(
            final Exchange exchange, final Caller caller, final Transport over, final Asked asked) {
        return outlet -> feed.subscribe(
                exchange.connection.channel().eventLoop(), caller, over, asked.filter, asked.start, outlet);
    }

    private void socket(final Exchange exchange, final Map<String, String> path) throws Problem {
        final Caller caller = exchange.connection.caller(exchange);
        final HttpHeaders headers = exchange.headers();
        Origins.requireSame(headers);
        Requests.query(exchange, PARAMETERS);
        final FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.GET, exchange.target, Unpooled.EMPTY_BUFFER, headers, headers);
        final WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory("", null, WEB_SOCKET).newHandshaker(request);
        if (handshaker == null
                || !exchange.method.equals("GET")
                || !headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                || !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            throw new Problem(426, "UPGRADE_REQUIRED", "this path is a WebSocket of version 13");
        }
        ask(
                exchange,
                null,
                asked -> exchange.become(() -> {
                    enter(caller, Transport.WEBSOCKET);
                    final Channel channel = exchange.connection.channel();
                    try {
                        channel.pipeline().addBefore(HttpProtocol.HANDLER, "encoder", new HttpResponseEncoder());
                        handshaker.handshake(channel, request);
                    } catch (final WebSocketHandshakeException wrong) {
                        feed.leave(caller, Transport.WEBSOCKET);
                        throw Problem.badRequest("the WebSocket's greeting makes no sense");
                    }
                    return new WebSocketStream(
                            channel,
                            feed.settings().bytesInFlight(),
                            subscribing(exchange, caller, Transport.WEBSOCKET, asked));
                }));
    }

    private void units(final Exchange exchange, final Map<String, String> path) throws Problem {
        final Caller caller = exchange.connection.caller(exchange);
        final String asked = Requests.query(exchange, List.of("skus")).get("skus");
        if (asked == null) {
            throw Problem.badRequest("skus is needed");
        }
        if (gate.closing()) {
            throw Problem.of(OutcomeCode.NOT_RUNNING);
        }
        lists.find(exchange, "skus", Names.Kind.SKU, asked, skus -> {
            if (exchange.method.equals("HEAD")) {
                exchange.answer(new Response(200, SseText.TYPE, "", new byte[0]));
                return;
            }
            exchange.become(() -> {
                enter(caller, Transport.UNITS);
                return new UnitsStream(
                        exchange.connection.channel(),
                        gate.tidegate().stockView(),
                        caller,
                        skus,
                        feed,
                        gate.settings().stallMillis());
            });
        });
    }
}
