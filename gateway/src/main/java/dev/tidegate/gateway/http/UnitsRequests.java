package dev.tidegate.gateway.http;

import dev.tidegate.gateway.net.Gate;
import dev.tidegate.view.StockView;
import dev.tidegate.wire.Scope;
import java.util.List;
import java.util.Map;

/** The published view of what is left: for everybody who polls, at no cost for the engine. */
final class UnitsRequests {
    private final Gate gate;
    private final NumberLists lists;

    UnitsRequests(final Gate gate, final Names names) {
        this.gate = gate;
        lists = new NumberLists(gate, names);
    }

    void addTo(final List<Route> routes) {
        routes.add(new Route("GET", "/v1/units", Scope.READ, this::batch));
        routes.add(new Route("GET", "/v1/units/{sku}", Scope.READ, this::one));
    }

    private void batch(final Exchange exchange, final Map<String, String> path) throws Problem {
        final String asked = Requests.query(exchange, List.of("skus")).get("skus");
        if (asked == null) {
            throw Problem.badRequest("skus is needed");
        }
        gate.counters().reads.increment();
        lists.find(exchange, "skus", Names.Kind.SKU, asked, skus -> {
            final StockView view = gate.tidegate().stockView();
            // Before the SKUs are: so each of them is as of this command or a later one.
            final long sequence = view.sequence();
            final Json json = new Json().begin().field("sequence", sequence);
            final int behindSequence = json.length();
            json.name("skus").beginList();
            view.readAll(skus, new UnitsJson(json));
            json.endList().end();
            exchange.answer(ExactReads.tagged(exchange, json, json.hash(behindSequence), sequence));
        });
    }

    private void one(final Exchange exchange, final Map<String, String> path) throws Problem {
        Requests.query(exchange, List.of());
        gate.counters().reads.increment();
        final String asked = path.getOrDefault("sku", "");
        lists.find(exchange, "sku", Names.Kind.SKU, asked, skus -> {
            final StockView view = gate.tidegate().stockView();
            final long sequence = view.sequence();
            if (skus.length != 1 || view.get(skus[0]) == null) {
                throw new Problem(404, "UNKNOWN_SKU", "there is no such SKU");
            }
            final Json json = new Json();
            view.read(skus[0], new UnitsJson(json));
            exchange.answer(ExactReads.tagged(exchange, json, json.hash(), sequence));
        });
    }
}
