package dev.tidegate.model;

import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.model.Books.AllotmentKey;
import dev.tidegate.model.Books.Campaign;
import dev.tidegate.model.Books.Channel;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Pair;
import dev.tidegate.model.Books.Place;
import dev.tidegate.model.Books.Quota;
import dev.tidegate.model.Books.QuotaKey;

/** Moves units between the buckets: docs/rules.md, section 5. */
final class Stock {
    private final Books books;
    private final Counters counters;

    Stock(final Books books, final Counters counters) {
        this.books = books;
        this.counters = counters;
    }

    /** The pair, made when it is new. */
    Pair pair(final int sku, final int warehouse) {
        return books.pairs.computeIfAbsent(new Place(sku, warehouse), place -> new Pair());
    }

    /** Units that stand in stock for a line. */
    static long unitsOf(final Order order, final Line line) {
        return order.holding ? line.live() - line.shortUnits : 0;
    }

    /**
     * Units that have left another bucket become sellable: short lines first, the oldest first of all.
     *
     * @param campaign whose allotment gets what is left, 0 for none
     */
    void becomeSellable(final int sku, final int warehouse, final long units, final int campaign) {
        final Pair pair = pair(sku, warehouse);
        long left = units;
        for (final Order order : books.orders.values()) {
            for (final Line line : order.lines) {
                if (line.sku == sku && line.warehouse == warehouse && line.shortUnits > 0) {
                    final long filled = Math.min(left, line.shortUnits);
                    line.shortUnits -= filled;
                    left -= filled;
                    moveToLine(pair, order, filled);
                }
            }
        }
        if (campaign != 0 && books.now < books.campaign(campaign).end) {
            addToAllotment(campaign, sku, warehouse, left);
        } else {
            pair.sellable += left;
        }
    }

    private static void moveToLine(final Pair pair, final Order order, final long units) {
        if (order.paid) {
            pair.sold += units;
        } else {
            pair.held += units;
        }
    }

    void addToAllotment(final int campaign, final int sku, final int warehouse, final long units) {
        books.allotments.merge(new AllotmentKey(campaign, sku, warehouse), units, Long::sum);
        pair(sku, warehouse).allotted += units;
    }

    /** Lets go {@code units} live units of a line: by a cancel, an expiry, a failed payment. The caller books them on the line. */
    void release(final Order order, final Line line, final long units) {
        counters.giveBack(order, line, units);
        if (!order.holding) {
            return;
        }
        final long shortGone = Math.min(units, line.shortUnits);
        line.shortUnits -= shortGone;
        changeQuotaOnRelease(order, line, units);
        if (units > shortGone) {
            moveToLine(pair(line.sku, line.warehouse), order, shortGone - units);
            becomeSellable(line.sku, line.warehouse, units - shortGone, line.fromAllotment ? line.campaign : 0);
        }
    }

    private void changeQuotaOnRelease(final Order order, final Line line, final long units) {
        final Quota quota = books.quotas.get(new QuotaKey(line.sku, order.channel));
        if (quota != null && !line.fromAllotment && (!order.paid || order.paymentSequence > quota.sequence)) {
            quota.used -= units;
        }
    }

    /** Takes units for a line from sellable or its campaign's allotment, to held, or to sold when the order is paid. */
    void take(final Order order, final Line line, final long units) {
        final Pair pair = pair(line.sku, line.warehouse);
        if (line.fromAllotment) {
            addToAllotment(line.campaign, line.sku, line.warehouse, -units);
        } else {
            pair.sellable -= units;
            final Quota quota = books.quotas.get(new QuotaKey(line.sku, order.channel));
            if (quota != null) {
                quota.used += units;
            }
        }
        moveToLine(pair, order, units);
    }

    /** What was received, corrected or returned to sellable changes the base of the quotas that look there. */
    void changeQuotaBase(final int sku, final int warehouse, final long change) {
        for (final Channel channel : books.channels) {
            final Quota quota = books.quotas.get(new QuotaKey(sku, channel.number));
            if (quota != null && channel.warehouses.contains(warehouse)) {
                quota.base += change;
            }
        }
    }

    /** What a channel's quota leaves; {@link Long#MAX_VALUE} without one. */
    long quotaLeft(final int sku, final int channel) {
        final Quota quota = books.quotas.get(new QuotaKey(sku, channel));
        return quota == null || quota.mode == QuotaMode.NONE ? Long.MAX_VALUE : quota.units() - quota.used;
    }

    /** Gives back what is left of a campaign's allotments, by SKU and warehouse, once its end has come. */
    void endCampaign(final Campaign campaign) {
        campaign.wound = true;
        for (final AllotmentKey key : books.allotments.keySet()) {
            final long left = books.allotments.get(key);
            if (key.campaign() == campaign.number && left > 0) {
                books.allotments.put(key, 0L);
                pair(key.sku(), key.warehouse()).allotted -= left;
                becomeSellable(key.sku(), key.warehouse(), left, 0);
            }
        }
    }
}
