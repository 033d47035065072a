package dev.tidegate.engine;

import dev.tidegate.message.sbe.Grade;
import dev.tidegate.stock.Bucket;

/** Where units go that came back or were examined: the same for an order's lines and for units without an order. */
final class Returns {
    private final State state;
    private final ShortLines shortLines;

    Returns(final State state, final ShortLines shortLines) {
        this.state = state;
        this.shortLines = shortLines;
    }

    /** Moves units by their grade; what becomes sellable fills short lines and counts for the channels' quotas. */
    void move(final int stock, final int from, final Grade grade, final long units) {
        if (grade == Grade.SELLABLE) {
            state.stocks.move(stock, from, Bucket.SELLABLE, units);
            state.offers.changeBase(state.stocks.sku(stock), state.stocks.warehouse(stock), units);
            shortLines.fill(stock, units);
        } else {
            state.stocks.move(stock, from, grade == Grade.QUARANTINE ? Bucket.QUARANTINE : Bucket.OUTSIDE, units);
        }
    }
}
