package dev.tidegate.model;

import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetFreeze;
import dev.tidegate.message.Command.SetHoldPolicy;
import dev.tidegate.message.Command.SetHoldTiming;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Command.SetSafetyStock;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.Channel;
import dev.tidegate.model.Books.Item;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Pair;
import dev.tidegate.model.Books.Place;
import dev.tidegate.model.Books.Policy;
import dev.tidegate.model.Books.Quota;
import dev.tidegate.model.Books.QuotaKey;
import dev.tidegate.model.Books.Sku;
import java.util.List;
import java.util.Set;

/** Policies, campaign items, quotas, freezes and limits are set: docs/rules.md, sections 3 and 4. */
final class PolicyRules {
    private final Books books;
    private final Lookup lookup;
    private final IdMemory ids;
    private final Expiry expiry;

    PolicyRules(final Books books, final Lookup lookup, final IdMemory ids, final Expiry expiry) {
        this.books = books;
        this.lookup = lookup;
        this.ids = ids;
        this.expiry = expiry;
    }

    Answer setCampaignItem(final SetCampaignItem c) {
        final var campaign = lookup.campaign(c.campaign());
        lookup.sku(c.sku(), 0);
        final Item item = campaign.items.computeIfAbsent(c.sku(), sku -> new Item());
        item.limitPerBuyer = c.limitPerBuyer();
        item.cap = c.capUnits();
        return Answer.accepted(0);
    }

    Answer setHoldPolicy(final SetHoldPolicy c) {
        final Policy policy =
                new Policy(c.initialMillis(), c.extendedMillis(), c.maximumMillis(), c.anchor(), c.onPaymentFailure());
        switch (c.scope()) {
            case DEFAULT -> books.defaultPolicy = policy;
            case CHANNEL -> lookup.channel(c.target()).policy = policy;
            case SKU -> lookup.sku(c.target(), 0).policy = policy;
            case CAMPAIGN -> lookup.campaign(c.target()).policy = policy;
        }
        return Answer.accepted(0);
    }

    Answer setSafetyStock(final SetSafetyStock c) {
        final Sku sku = lookup.sku(c.sku(), 0);
        if (c.channel() == 0) {
            sku.safety = c.quantity();
        } else {
            lookup.channel(c.channel());
            sku.safetyByChannel.put(c.channel(), c.quantity());
        }
        return Answer.accepted(0);
    }

    Answer setChannelQuota(final SetChannelQuota c) {
        lookup.sku(c.sku(), 0);
        final Channel channel = lookup.channel(c.channel());
        expiry.settle(Set.of(c.sku()));
        final Quota quota = new Quota();
        quota.mode = c.mode();
        quota.value = c.value();
        quota.sequence = books.sequence;
        for (final int warehouse : channel.warehouses) {
            final Pair pair = books.pairs.get(new Place(c.sku(), warehouse));
            quota.base += pair == null ? 0 : pair.sellable + pair.held;
        }
        quota.used = liveUnpaidFromSellable(c.sku(), c.channel());
        books.quotas.put(new QuotaKey(c.sku(), c.channel()), quota);
        return Answer.accepted(0);
    }

    private long liveUnpaidFromSellable(final int sku, final int channel) {
        long units = 0;
        for (final Order order : books.orders.values()) {
            if (order.channel == channel && !order.closed() && !order.paid && order.holding) {
                for (final Line line : order.lines) {
                    units += line.sku == sku && !line.fromAllotment ? line.live() : 0;
                }
            }
        }
        return units;
    }

    Answer setPurchaseLimit(final SetPurchaseLimit c) {
        final Sku sku = lookup.sku(c.sku(), 0);
        sku.limitPerBuyer = c.limitPerBuyer();
        sku.periodMillis = c.periodMillis();
        return Answer.accepted(0);
    }

    Answer setFreeze(final SetFreeze c) {
        lookup.sku(c.sku(), 0).frozen = c.frozen();
        return Answer.accepted(0);
    }

    Answer setHoldTiming(final SetHoldTiming c) {
        if (c.channel() == 0) {
            books.defaultTiming = c.timing();
        } else {
            lookup.channel(c.channel()).timing = c.timing();
        }
        return Answer.accepted(0);
    }

    Answer setLimits(final SetLimits c) {
        final List<LimitValue> entries = c.limits();
        for (int i = 0; i < entries.size(); i++) {
            final long used = inUse(entries.get(i).limit());
            if (used > entries.get(i).value()) {
                throw Refused.line(
                        OutcomeCode.LIMIT_BELOW_USE, i + 1, entries.get(i).value(), used);
            }
        }
        for (final LimitValue entry : entries) {
            final long before = books.limits.put(entry.limit(), entry.value());
            if (entry.limit() == Limit.ID_HORIZON_MILLIS && entry.value() > before) {
                ids.raiseFloor(before);
            }
        }
        return Answer.accepted(0);
    }

    private long inUse(final Limit limit) {
        return switch (limit) {
            case IDS_REMEMBERED -> ids.acceptedCount();
            case REFUSALS_REMEMBERED -> ids.refusedCount();
            case EXTERNALS_REMEMBERED -> books.numbers.size();
            case ORDERS -> books.orders.size();
            case ORDER_LINES -> books.linesInMemory();
            case PURCHASE_COUNTERS -> books.counters.size();
            case SKUS -> books.skus.size();
            case WAREHOUSES -> books.warehouses.size();
            case CHANNELS -> books.channels.size();
            case CAMPAIGNS -> books.campaigns.size();
            case STOCKS -> Math.max(books.pairs.size(), books.allotments.size());
            default -> 0;
        };
    }
}
