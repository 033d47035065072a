package dev.tidegate.stock;

import dev.tidegate.table.Digest;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;

/**
 * What ever came in and left, per SKU and warehouse, since the journal began: the one thing that the buckets do not tell,
 * and that a journal without its first segments could not add up any more. Touched by receipts, corrections and scrap only.
 * A record has the number of its stock.
 */
final class StockTotals {
    private static final int PAIR = 0;
    private static final int IN = 1;
    private static final int OUT = 2;
    private static final int CORRECTED_IN = 3;
    private static final int CORRECTED_OUT = 4;
    private static final int STRIDE = 5;

    private final Slab slab;

    StockTotals(final Digest digest) {
        slab = new Slab(digest, 16, STRIDE, STRIDE, 64);
    }

    Slab slab() {
        return slab;
    }

    /** Makes the record of a stock that was just made. */
    void add(final int stock, final long pair) {
        if (slab.take() != stock) {
            throw new IllegalStateException("ledger: the totals of stock " + stock + " have another number");
        }
        slab.set(stock, PAIR, pair);
        slab.changed(stock);
    }

    void in(final int stock, final long units) {
        count(stock, IN, units);
    }

    void out(final int stock, final long units) {
        count(stock, OUT, units);
    }

    /** Says that units which came in (above zero) or left (below) did so by a correction. */
    void corrected(final int stock, final long change) {
        count(stock, change > 0 ? CORRECTED_IN : CORRECTED_OUT, Math.abs(change));
    }

    private void count(final int stock, final int word, final long units) {
        slab.opening(stock);
        slab.set(stock, word, slab.get(stock, word) + units);
        slab.changed(stock);
    }

    long received(final int stock) {
        return slab.get(stock, IN) - slab.get(stock, CORRECTED_IN);
    }

    long adjustedUp(final int stock) {
        return slab.get(stock, CORRECTED_IN);
    }

    long adjustedDown(final int stock) {
        return slab.get(stock, CORRECTED_OUT);
    }

    long scrapped(final int stock) {
        return slab.get(stock, OUT) - slab.get(stock, CORRECTED_OUT);
    }

    /** Units that came in and did not leave. */
    long balance(final int stock) {
        return slab.get(stock, IN) - slab.get(stock, OUT);
    }

    /** Checks what was read: a record for each stock, and nothing below zero. */
    void link(final Slab stocks) {
        StateReader.require(slab.used() == stocks.used() && slab.live() == stocks.live(), "stocks and their totals");
        for (int stock = 1; stock <= slab.used(); stock++) {
            StateReader.require(
                    slab.get(stock, PAIR) == stocks.get(stock, PAIR)
                            && adjustedUp(stock) >= 0
                            && adjustedDown(stock) >= 0
                            && received(stock) >= 0
                            && scrapped(stock) >= 0,
                    "the totals of a stock");
        }
    }
}
