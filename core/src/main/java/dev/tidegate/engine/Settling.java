package dev.tidegate.engine;

import dev.tidegate.stock.PendingUnits;
import dev.tidegate.table.DueQueue;
import org.eclipse.collections.api.block.comparator.primitive.IntComparator;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * Brings forward what is due on some SKUs, before somebody goes without for want of units that a dead hold or an ended
 * campaign still has (docs/rules.md, section 5).
 */
final class Settling {
    private final State state;
    private final Deadlines deadlines;
    private final Expiry expiry;
    private final PendingUnits wanted = new PendingUnits();
    private final MutableIntList due = new IntArrayList();
    private final DueQueue.Visitor noteWanted = this::noteWanted;
    private final IntComparator byDeadline = this::compareDeadlines;
    private int wantedMask;
    private boolean holdsMayBeDue;

    Settling(final State state, final Deadlines deadlines, final Expiry expiry) {
        this.state = state;
        this.deadlines = deadlines;
        this.expiry = expiry;
    }

    /** Settles what is due on one SKU. */
    void settle(final int sku) {
        clear();
        want(sku);
        settle();
        settled(sku);
    }

    /** Settles what is due on every SKU of a basket; answers whether anything changed. */
    boolean settle(final Basket basket) {
        if (!mayBeDue(basket)) {
            return false;
        }
        clear();
        for (int i = 0; i < basket.count; i++) {
            want(basket.line(i).sku);
        }
        final boolean changed = settle();
        for (int i = 0; i < basket.count; i++) {
            settled(basket.line(i).sku);
        }
        return changed;
    }

    private boolean mayBeDue(final Basket basket) {
        boolean due = state.campaigns.firstEnd() <= state.now;
        for (int i = 0; i < basket.count && !due; i++) {
            due = state.skus.nothingDueBefore(basket.line(i).sku) <= state.now;
        }
        return due;
    }

    private void clear() {
        wanted.clear();
        wantedMask = 0;
        holdsMayBeDue = false;
    }

    private void want(final int sku) {
        if (wanted.get(sku) == 0) {
            wanted.add(sku, 1);
            wantedMask |= Deadlines.maskOf(sku);
            holdsMayBeDue |= state.skus.nothingDueBefore(sku) <= state.now;
        }
    }

    /** Nothing is due on this SKU any more, at this time. */
    private void settled(final int sku) {
        if (state.skus.nothingDueBefore(sku) <= state.now) {
            state.skus.nothingDueBefore(sku, state.now + 1);
        }
    }

    private boolean settle() {
        final boolean campaignsEnded = state.campaigns.firstEnd() <= state.now && endWantedCampaigns();
        return holdsMayBeDue && expireWantedHolds() || campaignsEnded;
    }

    private boolean expireWantedHolds() {
        due.clear();
        deadlines.holds().visitDue(state.now, noteWanted);
        due.sortThis(byDeadline);
        boolean changed = false;
        for (int i = 0; i < due.size(); i++) {
            // An order can stand in the queue twice.
            if (state.orders.due(due.get(i), state.now)) {
                expiry.expire(due.get(i));
                changed = true;
            }
        }
        return changed;
    }

    private int compareDeadlines(final int a, final int b) {
        final int byTime = Long.compare(state.orders.when(a), state.orders.when(b));
        return byTime != 0 ? byTime : Long.compare(state.orders.placedSequence(a), state.orders.placedSequence(b));
    }

    private void noteWanted(final long time, final long placedSequence, final int order, final int mask) {
        if ((mask & wantedMask) == 0
                || state.orders.placedSequence(order) != placedSequence
                || !state.orders.due(order, state.now)) {
            return;
        }
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            if (state.lines.live(line) > 0 && wanted.get(state.lines.sku(line)) != 0) {
                due.add(order);
                return;
            }
        }
    }

    private boolean endWantedCampaigns() {
        boolean changed = false;
        for (int campaign = nextEnded(0); campaign != 0; campaign = nextEnded(campaign)) {
            if (hasWanted(campaign)) {
                expiry.endCampaign(campaign);
                changed = true;
            }
        }
        return changed;
    }

    /** The campaign that has ended and has not been swept, next by (end, number) after one; 0 for the first. */
    private int nextEnded(final int after) {
        int next = 0;
        for (int campaign = 1; campaign <= state.campaigns.slab().used(); campaign++) {
            if (!state.campaigns.swept(campaign)
                    && state.campaigns.end(campaign) <= state.now
                    && (after == 0 || endsBefore(after, campaign))
                    && (next == 0 || endsBefore(campaign, next))) {
                next = campaign;
            }
        }
        return next;
    }

    private boolean endsBefore(final int a, final int b) {
        final long endA = state.campaigns.end(a);
        final long endB = state.campaigns.end(b);
        return endA < endB || (endA == endB && a < b);
    }

    private boolean hasWanted(final int campaign) {
        for (final int allotment : state.campaigns.allotmentsOf(campaign)) {
            if (wanted.get(state.stocks.sku(state.campaigns.allotmentStock(allotment))) != 0) {
                return true;
            }
        }
        return false;
    }
}
