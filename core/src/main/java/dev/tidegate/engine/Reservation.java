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
            basket.granted[i] = grant(basket, i, kind, partial);
        }
        return basket.failedLine == 0;
    }

    private long grant(final Basket basket, final int i, final Kind kind, final boolean partial) {
        basket.counted[i] = false;
        basket.stock[i] = 0;
        basket.warehouse[i] = basket.namedWarehouse[i];
        basket.fromAllotment[i] = false;
        if (kind != Kind.AT_PAYMENT && outsideWindow(basket.campaign[i])) {
            basket.fail(i, OutcomeCode.OUTSIDE_WINDOW, 0);
            return 0;
        }
        if (state.skus.frozen(basket.sku[i])) {
            basket.fail(i, OutcomeCode.SKU_FROZEN, 0);
            return 0;
        }
        long want = basket.asked[i];
        if (kind != Kind.AT_PAYMENT) {
            want = underCap(basket, i, underLimit(basket, i, want));
            if (basket.failedLine != 0 && !partial) {
                return 0;
            }
        }
        if (kind != Kind.WITHOUT_STOCK && want > 0) {
            want = fromStock(basket, i, want, kind);
        }
        if (want > 0) {
            take(basket, i, want);
        }
        return want;
    }

    private boolean outsideWindow(final int campaign) {
        return campaign != 0
                && (state.now < state.campaigns.start(campaign) || state.now >= state.campaigns.end(campaign));
    }

    private long limitOf(final Basket basket, final int i) {
        return basket.item[i] != 0
                ? state.campaigns.limitPerBuyer(basket.item[i])
                : state.skus.limitPerBuyer(basket.sku[i]);
    }

    private long underLimit(final Basket basket, final int i, final long want) {
        final long limit = limitOf(basket, i);
        if (limit == 0) {
            return want;
        }
        if (!basket.hasBuyer()) {
            basket.fail(i, OutcomeCode.BUYER_REQUIRED, 0);
            return 0;
        }
        final int counter = state.counters.find(basket.buyerHigh, basket.buyerLow, basket.sku[i], basket.campaign[i]);
        final long pending = pendingLimit(basket, i);
        final long left = limit - state.counters.counted(counter, state.now) - pending;
        if (want > left) {
            basket.fail(i, OutcomeCode.PURCHASE_LIMIT, Math.max(0, left));
        }
        if (counter == 0
                && pending == 0
                && state.counters.count() + newCounters >= state.limits.get(Limits.PURCHASE_COUNTERS)) {
            basket.fail(i, OutcomeCode.PURCHASE_COUNTERS_FULL, 0);
            return 0;
        }
        basket.counted[i] = true;
        return Math.min(want, Math.max(0, left));
    }

    private long pendingLimit(final Basket basket, final int i) {
        if (!several) {
            return 0;
        }
        return basket.item[i] != 0 ? pendingItem.get(basket.item[i]) : pendingSku.get(basket.sku[i]);
    }

    private long underCap(final Basket basket, final int i, final long want) {
        final int item = basket.item[i];
        if (item == 0 || !state.campaigns.hasCap(item) || want == 0) {
            return want;
        }
        final long left = state.campaigns.capLeft(item) - (several ? pendingItem.get(item) : 0);
        if (want > left) {
            basket.fail(i, OutcomeCode.CAMPAIGN_CAP, Math.max(0, left));
        }
        return Math.min(want, Math.max(0, left));
    }

    /** Chooses the warehouse and answers what can be taken there. */
    private long fromStock(final Basket basket, final int i, final long want, final Kind kind) {
        if (basket.namedWarehouse[i] != 0) {
            tryWarehouse(basket, i, basket.namedWarehouse[i], want, kind);
            return chosen(basket, i, basket.namedWarehouse[i], want);
        }
        final int[] warehouses = state.channels.warehouses(basket.channel);
        int best = -1;
        long bestAvailable = -1;
        for (int w = 0; w < warehouses.length; w++) {
            tryWarehouse(basket, i, warehouses[w], want, kind);
            if (want <= triedAvailable) {
                return chosen(basket, i, warehouses[w], want);
            }
            if (triedAvailable > bestAvailable) {
                best = w;
                bestAvailable = triedAvailable;
            }
        }
        if (best < 0) {
            basket.fail(i, OutcomeCode.OUT_OF_STOCK, 0);
            return 0;
        }
        tryWarehouse(basket, i, warehouses[best], want, kind);
        return chosen(basket, i, warehouses[best], want);
    }

    private long chosen(final Basket basket, final int i, final int warehouse, final long want) {
        if (want > triedAvailable) {
            basket.fail(i, OutcomeCode.of(triedCode), triedShown);
        }
        basket.stock[i] = triedStock;
        basket.warehouse[i] = warehouse;
        basket.fromAllotment[i] = triedAllotment;
        return Math.min(want, triedAvailable);
    }

    private void tryWarehouse(final Basket basket, final int i, final int warehouse, final long want, final Kind kind) {
        triedStock = state.stocks.find(basket.sku[i], warehouse);
        triedAllotment = takesFromAllotment(basket, i, kind);
        if (state.skus.retired(basket.sku[i])) {
            tried(OutcomeCode.OUT_OF_STOCK, 0, 0);
        } else if (triedAllotment) {
            final int allotment = state.campaigns.allotment(basket.campaign[i], triedStock);
            final long left = allotment == 0
                    ? 0
                    : state.campaigns.left(allotment) - (several ? pendingAllotment.get(allotment) : 0);
            tried(OutcomeCode.ALLOTMENT_EXHAUSTED, left, left);
        } else {
            trySellable(basket, i, want);
        }
    }

    private boolean takesFromAllotment(final Basket basket, final int i, final Kind kind) {
        final int item = basket.item[i];
        return item != 0
                && state.campaigns.hasAllotments(item)
                && (kind != Kind.AT_PAYMENT || state.now < state.campaigns.end(basket.campaign[i]));
    }

    private void trySellable(final Basket basket, final int i, final long want) {
        final int sku = basket.sku[i];
        final int offer = state.offers.find(sku, basket.channel);
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
    private void take(final Basket basket, final int i, final long units) {
        if (!several) {
            return;
        }
        final int item = basket.item[i];
        if (basket.counted[i]
                && pendingLimit(basket, i) == 0
                && state.counters.find(basket.buyerHigh, basket.buyerLow, basket.sku[i], basket.campaign[i]) == 0) {
            newCounters++;
        }
        if (item != 0) {
            pendingItem.add(item, units);
        } else if (basket.counted[i]) {
            pendingSku.add(basket.sku[i], units);
        }
        if (basket.fromAllotment[i]) {
            pendingAllotment.add(state.campaigns.allotment(basket.campaign[i], basket.stock[i]), units);
        } else if (basket.stock[i] != 0) {
            pendingStock.add(basket.stock[i], units);
            final int offer = state.offers.find(basket.sku[i], basket.channel);
            if (offer != 0) {
                pendingOffer.add(offer, units);
            }
        }
    }
}
