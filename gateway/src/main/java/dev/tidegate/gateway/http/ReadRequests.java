package dev.tidegate.gateway.http;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineReads.LineView;
import dev.tidegate.engine.EngineReads.OfferView;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineReads.RememberedView;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.wire.Scope;
import dev.tidegate.wire.Words;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Exact reads of the engine. */
final class ReadRequests {
    private final ExactReads exact;
    private final Names names;

    ReadRequests(final ExactReads exact, final Names names) {
        this.exact = exact;
        this.names = names;
    }

    void addTo(final List<Route> routes) {
        routes.add(new Route("GET", "/v1/orders/{order}", Scope.READ, this::order));
        routes.add(new Route("GET", "/v1/orders", Scope.READ, this::orderByNumber));
        routes.add(new Route("GET", "/v1/stock/{sku}", Scope.READ, this::stock));
        routes.add(new Route("GET", "/v1/stock/{sku}/offer", Scope.READ, this::offer));
        routes.add(new Route("GET", "/v1/numbers/{kind}/{code}", Scope.READ, this::number));
        routes.add(new Route("GET", "/v1/commands/{id}", Scope.READ, this::remembered));
        routes.add(new Route("GET", "/v1/counts", Scope.READ, (exchange, path) -> {
            Requests.query(exchange, List.of());
            exact.answer(exchange, "", reads -> counts(reads.counts()));
        }));
    }

    private static long number(final @Nullable String text, final String name) throws Problem {
        if (text == null || !Texts.digits(text, 18)) {
            throw Problem.badRequest(name + " must be a number");
        }
        return Long.parseLong(text);
    }

    private void order(final Exchange exchange, final Map<String, String> path) throws Problem {
        Requests.query(exchange, List.of());
        final Caller caller = exchange.connection.caller(exchange);
        final long orderId = number(path.get("order"), "order");
        exact.answerWith(
                exchange,
                reads -> reads.archived(orderId)
                        ? archived(reads, orderId)
                        : ExactReads.found(
                                exchange, "UNKNOWN_ORDER", order(caller, reads.order(orderId)), reads.sequence()));
    }

    private void orderByNumber(final Exchange exchange, final Map<String, String> path) throws Problem {
        final Map<String, String> query = Requests.query(exchange, List.of("channel", "externalNumber"));
        final Caller caller = exchange.connection.caller(exchange);
        final String channel = query.getOrDefault("channel", "");
        final String externalNumber = query.getOrDefault("externalNumber", "");
        if (channel.isEmpty() || externalNumber.isEmpty()) {
            throw Problem.badRequest("channel and externalNumber are needed");
        }
        exact.answerWith(exchange, reads -> {
            final int number = exact.number(reads, Names.Kind.CHANNEL, channel);
            final long archived = caller.allowsChannel(number) ? reads.archived(number, externalNumber) : 0;
            return archived != 0
                    ? archived(reads, archived)
                    : ExactReads.found(
                            exchange,
                            "UNKNOWN_ORDER",
                            order(caller, reads.order(number, externalNumber)),
                            reads.sequence());
        });
    }

    /** An order that has left memory is another answer than one that never was. */
    private static Response archived(final EngineReads reads, final long orderId) {
        final Json json = new Json()
                .begin()
                .field("type", "urn:tidegate:problem:ORDER_ARCHIVED")
                .field("title", "ORDER_ARCHIVED")
                .field("status", 410)
                .field("detail", "it has left memory; its record is the event OrderLeft")
                .field("code", "ORDER_ARCHIVED")
                .field("entityId", orderId)
                .end();
        return new Response(410, Response.PROBLEM, ExactReads.seen(reads.sequence()), json.bytes());
    }

    private static @Nullable Json order(final Caller caller, final @Nullable OrderView order) {
        if (order == null || !caller.allowsChannel(order.channel())) {
            return null;
        }
        return write(new Json(), order);
    }

    /** Writes an order as an object. */
    static Json write(final Json json, final OrderView order) {
        json.begin()
                .field("order", order.orderId())
                .field("channel", order.channel())
                .field("externalNumber", order.externalNumber())
                .field("state", Words.state(order.state()))
                .field("closing", Words.closing(order.closing()))
                .field("paid", order.paid())
                .field("refundRequested", order.refundRequested())
                .field("due", order.due())
                .field("placedSequence", order.placedSequence())
                .field("placedTimeMillis", order.placedTimeMillis())
                .field("deadlineMillis", order.deadlineMillis())
                .field("currency", order.currency())
                .field("totalAmount", order.totalAmount());
        json.name("lines").beginList();
        for (final LineView line : order.lines()) {
            json.begin()
                    .field("line", line.line())
                    .field("sku", line.sku())
                    .field("warehouse", line.warehouse())
                    .field("campaign", line.campaign())
                    .field("asked", line.asked())
                    .field("granted", line.granted())
                    .field("cancelled", line.cancelled())
                    .field("shipped", line.shipped())
                    .field("returned", line.returned())
                    .field("shortUnits", line.shortUnits())
                    .field("netAmount", line.netAmount())
                    .end();
        }
        return json.endList().end();
    }

