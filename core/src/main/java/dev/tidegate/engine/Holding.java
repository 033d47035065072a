package dev.tidegate.engine;

import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderLines;
import dev.tidegate.stock.Bucket;
import dev.tidegate.stock.PurchaseCounters;

/** Moves the units of order lines between buckets, and keeps quotas, caps and purchase counters in step. */
final class Holding {
    private final State state;
    private final ShortLines shortLines;

    Holding(final State state, final ShortLines shortLines) {
        this.state = state;
        this.shortLines = shortLines;
    }

    /** The bucket in which an order's units stand while they are in the house. */
    static int bucketOf(final State state, final int order) {
        return state.orders.has(order, OrderBook.FLAG_PAID) ? Bucket.SOLD : Bucket.HELD;
    }

    private void about(final int order, final int line, final int reason) {
        state.events.about(state.orders.id(order), state.lines.number(line), state.campaignOf(line), reason);
    }

    /** Takes what a line was granted from sellable or its allotment into a bucket. */
    void take(final long orderId, final int channel, final BasketLine line, final int bucket) {
        final long units = line.granted;
        state.events.about(orderId, line.number, line.campaign, 0);
        if (line.fromAllotment) {
            state.stocks.move(line.stock, Bucket.ALLOTTED, bucket, units);
            state.campaigns.changeLeft(state.campaigns.allotment(line.campaign, line.stock), -units);
        } else {
            state.stocks.move(line.stock, Bucket.SELLABLE, bucket, units);
            final int offer = line.offer != 0 ? line.offer : state.offers.findOrAdd(line.sku, channel);
            state.offers.count(offer, bucket == Bucket.HELD ? units : 0, units);
        }
    }

    /** Counts what a line was granted for its buyer and its campaign. */
    void count(final Basket basket, final BasketLine line) {
        if (line.counted) {
            state.counters.count(
                    basket.count == 1 ? line.counter : PurchaseCounters.UNKNOWN,
                    basket.buyerHigh,
                    basket.buyerLow,
                    line.sku,
                    line.campaign,
                    state.skus.periodMillis(line.sku),
                    state.now,
                    line.granted);
        }
        if (line.item != 0) {
            state.campaigns.countUsed(line.item, line.granted);
        }
    }

    /** The buyer and the campaign get these units of a line back, where they were counted. */
    void uncount(final int order, final int line, final long units) {
        final int item = state.lines.item(line);
        if (state.lines.has(line, OrderLines.FLAG_COUNTED)) {
            state.counters.giveBack(
                    state.orders.buyerHigh(order),
                    state.orders.buyerLow(order),
                    state.lines.sku(line),
                    state.campaignOf(line),
                    state.orders.placedTime(order),
                    units);
        }
        if (item != 0
                && state.now < state.campaigns.end(state.campaignOf(line))
                && state.lines.has(line, OrderLines.FLAG_CAP_COUNTED)) {
            state.campaigns.countUsed(item, -units);
        }
    }

    /** Releases live units of a line: first claims without units, then units. */
    void release(final int order, final int line, final long units, final int reason) {
        if (!state.orders.has(order, OrderBook.FLAG_NOTHING_HELD)) {
            final long claims = Math.min(units, state.lines.shortUnits(line));
            if (claims > 0) {
                shortLines.remove(line, claims);
            }
            uncountQuota(order, line, units);
            if (units > claims) {
                giveBack(order, line, units - claims, reason);
            }
        }
        uncount(order, line, units);
    }

    private void uncountQuota(final int order, final int line, final long units) {
        if (state.lines.has(line, OrderLines.FLAG_FROM_ALLOTMENT)) {
            return;
        }
        final int offer = state.offers.find(state.lines.sku(line), state.orders.channel(order));
        if (!state.orders.has(order, OrderBook.FLAG_PAID)) {
            state.offers.count(offer, -units, -units);
        } else if (state.orders.mark(order) > state.offers.setSequence(offer)) {
            state.offers.count(offer, 0, -units);
        }
    }

    /** Units go back to where they came from, past the lines that wait for units. */
    private void giveBack(final int order, final int line, final long units, final int reason) {
        final int stock = state.lines.stock(line);
        final int from = bucketOf(state, order);
        final int campaign = state.campaignOf(line);
        final boolean toAllotment =
                state.lines.has(line, OrderLines.FLAG_FROM_ALLOTMENT) && state.now < state.campaigns.end(campaign);
        final long toSellable = toAllotment ? Math.min(units, state.stocks.shortUnits(stock)) : units;
        if (toSellable > 0) {
            about(order, line, reason);
            state.stocks.move(stock, from, Bucket.SELLABLE, toSellable);
            shortLines.fill(stock, toSellable);
        }
        if (units > toSellable) {
            about(order, line, reason);
            state.stocks.move(stock, from, Bucket.ALLOTTED, units - toSellable);
            state.campaigns.changeLeft(state.campaigns.allotment(campaign, stock), units - toSellable);
        }
    }

    /** A line's live units were paid for. */
    void sell(final int order, final int line) {
        final long units = state.lines.live(line);
        if (units > 0) {
            about(order, line, 0);
            state.stocks.move(state.lines.stock(line), Bucket.HELD, Bucket.SOLD, units);
            endHold(order, line, units);
        }
    }

    /** Units of a line leave the house. */
    void ship(final int order, final int line, final long units) {
        final int from = bucketOf(state, order);
        about(order, line, 0);
        state.stocks.move(state.lines.stock(line), from, Bucket.SHIPPED, units);
        state.lines.ship(line, units);
        if (from == Bucket.HELD) {
            endHold(order, line, units);
        }
    }

    /** Units are no longer a live unpaid hold, but stay used under the channel's quota. */
    private void endHold(final int order, final int line, final long units) {
        if (!state.lines.has(line, OrderLines.FLAG_FROM_ALLOTMENT)) {
            state.offers.count(state.offers.find(state.lines.sku(line), state.orders.channel(order)), -units, 0);
        }
    }
}
