package dev.tidegate.gateway.http;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.HoldPage;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.wire.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds, page by page: those that expire next, exact at one sequence; or those of a SKU or a buyer, by a walk over the
 * orders in short steps, between which commands are applied. docs/decisions/0009 says why there is no index.
 */
final class HoldRequests {
    private static final int STANDARD = 100;
    private static final int MOST = 1000;
    /** Entries of the queue of deadlines that one page looks at: some hundred microseconds of the engine's thread. */
    private static final int MOST_ENTRIES = 10_000;
    /** Orders that one step of a walk looks at; at most some hundred microseconds. */
    private static final int STEP_RECORDS = 2048;

    private static final int SEARCHES = 4;
    private static final Pattern NEXT = Pattern.compile("n(-?[0-9]{1,19})\\.([0-9]{1,18})");
    private static final Pattern WALK = Pattern.compile("w([0-9]{1,9})");

    private final Gate gate;
    private final Names names;
    private final AtomicInteger searches = new AtomicInteger();

    HoldRequests(final Gate gate, final Names names) {
        this.gate = gate;
        this.names = names;
    }

    void addTo(final List<Route> routes) {
        routes.add(new Route("GET", "/v1/holds", Scope.READ, this::holds));
    }

    private void holds(final Exchange exchange, final Map<String, String> path) throws Problem {
        final Map<String, String> query = Requests.query(exchange, List.of("sku", "buyer", "cursor", "limit"));
        if (gate.closing()) {
            throw Problem.of(OutcomeCode.NOT_RUNNING);
        }
        gate.counters().reads.increment();
        final Caller caller = exchange.connection.caller(exchange);
        final Predicate<OrderView> wanted = order -> caller.allowsChannel(order.channel());
        final int limit = limit(query.get("limit"));
        final String cursor = query.get("cursor");
        if (query.containsKey("sku") || query.containsKey("buyer")) {
            final Matcher walk = cursor(WALK, cursor == null ? "w1" : cursor);
            final UUID buyer = buyer(query.get("buyer"));
            new Search(exchange, query.getOrDefault("sku", ""), buyer, wanted, limit)
                    .begin(Math.max(1, Integer.parseInt(walk.group(1))));
        } else {
            final Matcher next = cursor(NEXT, cursor == null ? "n" + Long.MIN_VALUE + ".0" : cursor);
            next(exchange, number(next.group(1)), Long.parseLong(next.group(2)), wanted, limit);
        }
    }

