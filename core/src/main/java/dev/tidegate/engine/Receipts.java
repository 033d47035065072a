package dev.tidegate.engine;

import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.stock.Bucket;
import dev.tidegate.stock.Stocks;

/** Units that come from outside: the same for a receipt and for an upward correction. */
final class Receipts {
    private final State state;
    private final ShortLines shortLines;

    Receipts(final State state, final ShortLines shortLines) {
        this.state = state;
        this.shortLines = shortLines;
    }

    /** Whether the pair of SKU and warehouse is there or may be made, and can hold that many more. */
    boolean fits(final Outcome outcome, final int sku, final int warehouse, final long units) {
        final int stock = state.stocks.find(sku, warehouse);
        if (stock == 0 && state.stocks.slab().live() >= state.limits.get(Limits.STOCKS)) {
            return Handler.refuse(outcome, OutcomeCode.STOCKS_FULL);
        }
        final long room = Stocks.MOST_UNITS - (stock == 0 ? 0 : state.stocks.unitsInAll(stock));
        return units <= room || Handler.refuse(outcome, OutcomeCode.STOCK_OVERFLOW, 0, units, room);
    }

    void receive(final int sku, final int warehouse, final long units, final int reason) {
        final int stock = state.stocks.findOrAdd(sku, warehouse);
        state.events.about(0, 0, 0, reason);
        state.stocks.move(stock, Bucket.OUTSIDE, Bucket.SELLABLE, units);
        state.offers.changeBase(sku, warehouse, units);
        shortLines.fill(stock, units);
    }
}
