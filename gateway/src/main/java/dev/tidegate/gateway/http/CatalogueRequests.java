package dev.tidegate.gateway.http;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.CampaignItem;
import dev.tidegate.engine.EngineReads.CampaignSettings;
import dev.tidegate.engine.EngineReads.ChannelSettings;
import dev.tidegate.engine.EngineReads.ItemPage;
import dev.tidegate.engine.EngineReads.SkuSettings;
import dev.tidegate.engine.EngineReads.WarehouseSettings;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.wire.Scope;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Exact reads of the catalogue: everything that a command sets, one by one and in pages in the order of numbers. */
final class CatalogueRequests {
    /** Items of all campaigns that one page looks at; at most some hundred microseconds of the engine's thread. */
    private static final int MOST_RECORDS = 10_000;

    private final ExactReads exact;

    /** Reads a thing by its number; null when there is none. */
    @FunctionalInterface
    private interface ByNumber<T> {
        @Nullable
        T read(EngineReads reads, int number);
    }

    CatalogueRequests(final ExactReads exact) {
        this.exact = exact;
    }

    void addTo(final List<Route> routes) {
        add(
                routes,
                "/v1/skus",
                (exchange, path) -> list(exchange, "skus", EngineReads::skuSettings, sku -> true, SettingsJson::sku));
        add(routes, "/v1/skus/{sku}", this::sku);
        add(
                routes,
                "/v1/warehouses",
                (exchange, path) -> list(
                        exchange,
                        "warehouses",
                        EngineReads::warehouseSettings,
                        warehouse -> true,
                        SettingsJson::warehouse));
        add(routes, "/v1/warehouses/{warehouse}", this::warehouse);
        add(routes, "/v1/channels", this::channels);
        add(routes, "/v1/channels/{channel}", this::channel);
        add(
                routes,
                "/v1/campaigns",
                (exchange, path) -> list(
                        exchange,
                        "campaigns",
                        EngineReads::campaignSettings,
                        campaign -> true,
                        SettingsJson::campaign));
        add(routes, "/v1/campaigns/{campaign}", this::campaign);
        add(routes, "/v1/campaigns/{campaign}/items", this::items);
        add(routes, "/v1/campaigns/{campaign}/items/{sku}", this::item);
    }

    private static void add(final List<Route> routes, final String template, final Route.Action action) {
        routes.add(new Route("GET", template, Scope.READ, action));
    }

    // ---- one

    private void sku(final Exchange exchange, final Map<String, String> path) throws Problem {
        Requests.query(exchange, List.of());
        final Caller caller = exchange.connection.caller(exchange);
        final String asked = path.getOrDefault("sku", "");
        exact.answer(exchange, "UNKNOWN_SKU", reads -> {
            final SkuSettings sku = reads.skuSettings(exact.number(reads, Names.Kind.SKU, asked));
            if (sku == null) {
                return null;
            }
            final Json json = new Json().begin();
            SettingsJson.fields(json, sku);
            SettingsJson.ofChannels(
                    json,
                    reads.skuOfChannels(sku.sku()).stream()
                            .filter(of -> caller.allowsChannel(of.channel()))
                            .toList());
            return json.end();
        });
    }

    private void warehouse(final Exchange exchange, final Map<String, String> path) throws Problem {
        Requests.query(exchange, List.of());
        final String asked = path.getOrDefault("warehouse", "");
        exact.answer(exchange, "UNKNOWN_WAREHOUSE", reads -> {
            final WarehouseSettings warehouse =
                    reads.warehouseSettings(exact.number(reads, Names.Kind.WAREHOUSE, asked));
            return warehouse == null ? null : SettingsJson.warehouse(new Json(), warehouse);
        });
    }

    private void channel(final Exchange exchange, final Map<String, String> path) throws Problem {
        Requests.query(exchange, List.of());
        final Caller caller = exchange.connection.caller(exchange);
        final String asked = path.getOrDefault("channel", "");
        exact.answer(exchange, "UNKNOWN_CHANNEL", reads -> {
            final int number = exact.number(reads, Names.Kind.CHANNEL, asked);
            final ChannelSettings channel = caller.allowsChannel(number) ? reads.channelSettings(number) : null;
            return channel == null ? null : SettingsJson.channel(new Json(), channel);
        });
    }

