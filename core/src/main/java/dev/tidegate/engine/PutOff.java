package dev.tidegate.engine;

import dev.tidegate.table.DueQueue;

/**
 * Puts off many holds at once (docs/rules.md, ExtendHolds). Only the orders change: an entry of the queue whose order is
 * due later than it says is queued anew when it comes first. All of them have one new deadline and so many lengths, which
 * would each want a ring of the queue; they share one, for among those of one length they come in rising order.
 */
final class PutOff {
    /** No hold's length. */
    private static final long SHARED_KEY = -1;

    private final State state;
    private final DueQueue holds;
    private final DueQueue.Liveness liveness;
    private final DueQueue.Visitor visitor = this::putOff;
    private long after;
    private long until;
    private long count;
    private int linkedBefore;

    PutOff(final State state, final DueQueue holds, final DueQueue.Liveness liveness) {
        this.state = state;
        this.holds = holds;
        this.liveness = liveness;
    }

    /** Puts off every hold with a deadline after {@code before} and before {@code until}; answers how many. */
    long all(final long before, final long until) {
        after = before;
        this.until = until;
        count = 0;
        // No entry is later than its order's deadline, so none is left out.
        holds.visitDue(until - 1, visitor);
        return count;
    }

    /** Whether there is such a hold. */
    boolean any(final long before, final long until) {
        return holds.anyDue(until - 1, (time, placedSequence, order) -> {
            final boolean lives = liveness.lives(time, placedSequence, order);
            final long deadline = lives ? state.orders.when(order) : before;
            return deadline > before && deadline < until;
        });
    }

    /** An order that stands in the queue twice is within the bounds once. */
    private void putOff(final long time, final long placedSequence, final int order, final int mask) {
        if (liveness.lives(time, placedSequence, order)) {
            final long deadline = state.orders.when(order);
            if (deadline > after && deadline < until) {
                state.orders.when(order, until);
                count++;
            }
        }
    }

    /** The key under which a hold with that deadline is queued; a physical matter. */
    long key(final int order, final long deadline) {
        return deadline == until ? SHARED_KEY : deadline - state.orders.placedTime(order);
    }

    /**
     * The orders are queued anew, in the order of their placing, and this one is next. Two neighbours that were placed at
     * different times and are due at one were put off together, and so most likely was whatever else is due then.
     */
    void linking(final int order) {
        if (linkedBefore != 0
                && state.orders.when(order) == state.orders.when(linkedBefore)
                && state.orders.placedTime(order) != state.orders.placedTime(linkedBefore)) {
            until = state.orders.when(order);
        }
        linkedBefore = order;
    }
}
