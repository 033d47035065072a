package dev.tidegate.engine;

import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderState;
import dev.tidegate.table.DueQueue;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.TieOrder;

/**
 * What becomes due when: holds that expire, orders that complete, and closed orders that leave memory. Follows the state,
 * is no part of it.
 */
final class Deadlines {
    private final State state;
    private final DueQueue holds;
    private final DueQueue completions;
    private final DueQueue closed;
    private final DueAhead aheadOfHolds;
    private final DueAhead aheadOfClosed;
    private final PutOff putOff;

    Deadlines(final State state) {
        this.state = state;
        holds = new DueQueue(this::holdLives);
        completions = new DueQueue(this::completionLives);
        closed = new DueQueue(this::closedLives);
        state.room.queues(holds, completions, closed);
        aheadOfHolds = new DueAhead(state, holds, false);
        aheadOfClosed = new DueAhead(state, closed, true);
        putOff = new PutOff(state, holds, this::holdLives);
    }

    /** A set of SKUs as bits, with false positives: what a look through the queue compares first. */
    static int maskOf(final int sku) {
        return 1 << (sku & 31);
    }

    DueQueue holds() {
        return holds;
    }

    /** An order was placed, or its deadline was put off. */
    void hold(final int order, final int skuMask) {
        hold(state.orders.when(order) - state.orders.placedTime(order), order, skuMask);
    }

    private void hold(final long key, final int order, final int skuMask) {
        final long deadline = state.orders.when(order);
        holds.add(key, deadline, state.orders.placedSequence(order), order, skuMask);
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            final int sku = state.lines.sku(line);
            if (deadline < state.skus.nothingDueBefore(sku)) {
                state.skus.nothingDueBefore(sku, deadline);
            }
        }
    }

    /** Whether the entry's order is still unpaid, whatever its deadline is now. */
    private boolean holdLives(final long time, final long placedSequence, final int order) {
        return state.orders.placedSequence(order) == placedSequence
                && state.orders.unpaidWithDeadline(order)
                && state.orders.when(order) != OrderBook.NEVER;
    }

    /** An order is done, and completes at its mark. */
    void complete(final int order) {
        final long time = state.orders.mark(order);
        completions.add(time - state.orders.when(order), time, state.orders.placedSequence(order), order, 0);
    }

    private boolean completionLives(final long time, final long placedSequence, final int order) {
        return state.orders.state(order) == OrderState.OUTBOUND
                && state.orders.placedSequence(order) == placedSequence
                && state.orders.mark(order) == time;
    }

    /** An order was closed, or came back. */
    void close(final int order) {
        final long leaves = state.orders.when(order);
        closed.add(leaves - state.now, leaves, state.orders.mark(order), order, 0);
    }

    private boolean closedLives(final long time, final long mark, final int order) {
        return state.orders.state(order) == OrderState.CLOSED
                && state.orders.mark(order) == mark
                && state.orders.when(order) == time;
    }

    /** Deadline of the first hold, {@link Long#MAX_VALUE} when there is none; what no longer lives is dropped. */
    long firstHold() {
        while (holds.firstTime() != Long.MAX_VALUE) {
            final long time = holds.firstTime();
            final long sequence = holds.firstTie();
            final int order = holds.firstRecord();
            if (!holdLives(time, sequence, order)) {
                dropHold();
            } else if (state.orders.when(order) > time) {
                final int mask = holds.firstMask();
                dropHold();
                final long deadline = state.orders.when(order);
                holds.add(putOff.key(order, deadline), deadline, sequence, order, mask);
            } else {
                return time;
            }
        }
        return Long.MAX_VALUE;
    }

    /**
     * Puts off every hold with a deadline strictly between the two times to the later one; the queue follows when it comes
     * to them.
     *
     * @return how many there were
     */
    long putOff(final long before, final long until) {
        return putOff.all(before, until);
    }

    /** Whether there is one. */
    boolean anyToPutOff(final long before, final long until) {
        return putOff.any(before, until);
    }

    private void dropHold() {
        holds.drop();
        aheadOfHolds.next();
    }

    /** Takes the first hold's order out of the queue; call only when {@link #firstHold} has come. */
    int takeFirstHold() {
        final int order = holds.firstRecord();
        dropHold();
        return order;
    }

    /** When the first order that is done completes, {@link Long#MAX_VALUE} when there is none. */
    long firstCompletion() {
        while (completions.firstTime() != Long.MAX_VALUE) {
            if (completionLives(completions.firstTime(), completions.firstTie(), completions.firstRecord())) {
                return completions.firstTime();
            }
            completions.drop();
        }
        return Long.MAX_VALUE;
    }

    /** Takes the first order to complete out of the queue; call only when {@link #firstCompletion} has come. */
    int takeFirstCompletion() {
        final int order = completions.firstRecord();
        completions.drop();
        return order;
    }

    /** When the first closed order leaves, {@link Long#MAX_VALUE} when there is none. */
    long firstClosed() {
        while (closed.firstTime() != Long.MAX_VALUE) {
            if (closedLives(closed.firstTime(), closed.firstTie(), closed.firstRecord())) {
                return closed.firstTime();
            }
            dropClosed();
        }
        return Long.MAX_VALUE;
    }

    /** Takes the first closed order out of the queue; call only when {@link #firstClosed} has come. */
    int takeFirstClosed() {
        final int order = closed.firstRecord();
        dropClosed();
        return order;
    }

    private void dropClosed() {
        closed.drop();
        aheadOfClosed.next();
    }

    /** The earliest of everything that can become due. */
    long next() {
        final long orders = Math.min(firstHold(), Math.min(firstCompletion(), firstClosed()));
        return Math.min(orders, Math.min(state.campaigns.firstEnd(), state.counters.firstDue()));
    }

    private void addDone(final TieOrder done, final int order) {
        if (state.orders.mark(order) != 0) {
            done.add(state.orders.placedSequence(order), order);
        }
    }

    /** Queues everything anew, after the orders have been read. */
    void link() {
        final TieOrder unpaid = new TieOrder();
        final TieOrder done = new TieOrder();
        final TieOrder left = new TieOrder();
        for (int order = 1; order <= state.orders.slab().used(); order++) {
            if (state.orders.state(order) == OrderState.CLOSED) {
                left.add(state.orders.mark(order), order);
            } else if (state.orders.unpaidWithDeadline(order) && state.orders.when(order) != OrderBook.NEVER) {
                unpaid.add(state.orders.placedSequence(order), order);
            } else if (state.orders.state(order) == OrderState.OUTBOUND) {
                StateReader.require((state.orders.mark(order) != 0) == state.isDone(order), "an order that is done");
                addDone(done, order);
            }
        }
        for (final int order : unpaid.sorted()) {
            putOff.linking(order);
            int mask = 0;
            for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
                mask |= maskOf(state.lines.sku(line));
            }
            hold(putOff.key(order, state.orders.when(order)), order, mask);
        }
        for (final int order : done.sorted()) {
            complete(order);
        }
        for (final int order : left.sorted()) {
            closed.add(0, state.orders.when(order), state.orders.mark(order), order, 0);
        }
    }

    /**
     * Shows holds in the order of their expiry, without one that is dead; see {@link DueQueue#visitInOrder}.
     *
     * @return entries looked at
     */
    int holdsInOrder(final int most, final DueQueue.OrderedVisitor visitor) {
        return holds.visitInOrder(
                most,
                (time, sequence, order) -> holdLives(time, sequence, order) ? state.orders.when(order) : DueQueue.DEAD,
                visitor);
    }
}