    private void stock(final Exchange exchange, final Map<String, String> path) throws Problem {
        Requests.query(exchange, List.of());
        final String sku = path.getOrDefault("sku", "");
        exact.answer(exchange, "UNKNOWN_SKU", reads -> {
            final int number = exact.number(reads, Names.Kind.SKU, sku);
            return stock(reads.stock(number), reads.skuCode(number));
        });
    }

    private static @Nullable Json stock(final @Nullable StockView stock, final String code) {
        if (stock == null) {
            return null;
        }
        final Json json = new Json()
                .begin()
                .field("sku", stock.sku())
                .field("code", code)
                .field("retired", stock.retired())
                .field("frozen", stock.frozen())
                .field("safetyStock", stock.safetyStock());
        json.name("warehouses").beginList();
        for (final WarehouseStock at : stock.warehouses()) {
            json.begin()
                    .field("warehouse", at.warehouse())
                    .field("sellable", at.sellable())
                    .field("allotted", at.allotted())
                    .field("held", at.held())
                    .field("sold", at.sold())
                    .field("shipped", at.shipped())
                    .field("quarantine", at.quarantine())
                    .field("shortUnits", at.shortUnits())
                    .end();
        }
        return json.endList().end();
    }

    private void offer(final Exchange exchange, final Map<String, String> path) throws Problem {
        final String channel = Requests.query(exchange, List.of("channel")).getOrDefault("channel", "");
        final String sku = path.getOrDefault("sku", "");
        if (channel.isEmpty()) {
            throw Problem.badRequest("channel is needed");
        }
        final Caller caller = exchange.connection.caller(exchange);
        exact.answer(exchange, "", reads -> {
            final int asked = exact.number(reads, Names.Kind.CHANNEL, channel);
            final OfferView offer =
                    reads.offer(exact.number(reads, Names.Kind.SKU, sku), caller.allowsChannel(asked) ? asked : 0);
            return new Json()
                    .begin()
                    .field("units", offer.units())
                    .field("why", offer.why().name())
                    .end();
        });
    }

    private void number(final Exchange exchange, final Map<String, String> path) throws Problem {
        Requests.query(exchange, List.of());
        final Names.Kind kind = switch (path.getOrDefault("kind", "")) {
            case "sku" -> Names.Kind.SKU;
            case "warehouse" -> Names.Kind.WAREHOUSE;
            case "channel" -> Names.Kind.CHANNEL;
            case "campaign" -> Names.Kind.CAMPAIGN;
            default -> throw new Problem(404, "NOT_FOUND", "a kind is sku, warehouse, channel or campaign");
        };
        final Names.Code code = new Names.Code(kind, path.getOrDefault("code", ""));
        exact.answer(exchange, "UNKNOWN_" + kind, reads -> {
            final int number = names.resolve(reads, code);
            return number == 0
                    ? null
                    : new Json().begin().field("number", number).end();
        });
    }

    private void remembered(final Exchange exchange, final Map<String, String> path) throws Problem {
        Requests.query(exchange, List.of());
        final UUID id = CommandIdText.id(path.getOrDefault("id", ""));
        final int principal = exchange.connection.caller(exchange).principal();
        exact.answer(exchange, "NOT_REMEMBERED", reads -> {
            final RememberedView view =
                    reads.remembered(principal, id.getMostSignificantBits(), id.getLeastSignificantBits());
            return view.code() == null
                    ? null
                    : new Json()
                            .begin()
                            .field("code", view.code().name())
                            .field("number", view.code().number())
                            .field("firstSequence", view.sequence())
                            .field("firstTimeMillis", view.timeMillis())
                            .field("entityId", view.entityId())
                            .end();
        });
    }

    private static Json counts(final Counts counts) {
        return new Json()
                .begin()
                .field("orders", counts.orders())
                .field("openOrders", counts.openOrders())
                .field("orderLines", counts.orderLines())
                .field("idsRemembered", counts.idsRemembered())
                .field("refusalsRemembered", counts.refusalsRemembered())
                .field("numbersRemembered", counts.numbersRemembered())
                .field("purchaseCounters", counts.purchaseCounters())
                .field("skus", counts.skus())
                .field("warehouses", counts.warehouses())
                .field("channels", counts.channels())
                .field("campaigns", counts.campaigns())
                .field("stocks", counts.stocks())
                .field("unitsSellable", counts.unitsSellable())
                .field("unitsAllotted", counts.unitsAllotted())
                .field("unitsHeld", counts.unitsHeld())
                .field("unitsSold", counts.unitsSold())
                .field("unitsShipped", counts.unitsShipped())
                .field("unitsQuarantine", counts.unitsQuarantine())
                .field("unitsShort", counts.unitsShort())
                .field("unitsIn", counts.unitsIn())
                .field("unitsOut", counts.unitsOut())
                .end();
    }
}
