package dev.tidegate.engine;

import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderState;
import dev.tidegate.stock.Bucket;
import org.jspecify.annotations.Nullable;

/** Adds the ledger up in two ways: by buckets, and by the orders that claim the units. Allocates; for verification. */
final class LedgerCheck {
    private final State state;
    private final long[] held;
    private final long[] sold;
    private final long[] missing;
    private final long[] allotted;

    LedgerCheck(final State state) {
        this.state = state;
        final int stocks = state.stocks.slab().used() + 1;
        held = new long[stocks];
        sold = new long[stocks];
        missing = new long[stocks];
        allotted = new long[stocks];
    }

    /** Null when everything adds up, else the first thing that does not. */
    @Nullable
    String check() {
        claims();
        long units = 0;
        for (int stock = 1; stock <= state.stocks.slab().used(); stock++) {
            units += state.stocks.unitsInAll(stock);
            final @Nullable String wrong = check(stock);
            if (wrong != null) {
                return wrong;
            }
        }
        final long expected = state.stocks.unitsIn() - state.stocks.unitsOut();
        return units == expected
                ? null
                : units + " units in all buckets, but " + expected + " came in and did not leave";
    }

    private void claims() {
        for (int line = 1; line <= state.lines.slab().used(); line++) {
            final int stock = state.lines.stock(line);
            final int order = state.lines.order(line);
            if (stock != 0
                    && state.orders.state(order) != OrderState.CLOSED
                    && !state.orders.has(order, OrderBook.FLAG_NOTHING_HELD)) {
                final long claim = state.lines.live(line) - state.lines.shortUnits(line);
                (state.orders.has(order, OrderBook.FLAG_PAID) ? sold : held)[stock] += claim;
                missing[stock] += state.lines.shortUnits(line);
            }
        }
        for (int allotment = 1; allotment <= state.campaigns.allotments().used(); allotment++) {
            allotted[state.campaigns.allotmentStock(allotment)] += state.campaigns.left(allotment);
        }
    }

    private @Nullable String check(final int stock) {
        for (int bucket = Bucket.SELLABLE; bucket <= Bucket.QUARANTINE; bucket++) {
            if (state.stocks.units(stock, bucket) < 0) {
                return where(stock) + "bucket " + bucket + " is below zero";
            }
        }
        final long units = state.stocks.unitsInAll(stock);
        if (units != state.stocks.balance(stock)) {
            return where(stock) + units + " units in all buckets, but " + state.stocks.balance(stock)
                    + " came in and did not leave";
        }
        if (state.stocks.units(stock, Bucket.HELD) != held[stock]) {
            return differs(stock, "held", state.stocks.units(stock, Bucket.HELD), held[stock]);
        }
        if (state.stocks.units(stock, Bucket.SOLD) != sold[stock]) {
            return differs(stock, "sold", state.stocks.units(stock, Bucket.SOLD), sold[stock]);
        }
        if (state.stocks.shortUnits(stock) != missing[stock]) {
            return differs(stock, "short", state.stocks.shortUnits(stock), missing[stock]);
        }
        if (state.stocks.units(stock, Bucket.ALLOTTED) != allotted[stock]) {
            return differs(stock, "allotted", state.stocks.units(stock, Bucket.ALLOTTED), allotted[stock]);
        }
        return null;
    }

    private String differs(final int stock, final String bucket, final long units, final long claimed) {
        return where(stock) + bucket + " is " + units + ", but " + claimed + " are claimed";
    }

    private String where(final int stock) {
        return "SKU " + state.stocks.sku(stock) + " at warehouse " + state.stocks.warehouse(stock) + ": ";
    }
}
