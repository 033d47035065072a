package dev.tidegate.model;

import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.ReturnToStock;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.AllotmentKey;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Pair;
import dev.tidegate.model.Books.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Stock comes in, is corrected, comes back, is ring-fenced: docs/rules.md, sections 4 and 5. */
final class StockRules {
    private static final long MOST_UNITS = 1_000_000_000_000L;

    private final Books books;
    private final Lookup lookup;
    private final Stock stock;
    private final Expiry expiry;

    StockRules(final Books books, final Lookup lookup, final Stock stock, final Expiry expiry) {
        this.books = books;
        this.lookup = lookup;
        this.stock = stock;
        this.expiry = expiry;
    }

    Answer receive(final ReceiveStock c) {
        lookup.sku(c.sku(), 0);
        lookup.warehouse(c.warehouse(), 0);
        comeIn(c.sku(), c.warehouse(), c.quantity());
        return Answer.accepted(0);
    }

    private void comeIn(final int sku, final int warehouse, final long units) {
        final Pair known = books.pairs.get(new Place(sku, warehouse));
        if (known == null && books.pairs.size() >= books.limit(Limit.STOCKS)) {
            throw Refused.of(OutcomeCode.STOCKS_FULL);
        }
        final long room = MOST_UNITS - (known == null ? 0 : known.total());
        if (units > room) {
            throw Refused.asked(OutcomeCode.STOCK_OVERFLOW, units, room);
        }
        stock.becomeSellable(sku, warehouse, units, 0);
        stock.changeQuotaBase(sku, warehouse, units);
    }

    Answer adjust(final AdjustStock c) {
        lookup.sku(c.sku(), 0);
        lookup.warehouse(c.warehouse(), 0);
        final Pair pair = books.pairs.get(new Place(c.sku(), c.warehouse()));
        final long inHouse = pair == null ? 0 : pair.inHouse();
        final long difference = c.mode() == AdjustMode.BY ? c.quantity() : c.quantity() - inHouse;
        if (difference > 0) {
            comeIn(c.sku(), c.warehouse(), difference);
        } else if (difference < 0) {
            if (-difference > inHouse) {
                throw Refused.asked(OutcomeCode.BELOW_ZERO, -difference, inHouse);
            }
            if (-difference > pair.sellable) {
                expiry.settle(Set.of(c.sku()));
            }
            goMissing(c.sku(), c.warehouse(), -difference);
            stock.changeQuotaBase(c.sku(), c.warehouse(), difference);
        }
        return Answer.accepted(0);
    }

    private void goMissing(final int sku, final int warehouse, final long units) {
        final Pair pair = stock.pair(sku, warehouse);
        final long fromSellable = Math.min(units, pair.sellable);
        pair.sellable -= fromSellable;
        long left = units - fromSellable;
        for (int campaign = books.campaigns.size(); campaign > 0; campaign--) {
            final long taken = Math.min(left, books.allotment(campaign, sku, warehouse));
            if (taken > 0) {
                stock.addToAllotment(campaign, sku, warehouse, -taken);
                left -= taken;
            }
        }
        final long fromHeld = takeFromLines(sku, warehouse, left, false);
        pair.held -= fromHeld;
        pair.sold -= takeFromLines(sku, warehouse, left - fromHeld, true);
    }

    /** Makes lines short, the latest order first, its last line first. */
    private long takeFromLines(final int sku, final int warehouse, final long units, final boolean paid) {
        long left = units;
        final List<Order> latestFirst = new ArrayList<>(books.orders.values());
        Collections.reverse(latestFirst);
        for (final Order order : latestFirst) {
            for (int i = order.lines.size() - 1; i >= 0; i--) {
                final Line line = order.lines.get(i);
                if (order.paid == paid && line.sku == sku && line.warehouse == warehouse) {
                    final long taken = Math.min(left, Stock.unitsOf(order, line));
                    line.shortUnits += taken;
                    left -= taken;
                }
            }
        }
        return units - left;
    }

    Answer returnToStock(final ReturnToStock c) {
        lookup.sku(c.sku(), 0);
        lookup.warehouse(c.warehouse(), 0);
        final Pair pair = books.pairs.get(new Place(c.sku(), c.warehouse()));
        final boolean shipped = c.from() == ReturnFrom.SHIPPED;
        final long there = pair == null ? 0 : shipped ? pair.shipped : pair.quarantine;
        if (c.quantity() > there) {
            throw Refused.asked(OutcomeCode.NOT_IN_BUCKET, c.quantity(), there);
        }
        if (shipped) {
            pair.shipped -= c.quantity();
        } else {
            pair.quarantine -= c.quantity();
        }
        comeBack(c.sku(), c.warehouse(), c.quantity(), c.grade());
        return Answer.accepted(0);
    }

    /** Units that left a bucket go where their grade sends them. */
    void comeBack(final int sku, final int warehouse, final long units, final Grade grade) {
        switch (grade) {
            case SELLABLE -> {
                stock.becomeSellable(sku, warehouse, units, 0);
                stock.changeQuotaBase(sku, warehouse, units);
            }
            case QUARANTINE -> stock.pair(sku, warehouse).quarantine += units;
            case SCRAP -> {}
        }
    }

    Answer setAllotment(final SetAllotment c) {
        final var campaign = lookup.campaign(c.campaign());
        lookup.sku(c.sku(), 0);
        lookup.warehouse(c.warehouse(), 0);
        if (!campaign.items.containsKey(c.sku())) {
            throw Refused.of(OutcomeCode.SKU_NOT_IN_CAMPAIGN);
        }
        checkRoom(c);
        if (missing(c) > 0) {
            expiry.settle(Set.of(c.sku()));
            if (missing(c) > 0) {
                throw Refused.asked(OutcomeCode.OUT_OF_STOCK, toAdd(c), sellable(c));
            }
        }
        final long change = toAdd(c);
        if (change >= 0) {
            stock.pair(c.sku(), c.warehouse()).sellable -= change;
            stock.addToAllotment(c.campaign(), c.sku(), c.warehouse(), change);
        } else {
            stock.addToAllotment(c.campaign(), c.sku(), c.warehouse(), change);
            stock.becomeSellable(c.sku(), c.warehouse(), -change, 0);
        }
        return Answer.accepted(0);
    }

    private void checkRoom(final SetAllotment c) {
        final boolean newPair = !books.pairs.containsKey(new Place(c.sku(), c.warehouse()));
        final boolean newAllotment =
                !books.allotments.containsKey(new AllotmentKey(c.campaign(), c.sku(), c.warehouse()));
        final long limit = books.limit(Limit.STOCKS);
        if (newPair && books.pairs.size() >= limit || newAllotment && books.allotments.size() >= limit) {
            throw Refused.of(OutcomeCode.STOCKS_FULL);
        }
    }

    private long toAdd(final SetAllotment c) {
        return c.quantity() - books.allotment(c.campaign(), c.sku(), c.warehouse());
    }

    private long sellable(final SetAllotment c) {
        final Pair pair = books.pairs.get(new Place(c.sku(), c.warehouse()));
        return pair == null ? 0 : pair.sellable;
    }

    private long missing(final SetAllotment c) {
        return toAdd(c) - sellable(c);
    }
}