    static int limit(final @Nullable String text) throws Problem {
        if (text == null) {
            return STANDARD;
        }
        if (!Texts.digits(text, 4) || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw Problem.badRequest("limit must be a number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static Matcher cursor(final Pattern form, final String text) throws Problem {
        final Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            throw Problem.badRequest("cursor is not one that this search gave");
        }
        return matcher;
    }

    private static long number(final String text) throws Problem {
        try {
            return Long.parseLong(text);
        } catch (final NumberFormatException tooLarge) {
            throw Problem.badRequest("cursor is not one that this search gave");
        }
    }

    static UUID buyer(final @Nullable String text) throws Problem {
        if (text == null) {
            return new UUID(0, 0);
        }
        final String digits = text.replace("-", "");
        if (!digits.matches("[0-9a-fA-F]{32}") || digits.matches("0+")) {
            throw Problem.badRequest("buyer must be 32 hexadecimal digits, not all 0");
        }
        return new UUID(
                Long.parseUnsignedLong(digits.substring(0, 16), 16), Long.parseUnsignedLong(digits.substring(16), 16));
    }

    // ---- those that expire next

    private void next(
            final Exchange exchange,
            final long afterDeadline,
            final long afterSequence,
            final Predicate<OrderView> wanted,
            final int limit) {
        gate.tidegate()
                .pipeline()
                .read(reads -> {
                    final HoldPage page = reads.holds(afterDeadline, afterSequence, wanted, limit, MOST_ENTRIES);
                    final List<OrderView> orders = page.orders();
                    final OrderView last = orders.isEmpty() ? null : orders.get(orders.size() - 1);
                    final String cursor = page.complete() || last == null
                            ? null
                            : "n" + last.deadlineMillis() + "." + last.placedSequence();
                    return response(exchange, orders, cursor, page.complete(), reads.sequence(), reads.sequence());
                })
                .whenComplete((response, failure) -> exchange.answerLater(
                        response != null ? response : Response.of(HttpConnection.problem(failure))));
    }

    // ---- those of a SKU or a buyer

    /** One page of a walk. Each step is a read of its own; the next one is asked for when it has been answered. */
    private final class Search {
        private final Exchange exchange;
        private final String sku;
        private final UUID buyer;
        private final Predicate<OrderView> wanted;
        private final int limit;
        private final List<OrderView> found = new ArrayList<>();
        private int looked;
        private int next;
        private long firstSequence;

        Search(
                final Exchange exchange,
                final String sku,
                final UUID buyer,
                final Predicate<OrderView> wanted,
                final int limit) {
            this.exchange = exchange;
            this.sku = sku;
            this.buyer = buyer;
            this.wanted = wanted;
            this.limit = limit;
        }

        void begin(final int from) throws Problem {
            if (searches.incrementAndGet() > SEARCHES) {
                searches.decrementAndGet();
                throw new Problem(429, "TOO_MANY_SEARCHES", "so many searches go on already", 1);
            }
            step(from);
        }

        private void step(final int from) {
            gate.tidegate()
                    .pipeline()
                    .<@Nullable Response>read(reads -> page(reads, from))
                    .whenComplete((response, failure) -> {
                        if (failure != null) {
                            end(Response.of(HttpConnection.problem(failure)));
                        } else if (response != null) {
                            end(response);
                        } else {
                            step(next);
                        }
                    });
        }

        /** One step, on the engine's thread; the answer when it was the last. */
        private @Nullable Response page(final EngineReads reads, final int from) {
            firstSequence = firstSequence == 0 ? reads.sequence() : firstSequence;
            final int number = sku.isEmpty() ? 0 : skuNumber(reads);
            if (!sku.isEmpty() && number == 0) {
                return Response.of(new Problem(404, "UNKNOWN_SKU", "there is none in memory"));
            }
            final HoldPage page = reads.search(
                    from,
                    Math.min(STEP_RECORDS, gate.settings().searchRecords() - looked),
                    number,
                    buyer.getMostSignificantBits(),
                    buyer.getLeastSignificantBits(),
                    wanted,
                    limit - found.size());
            found.addAll(page.orders());
            looked += page.looked();
            next = page.next();
            if (page.complete()
                    || found.size() == limit
                    || looked >= gate.settings().searchRecords()) {
                return response(
                        exchange,
                        found,
                        page.complete() ? null : "w" + next,
                        page.complete(),
                        firstSequence,
                        reads.sequence());
            }
            return null;
        }

        private int skuNumber(final EngineReads reads) {
            if (Texts.digits(sku, 9)) {
                return reads.skuCode(Integer.parseInt(sku)).isEmpty() ? 0 : Integer.parseInt(sku);
            }
            final String code = sku.startsWith("code:") ? sku.substring(5) : sku;
            return names.resolve(reads, new Names.Code(Names.Kind.SKU, code));
        }

        private void end(final Response response) {
            searches.decrementAndGet();
            exchange.answerLater(response);
        }
    }

    private static Response response(
            final Exchange exchange,
            final List<OrderView> orders,
            final @Nullable String cursor,
            final boolean complete,
            final long fromSequence,
            final long sequence) {
        final Json json = new Json().begin().name("holds").beginList();
        for (final OrderView order : orders) {
            ReadRequests.write(json, order);
        }
        json.endList().field("complete", complete);
        if (cursor != null) {
            json.field("cursor", cursor);
        }
        final long hash = json.hash();
        json.field("fromSequence", fromSequence).field("sequence", sequence).end();
        return ExactReads.tagged(exchange, json, hash, sequence);
    }
}
