package dev.tidegate.engine;

import dev.tidegate.engine.EngineReads.HoldPage;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.order.OrderBook;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.eclipse.collections.impl.list.mutable.FastList;

/** Reads of the holds: those that expire next, and those of a buyer or a SKU. */
final class HoldReads {
    private final State state;
    private final Deadlines deadlines;
    private final IntFunction<OrderView> views;

    /** What an order must have; nothing where 0 stands. */
    record Terms(int sku, long buyerHigh, long buyerLow) {}

    HoldReads(final State state, final Deadlines deadlines, final IntFunction<OrderView> views) {
        this.state = state;
        this.deadlines = deadlines;
        this.views = views;
    }

    HoldPage next(
            final long afterDeadline,
            final long afterSequence,
            final Predicate<OrderView> wanted,
            final int most,
            final int mostEntries) {
        final FastList<OrderView> found = FastList.newList();
        final boolean[] enough = {false};
        final int looked = deadlines.holdsInOrder(mostEntries, (deadline, sequence, order) -> {
            if (deadline > afterDeadline || deadline == afterDeadline && sequence > afterSequence) {
                // A hold that was put off may have two entries; they come one behind the other.
                final OrderView last = found.getLast();
                if (last == null || last.placedSequence() != sequence) {
                    if (found.size() == most) {
                        enough[0] = true;
                        return false;
                    }
                    add(found, order, wanted);
                }
            }
            return true;
        });
        return new HoldPage(List.copyOf(found), 0, looked, !enough[0] && looked < mostEntries);
    }

    private void add(final FastList<OrderView> found, final int order, final Predicate<OrderView> wanted) {
        final OrderView view = views.apply(order);
        if (wanted.test(view)) {
            found.add(view);
        }
    }

    HoldPage search(
            final int from, final int records, final Terms terms, final Predicate<OrderView> wanted, final int most) {
        final FastList<OrderView> found = FastList.newList();
        final int end = (int) Math.min(state.orders.slab().used(), (long) from + records - 1);
        int order = from;
        for (; order <= end && found.size() < most; order++) {
            if (isHold(order) && matches(order, terms)) {
                add(found, order, wanted);
            }
        }
        final boolean complete = order > state.orders.slab().used();
        return new HoldPage(List.copyOf(found), complete ? 0 : order, order - from, complete);
    }

    private boolean isHold(final int order) {
        return state.orders.unpaidWithDeadline(order) && state.orders.when(order) != OrderBook.NEVER;
    }

    private boolean matches(final int order, final Terms terms) {
        if ((terms.buyerHigh | terms.buyerLow) != 0
                && (state.orders.buyerHigh(order) != terms.buyerHigh
                        || state.orders.buyerLow(order) != terms.buyerLow)) {
            return false;
        }
        return terms.sku == 0 || hasLineOf(order, terms.sku);
    }

    private boolean hasLineOf(final int order, final int sku) {
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            if (state.lines.sku(line) == sku && state.lines.granted(line) > state.lines.cancelled(line)) {
                return true;
            }
        }
        return false;
    }
}
