package dev.tidegate.engine;

import dev.tidegate.message.OutcomeCode;
import dev.tidegate.stock.Bucket;
import dev.tidegate.stock.PendingUnits;

/**
 * The one check that decides a reservation (docs/rules.md, PlaceOrder, steps 1 to 8). Only looks; what it finds stands
 * in the basket.
 */
final class Reservation {
    /** What is checked. */
    enum Kind {
        /** An order that holds its stock at once: every step. */
        AT_ORDER,
        /** An order that holds its stock at the payment: steps 1 to 5. */
        WITHOUT_STOCK,
        /** A hold at or after the payment: steps 2 and 6 to 8. */
        AT_PAYMENT
    }

    private final State state;
    private final PendingUnits pendingStock = new PendingUnits();
    private final PendingUnits pendingAllotment = new PendingUnits();
    private final PendingUnits pendingOffer = new PendingUnits();
    private final PendingUnits pendingItem = new PendingUnits();
    private final PendingUnits pendingSku = new PendingUnits();
    private int newCounters;
    private boolean several;

    /** What the last warehouse that was tried has, and why not more. */
    private int triedStock;

    private boolean triedAllotment;
    private long triedAvailable;
    private long triedShown;
    /** Number of the outcome. */
    private int triedCode;

    Reservation(final State state) {
        this.state = state;
    }

    /**
     * Checks every line, or all up to the first that fails.
     *
     * @param partial whether a line may be granted less
     * @return whether every line was granted whole
     */
    boolean check(final Basket basket, final Kind kind, final boolean partial) {
        basket.clearResults();
        newCounters = 0;
        several = basket.count > 1;
        if (several) {
            pendingStock.clear();
            pendingAllotment.clear();
            pendingOffer.clear();
            pendingItem.clear();
            pendingSku.clear();
        }
        for (int i = 0; i < basket.count && (partial || basket.failedLine == 0); i++) {
            final BasketLine line = basket.line(i);
            line.granted = grant(basket, line, kind, partial);
        }
        return basket.failedLine == 0;
    }

    private long grant(final Basket basket, final BasketLine line, final Kind kind, final boolean partial) {
        line.counted = false;
        line.offer = 0;
        line.stock = 0;
        line.warehouse = line.namedWarehouse;
        line.fromAllotment = false;
        if (kind != Kind.AT_PAYMENT && outsideWindow(line.campaign)) {
            basket.fail(line, OutcomeCode.OUTSIDE_WINDOW, 0);
            return 0;
        }
        if (state.skus.frozen(line.sku)) {
            basket.fail(line, OutcomeCode.SKU_FROZEN, 0);
            return 0;
        }
        long want = line.asked;
        if (kind != Kind.AT_PAYMENT) {
            want = underCap(basket, line, underLimit(basket, line, want));
            if (basket.failedLine != 0 && !partial) {
                return 0;
            }
        }
        if (kind != Kind.WITHOUT_STOCK && want > 0) {
            want = fromStock(basket, line, want, kind);
        }
        if (want > 0) {
            take(basket, line, want);
        }
        return want;
    }

    private boolean outsideWindow(final int campaign) {
        return campaign != 0
                && (state.now < state.campaigns.start(campaign) || state.now >= state.campaigns.end(campaign));
    }

    private long limitOf(final BasketLine line) {
        return line.item != 0 ? state.campaigns.limitPerBuyer(line.item) : state.skus.limitPerBuyer(line.sku);
    }

    private long underLimit(final Basket basket, final BasketLine line, final long want) {
        final long limit = limitOf(line);
        if (limit == 0) {
            return want;
        }
        if (!basket.hasBuyer()) {
            basket.fail(line, OutcomeCode.BUYER_REQUIRED, 0);
            return 0;
        }
        final int counter = state.counters.find(basket.buyerHigh, basket.buyerLow, line.sku, line.campaign);
        final long pending = pendingLimit(line);
        final long left = limit - state.counters.counted(counter, state.now) - pending;
        if (want > left) {
            basket.fail(line, OutcomeCode.PURCHASE_LIMIT, Math.max(0, left));
        }
        if (counter == 0
                && pending == 0
                && state.counters.count() + newCounters >= state.limits.get(Limits.PURCHASE_COUNTERS)) {
            basket.fail(line, OutcomeCode.PURCHASE_COUNTERS_FULL, 0);
            return 0;
        }
        line.counted = true;
        line.counter = counter;
        return Math.min(want, Math.max(0, left));
    }

    private long pendingLimit(final BasketLine line) {
        if (!several) {
            return 0;
        }
        return line.item != 0 ? pendingItem.get(line.item) : pendingSku.get(line.sku);
    }

