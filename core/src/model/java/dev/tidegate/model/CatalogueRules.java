package dev.tidegate.model;

import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.Campaign;
import dev.tidegate.model.Books.Channel;
import dev.tidegate.model.Books.Pair;
import dev.tidegate.model.Books.Place;
import dev.tidegate.model.Books.Sku;
import dev.tidegate.model.Books.Warehouse;
import java.util.List;
import java.util.function.Predicate;

/** SKUs, warehouses, channels and campaigns are defined and retired: docs/rules.md, section 4. */
final class CatalogueRules {
    private final Books books;
    private final Lookup lookup;

    CatalogueRules(final Books books, final Lookup lookup) {
        this.books = books;
        this.lookup = lookup;
    }

    Answer defineSku(final DefineSku c) {
        Sku sku = find(books.skus, known -> known.code.equals(c.code()));
        if (sku == null) {
            checkRoom(books.skus, Limit.SKUS, OutcomeCode.SKUS_FULL);
            sku = new Sku();
            sku.code = c.code();
            books.skus.add(sku);
            sku.number = books.skus.size();
        } else if (sku.retired) {
            throw Refused.of(OutcomeCode.SKU_RETIRED);
        }
        return Answer.accepted(sku.number);
    }

    Answer retireSku(final int number) {
        final Sku sku = lookup.sku(number, 0);
        final long units = unitsOf(place -> place.sku() == number);
        if (units > 0) {
            throw Refused.asked(OutcomeCode.SKU_IN_USE, 0, units);
        }
        sku.retired = true;
        return Answer.accepted(0);
    }

    Answer defineWarehouse(final DefineWarehouse c) {
        Warehouse warehouse = find(books.warehouses, known -> known.code.equals(c.code()));
        if (warehouse == null) {
            checkRoom(books.warehouses, Limit.WAREHOUSES, OutcomeCode.WAREHOUSES_FULL);
            warehouse = new Warehouse();
            warehouse.code = c.code();
            books.warehouses.add(warehouse);
            warehouse.number = books.warehouses.size();
        } else if (warehouse.retired) {
            throw Refused.of(OutcomeCode.WAREHOUSE_RETIRED);
        }
        return Answer.accepted(warehouse.number);
    }

    Answer retireWarehouse(final int number) {
        final Warehouse warehouse = lookup.warehouse(number, 0);
        final long units = unitsOf(place -> place.warehouse() == number);
        final long channels = books.channels.stream()
                .filter(channel -> !channel.retired && channel.warehouses.contains(number))
                .count();
        if (units > 0 || channels > 0) {
            throw Refused.asked(OutcomeCode.WAREHOUSE_IN_USE, 0, units > 0 ? units : channels);
        }
        warehouse.retired = true;
        return Answer.accepted(0);
    }

    Answer defineChannel(final DefineChannel c) {
        for (int i = 0; i < c.warehouses().size(); i++) {
            lookup.warehouse(c.warehouses().get(i), i + 1);
        }
        Channel channel = find(books.channels, known -> known.code.equals(c.code()));
        if (channel == null) {
            checkRoom(books.channels, Limit.CHANNELS, OutcomeCode.CHANNELS_FULL);
            channel = new Channel();
            channel.code = c.code();
            books.channels.add(channel);
            channel.number = books.channels.size();
        } else {
            checkChange(channel, c);
        }
        channel.shipUnpaid = c.shipUnpaid();
        channel.warehouses = List.copyOf(c.warehouses());
        return Answer.accepted(channel.number);
    }

    private void checkChange(final Channel channel, final DefineChannel c) {
        if (channel.retired) {
            throw Refused.of(OutcomeCode.CHANNEL_RETIRED);
        }
        final long quotas = books.quotas.entrySet().stream()
                .filter(entry -> entry.getKey().channel() == channel.number && entry.getValue().mode != QuotaMode.NONE)
                .count();
        if (!channel.warehouses.equals(c.warehouses()) && quotas > 0) {
            throw Refused.asked(OutcomeCode.QUOTA_IN_USE, 0, quotas);
        }
    }

    Answer retireChannel(final int number) {
        final Channel channel = lookup.channel(number);
        final long open = books.orders.values().stream()
                .filter(order -> order.channel == number && !order.closed())
                .count();
        if (open > 0) {
            throw Refused.asked(OutcomeCode.CHANNEL_IN_USE, 0, open);
        }
        channel.retired = true;
        return Answer.accepted(0);
    }

    Answer defineCampaign(final DefineCampaign c) {
        Campaign campaign = find(books.campaigns, known -> known.code.equals(c.code()));
        if (campaign == null) {
            if (c.endMillis() <= books.now) {
                throw Refused.of(OutcomeCode.CAMPAIGN_ENDED);
            }
            checkRoom(books.campaigns, Limit.CAMPAIGNS, OutcomeCode.CAMPAIGNS_FULL);
            campaign = new Campaign();
            campaign.code = c.code();
            books.campaigns.add(campaign);
            campaign.number = books.campaigns.size();
        } else {
            checkChange(campaign, c);
        }
        campaign.start = c.startMillis();
        campaign.end = c.endMillis();
        return Answer.accepted(campaign.number);
    }

    private void checkChange(final Campaign campaign, final DefineCampaign c) {
        final boolean otherStart = campaign.start != c.startMillis();
        if (!otherStart && campaign.end == c.endMillis()) {
            return;
        }
        if (books.now >= campaign.end) {
            throw Refused.of(OutcomeCode.CAMPAIGN_ENDED);
        }
        if (books.now >= campaign.start && otherStart || c.endMillis() <= books.now) {
            throw Refused.of(OutcomeCode.CAMPAIGN_STARTED);
        }
    }

    private long unitsOf(final Predicate<Place> where) {
        long units = 0;
        for (final var entry : books.pairs.entrySet()) {
            if (where.test(entry.getKey())) {
                final Pair pair = entry.getValue();
                units += pair.inHouse()
                        + pair.quarantine
                        + books.shortAt(entry.getKey().sku(), entry.getKey().warehouse());
            }
        }
        return units;
    }

    private void checkRoom(final List<?> known, final Limit limit, final OutcomeCode full) {
        if (known.size() >= books.limit(limit)) {
            throw Refused.of(full);
        }
    }

    private static <T> T find(final List<T> all, final Predicate<T> wanted) {
        return all.stream().filter(wanted).findFirst().orElse(null);
    }
}