    private void campaign(final Exchange exchange, final Map<String, String> path) throws Problem {
        Requests.query(exchange, List.of());
        final String asked = path.getOrDefault("campaign", "");
        exact.answer(exchange, "UNKNOWN_CAMPAIGN", reads -> {
            final CampaignSettings campaign = reads.campaignSettings(exact.number(reads, Names.Kind.CAMPAIGN, asked));
            return campaign == null ? null : SettingsJson.campaign(new Json(), campaign);
        });
    }

    private void item(final Exchange exchange, final Map<String, String> path) throws Problem {
        Requests.query(exchange, List.of());
        final String askedCampaign = path.getOrDefault("campaign", "");
        final String askedSku = path.getOrDefault("sku", "");
        exact.answerWith(exchange, reads -> {
            final int campaign = exact.number(reads, Names.Kind.CAMPAIGN, askedCampaign);
            final int sku = exact.number(reads, Names.Kind.SKU, askedSku);
            final CampaignItem item = reads.campaignItem(campaign, sku);
            return ExactReads.found(
                    exchange,
                    missing(reads, campaign, sku),
                    item == null ? null : SettingsJson.item(new Json(), item),
                    reads.sequence());
        });
    }

    /** Why a campaign may not have a SKU. */
    private static String missing(final EngineReads reads, final int campaign, final int sku) {
        if (reads.campaignSettings(campaign) == null) {
            return "UNKNOWN_CAMPAIGN";
        }
        return reads.skuSettings(sku) == null ? "UNKNOWN_SKU" : "SKU_NOT_IN_CAMPAIGN";
    }

    // ---- many

    private void channels(final Exchange exchange, final Map<String, String> path) throws Problem {
        final Caller caller = exchange.connection.caller(exchange);
        list(
                exchange,
                "channels",
                EngineReads::channelSettings,
                channel -> caller.allowsChannel(channel.channel()),
                SettingsJson::channel);
    }

    /** A page of so many numbers behind the cursor; of those, what the caller may see. */
    private <T> void list(
            final Exchange exchange,
            final String name,
            final ByNumber<T> things,
            final Predicate<T> shown,
            final BiConsumer<Json, T> writer)
            throws Problem {
        final Map<String, String> query = Requests.query(exchange, List.of("cursor", "limit"));
        final int limit = HoldRequests.limit(query.get("limit"));
        final int from = cursor(query.get("cursor"));
        exact.answer(exchange, "", reads -> {
            final Json json = new Json().begin().name(name).beginList();
            int next = from;
            for (T thing = things.read(reads, next); thing != null && next - from < limit; ) {
                if (shown.test(thing)) {
                    writer.accept(json, thing);
                }
                thing = things.read(reads, ++next);
            }
            return end(json, things.read(reads, next) == null ? 0 : next);
        });
    }

    private void items(final Exchange exchange, final Map<String, String> path) throws Problem {
        final Map<String, String> query = Requests.query(exchange, List.of("cursor", "limit"));
        final int limit = HoldRequests.limit(query.get("limit"));
        final int from = cursor(query.get("cursor"));
        final String asked = path.getOrDefault("campaign", "");
        exact.answer(exchange, "UNKNOWN_CAMPAIGN", reads -> {
            final int campaign = exact.number(reads, Names.Kind.CAMPAIGN, asked);
            if (reads.campaignSettings(campaign) == null) {
                return null;
            }
            final ItemPage page = reads.campaignItems(campaign, from, MOST_RECORDS, limit);
            final Json json = new Json().begin().name("items").beginList();
            page.items().forEach(item -> SettingsJson.item(json, item));
            return end(json, page.next());
        });
    }

    /** The number to go on with, 1 at the beginning. */
    private static int cursor(final @Nullable String text) throws Problem {
        if (text == null) {
            return 1;
        }
        if (!Texts.digits(text, 9) || Integer.parseInt(text) < 1) {
            throw Problem.badRequest("cursor is not one that this list gave");
        }
        return Integer.parseInt(text);
    }

    private static Json end(final Json json, final int next) {
        json.endList().field("complete", next == 0);
        if (next != 0) {
            json.field("cursor", Integer.toString(next));
        }
        return json.end();
    }
}
