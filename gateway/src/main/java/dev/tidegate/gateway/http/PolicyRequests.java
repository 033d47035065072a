package dev.tidegate.gateway.http;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.TermsView;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.wire.Scope;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Exact reads of what is set for everything: limits and defaults; and of the terms that one line of an order would meet. */
final class PolicyRequests {
    private final ExactReads exact;

    PolicyRequests(final ExactReads exact) {
        this.exact = exact;
    }

    void addTo(final List<Route> routes) {
        routes.add(new Route("GET", "/v1/limits", Scope.READ, (exchange, path) -> {
            Requests.query(exchange, List.of());
            exact.answer(exchange, "", reads -> limits(reads.limits()));
        }));
        routes.add(new Route("GET", "/v1/policies", Scope.READ, (exchange, path) -> {
            Requests.query(exchange, List.of());
            exact.answer(exchange, "", PolicyRequests::defaults);
        }));
        routes.add(new Route("GET", "/v1/terms", Scope.READ, this::terms));
    }

    /** As POST takes them. */
    private static Json limits(final List<Long> values) {
        final Json json = new Json().begin().name("limits").beginList();
        for (final Limit limit : Limit.values()) {
            json.begin()
                    .field("limit", limit.name())
                    .field("value", values.get(limit.ordinal()))
                    .end();
        }
        return json.endList().end();
    }

    private static Json defaults(final EngineReads reads) {
        final Json json = new Json().begin();
        SettingsJson.policy(json, "holdPolicy", reads.defaultHoldPolicy());
        return json.field("timing", SettingsJson.timing(reads.defaultTiming())).end();
    }

    // ---- terms

    private void terms(final Exchange exchange, final Map<String, String> path) throws Problem {
        final Map<String, String> query = Requests.query(exchange, List.of("channel", "sku", "campaign", "buyer"));
        final String channel = query.getOrDefault("channel", "");
        final String sku = query.getOrDefault("sku", "");
        final String campaign = query.getOrDefault("campaign", "0");
        if (channel.isEmpty() || sku.isEmpty() || campaign.isEmpty()) {
            throw Problem.badRequest("channel and sku are needed, and a campaign is not empty");
        }
        final UUID buyer = HoldRequests.buyer(query.get("buyer"));
        final Caller caller = exchange.connection.caller(exchange);
        exact.answerWith(exchange, reads -> {
            final int ofChannel = exact.number(reads, Names.Kind.CHANNEL, channel);
            final int ofSku = exact.number(reads, Names.Kind.SKU, sku);
            final int ofCampaign = exact.number(reads, Names.Kind.CAMPAIGN, campaign);
            final boolean any = ofCampaign == 0 && campaign.equals("0");
            String missing = any || reads.campaignSettings(ofCampaign) != null ? "" : "UNKNOWN_CAMPAIGN";
            missing = reads.skuSettings(ofSku) == null ? "UNKNOWN_SKU" : missing;
            missing = caller.allowsChannel(ofChannel) && reads.channelSettings(ofChannel) != null
                    ? missing
                    : "UNKNOWN_CHANNEL";
            final Json json = missing.isEmpty()
                    ? terms(reads.terms(
                            ofChannel,
                            ofSku,
                            ofCampaign,
                            buyer.getMostSignificantBits(),
                            buyer.getLeastSignificantBits()))
                    : null;
            return ExactReads.found(exchange, missing, json, reads.sequence());
        });
    }

    private static Json terms(final TermsView terms) {
        final Json json = new Json().begin().field("frozen", terms.frozen()).field("safetyStock", terms.safetyStock());
        if (terms.hasQuota()) {
            json.field("quotaLeft", terms.quotaLeft());
        }
        json.field("limitPerBuyer", terms.limitPerBuyer()).field("counted", terms.counted());
        if (terms.hasCap()) {
            json.field("capLeft", terms.capLeft());
        }
        if (terms.endMillis() != 0) {
            json.field("startMillis", terms.startMillis()).field("endMillis", terms.endMillis());
        }
        SettingsJson.allotments(json, terms.allotments());
        return json.end();
    }
}