    private long underCap(final Basket basket, final BasketLine line, final long want) {
        final int item = line.item;
        if (item == 0 || !state.campaigns.hasCap(item) || want == 0) {
            return want;
        }
        final long left = state.campaigns.capLeft(item) - (several ? pendingItem.get(item) : 0);
        if (want > left) {
            basket.fail(line, OutcomeCode.CAMPAIGN_CAP, Math.max(0, left));
        }
        return Math.min(want, Math.max(0, left));
    }

    /** Chooses the warehouse and answers what can be taken there. */
    private long fromStock(final Basket basket, final BasketLine line, final long want, final Kind kind) {
        if (line.namedWarehouse != 0) {
            tryWarehouse(basket, line, line.namedWarehouse, want, kind);
            return chosen(basket, line, line.namedWarehouse, want);
        }
        final int[] warehouses = state.channels.warehouses(basket.channel);
        int best = -1;
        long bestAvailable = -1;
        for (int w = 0; w < warehouses.length; w++) {
            tryWarehouse(basket, line, warehouses[w], want, kind);
            if (want <= triedAvailable) {
                return chosen(basket, line, warehouses[w], want);
            }
            if (triedAvailable > bestAvailable) {
                best = w;
                bestAvailable = triedAvailable;
            }
        }
        if (best < 0) {
            basket.fail(line, OutcomeCode.OUT_OF_STOCK, 0);
            return 0;
        }
        if (best != warehouses.length - 1) {
            tryWarehouse(basket, line, warehouses[best], want, kind);
        }
        return chosen(basket, line, warehouses[best], want);
    }

    private long chosen(final Basket basket, final BasketLine line, final int warehouse, final long want) {
        if (want > triedAvailable) {
            basket.fail(line, OutcomeCode.of(triedCode), triedShown);
        }
        line.stock = triedStock;
        line.warehouse = warehouse;
        line.fromAllotment = triedAllotment;
        return Math.min(want, triedAvailable);
    }

    private void tryWarehouse(
            final Basket basket, final BasketLine line, final int warehouse, final long want, final Kind kind) {
        triedStock = state.stocks.find(line.sku, warehouse);
        triedAllotment = takesFromAllotment(line, kind);
        if (state.skus.retired(line.sku)) {
            tried(OutcomeCode.OUT_OF_STOCK, 0, 0);
        } else if (triedAllotment) {
            final int allotment = state.campaigns.allotment(line.campaign, triedStock);
            final long left = allotment == 0
                    ? 0
                    : state.campaigns.left(allotment) - (several ? pendingAllotment.get(allotment) : 0);
            tried(OutcomeCode.ALLOTMENT_EXHAUSTED, left, left);
        } else {
            trySellable(basket, line, want);
        }
    }

    private boolean takesFromAllotment(final BasketLine line, final Kind kind) {
        final int item = line.item;
        return item != 0
                && state.campaigns.hasAllotments(item)
                && (kind != Kind.AT_PAYMENT || state.now < state.campaigns.end(line.campaign));
    }

    private void trySellable(final Basket basket, final BasketLine line, final long want) {
        final int sku = line.sku;
        final int offer = line.offer == 0 ? state.offers.find(sku, basket.channel) : line.offer;
        line.offer = offer;
        final long sellable = triedStock == 0
                ? 0
                : state.stocks.units(triedStock, Bucket.SELLABLE) - (several ? pendingStock.get(triedStock) : 0);
        final long safety = Math.max(state.skus.safetyStock(sku), state.offers.safetyStock(offer));
        final long offered = Math.max(0, sellable - safety);
        if (state.offers.hasQuota(offer)) {
            final long left = Math.max(0, state.offers.quotaLeft(offer) - (several ? pendingOffer.get(offer) : 0));
            if (want > left) {
                tried(OutcomeCode.QUOTA_EXCEEDED, Math.min(left, offered), left);
                return;
            }
        }
        tried(want > sellable ? OutcomeCode.OUT_OF_STOCK : OutcomeCode.SAFETY_STOCK, offered, offered);
    }

    private void tried(final OutcomeCode code, final long available, final long shown) {
        triedCode = code.number();
        triedAvailable = available;
        triedShown = shown;
    }

    /** Lets the lines that follow see what this one takes. */
    private void take(final Basket basket, final BasketLine line, final long units) {
        if (!several) {
            return;
        }
        final int item = line.item;
        if (line.counted && pendingLimit(line) == 0 && line.counter == 0) {
            newCounters++;
        }
        if (item != 0) {
            pendingItem.add(item, units);
        } else if (line.counted) {
            pendingSku.add(line.sku, units);
        }
        if (line.fromAllotment) {
            pendingAllotment.add(state.campaigns.allotment(line.campaign, line.stock), units);
        } else if (line.stock != 0) {
            pendingStock.add(line.stock, units);
            if (line.offer != 0) {
                pendingOffer.add(line.offer, units);
            }
        }
    }
}
