package dev.tidegate.engine;

import dev.tidegate.stock.Bucket;
import dev.tidegate.table.StateReader;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * Claims of order lines without units: per SKU and warehouse a chain of lines, oldest first by (sequence of the order's
 * placing, line number).
 */
final class ShortLines {
    private final State state;

    ShortLines(final State state) {
        this.state = state;
    }

    /** Takes that many units away from a line's claim without touching the buckets. */
    void add(final int line, final long units) {
        final int stock = state.lines.stock(line);
        if (state.lines.shortUnits(line) == 0) {
            chain(stock, line);
        }
        change(line, units);
    }

    private void chain(final int stock, final int line) {
        int before = 0;
        int after = state.stocks.firstShortLine(stock);
        while (after != 0 && older(after, line)) {
            before = after;
            after = state.lines.nextShort(after);
        }
        state.lines.nextShort(line, after);
        if (before == 0) {
            state.stocks.firstShortLine(stock, line);
        } else {
            state.lines.nextShort(before, line);
        }
    }

    private boolean older(final int a, final int b) {
        final long placedA = state.orders.placedSequence(state.lines.order(a));
        final long placedB = state.orders.placedSequence(state.lines.order(b));
        return placedA < placedB || (placedA == placedB && state.lines.number(a) < state.lines.number(b));
    }

    private void unchain(final int stock, final int line) {
        int before = 0;
        int at = state.stocks.firstShortLine(stock);
        while (at != line) {
            before = at;
            at = state.lines.nextShort(at);
        }
        if (before == 0) {
            state.stocks.firstShortLine(stock, state.lines.nextShort(line));
        } else {
            state.lines.nextShort(before, state.lines.nextShort(line));
        }
        state.lines.nextShort(line, 0);
    }

    /** Makes a line's claim without units smaller: it gave up its claim, or units came. */
    void remove(final int line, final long units) {
        change(line, -units);
        if (state.lines.shortUnits(line) == 0) {
            unchain(state.lines.stock(line), line);
        }
    }

    private void change(final int line, final long change) {
        final int stock = state.lines.stock(line);
        final long after = state.lines.shortUnits(line) + change;
        state.lines.shortUnits(line, after);
        state.stocks.changeShort(stock, change);
        state.events.shortChanged(
                state.stocks.sku(stock),
                state.stocks.warehouse(stock),
                state.orders.id(state.lines.order(line)),
                state.lines.number(line),
                change,
                after);
    }

    /**
     * Gives sellable units to the lines that wait for them, oldest first.
     *
     * @param units sellable units that may be given
     */
    void fill(final int stock, final long units) {
        long left = units;
        while (left > 0 && state.stocks.firstShortLine(stock) != 0) {
            final int line = state.stocks.firstShortLine(stock);
            final long filled = Math.min(left, state.lines.shortUnits(line));
            final int order = state.lines.order(line);
            state.events.about(state.orders.id(order), state.lines.number(line), state.campaignOf(line), 0);
            state.stocks.move(stock, Bucket.SELLABLE, Holding.bucketOf(state, order), filled);
            remove(line, filled);
            left -= filled;
        }
    }

    /** Chains the lines that wait for units anew, after orders and lines have been read. */
    void link() {
        final MutableIntList waiting = new IntArrayList();
        for (int line = 1; line <= state.lines.slab().used(); line++) {
            if (state.lines.shortUnits(line) > 0) {
                StateReader.require(state.lines.stock(line) != 0, "a line that waits for units of no stock");
                waiting.add(line);
            }
        }
        waiting.sortThis((a, b) -> older(a, b) ? -1 : older(b, a) ? 1 : 0);
        for (int i = waiting.size() - 1; i >= 0; i--) {
            final int line = waiting.get(i);
            final int stock = state.lines.stock(line);
            state.lines.nextShort(line, state.stocks.firstShortLine(stock));
            state.stocks.firstShortLine(stock, line);
        }
    }
}
