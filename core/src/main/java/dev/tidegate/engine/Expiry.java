package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderLines;
import dev.tidegate.order.OrderState;
import dev.tidegate.order.Trigger;
import dev.tidegate.stock.Bucket;

/** What time brings: holds expire, campaigns end, counters and closed orders go. By a tick, or early by {@link Settling}. */
final class Expiry {
    private final State state;
    private final Holding holding;
    private final ShortLines shortLines;
    private final Deadlines deadlines;
    private final RecordMac recordMac;

    Expiry(final State state, final Holding holding, final ShortLines shortLines, final Deadlines deadlines) {
        this.state = state;
        this.holding = holding;
        this.shortLines = shortLines;
        this.deadlines = deadlines;
        recordMac = new RecordMac(state.recordKey);
    }

    // --- tick

    /** Does at most WORK_PER_TICK pieces of what is due. */
    void tick() {
        long work = state.limits.get(Limits.WORK_PER_TICK);
        for (; work > 0 && state.campaigns.firstEnd() <= state.now; work--) {
            endCampaign(state.campaigns.firstEnded(state.now));
        }
        for (; work > 0 && deadlines.firstHold() <= state.now; work--) {
            expire(deadlines.takeFirstHold());
        }
        for (; work > 0 && state.counters.firstDue() <= state.now; work--) {
            state.counters.removeFirstDue();
        }
        for (; work > 0 && deadlines.firstCompletion() <= state.now; work--) {
            complete(deadlines.takeFirstCompletion());
        }
        for (; work > 0 && deadlines.firstClosed() <= state.now; work--) {
            leave(deadlines.takeFirstClosed());
        }
    }

    // --- pieces

    /** An unpaid hold has run out. */
    void expire(final int order) {
        releaseAll(order, 0);
        close(order, Closing.EXPIRED, Trigger.EXPIRE);
    }

    /** Releases every live unit; nothing of the order is counted for its buyer or campaign any more. */
    void releaseAll(final int order, final int reason) {
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            final long live = state.lines.live(line);
            if (live > 0) {
                holding.release(order, line, live, reason);
            }
            state.lines.clearFlags(line, OrderLines.FLAG_COUNTED | OrderLines.FLAG_CAP_COUNTED);
        }
    }

    /** The time for returns of an order that is done is over. */
    private void complete(final int order) {
        final boolean paid = state.orders.has(order, OrderBook.FLAG_PAID);
        close(order, paid ? Closing.COMPLETED : Closing.CANCELLED, Trigger.CLOSE);
    }

    /** When an order that is done from now on completes. */
    long completion(final long lastShipment) {
        return Math.max(lastShipment + state.limits.get(Limits.RETURN_WINDOW_MILLIS), state.now) + 1;
    }

    /** Lets an order complete in time if a change has made it done. */
    void completeIfDone(final int order) {
        if (state.isDone(order)) {
            completeAt(order, completion(state.orders.when(order)));
        }
    }

    /** Lets an order that is done complete at that time. */
    private void completeAt(final int order, final long time) {
        state.orders.state(
                order, OrderState.OUTBOUND, state.orders.closing(order), 0, 0, state.orders.when(order), time);
        deadlines.complete(order);
    }

    /** Closes an order that has nothing live; it leaves memory after CLOSED_RETENTION_MILLIS. */
    void close(final int order, final int closing, final int trigger) {
        final int before = state.orders.state(order);
        final long leaves = state.now + state.limits.get(Limits.CLOSED_RETENTION_MILLIS);
        change(order, trigger, OrderState.CLOSED, closing, 0, 0, leaves, ++state.closings);
        if (before != OrderState.CLOSED) {
            state.openOrders--;
            state.channels.countOpenOrder(state.orders.channel(order), -1);
        }
        deadlines.close(order);
        told(order, trigger, before, 0);
    }

    /** Moves an order through one trigger; the life cycle must allow it. */
    void change(
            final int order,
            final int trigger,
            final int after,
            final int closing,
            final int setFlags,
            final int clearFlags) {
        change(
                order,
                trigger,
                after,
                closing,
                setFlags,
                clearFlags,
                state.orders.when(order),
                state.orders.mark(order));
    }

    /** The same, and sets what {@link OrderBook#when} and {@link OrderBook#mark} stand for in the new state. */
    void change(
            final int order,
            final int trigger,
            final int after,
            final int closing,
            final int setFlags,
            final int clearFlags,
            final long when,
            final long mark) {
        final int before = state.orders.state(order);
        if (!state.lifeCycle.allows(trigger, before, after)) {
            throw new IllegalStateException(
                    "life cycle: trigger " + trigger + " does not lead from state " + before + " to " + after);
        }
        state.orders.state(order, after, closing, setFlags, clearFlags, when, mark);
    }

    /** Tells of a trigger that has been fired. */
    void told(final int order, final int trigger, final int before, final long amount) {
        final boolean waiting = state.orders.unpaidWithDeadline(order) && state.orders.when(order) != OrderBook.NEVER;
        state.events.orderChanged(
                state.orders.id(order),
                trigger,
                before,
                state.orders.state(order),
                state.orders.closing(order),
                amount,
                waiting ? state.orders.when(order) : 0);
    }

    /** What is left of a campaign's allotments goes back. */
    void endCampaign(final int campaign) {
        for (final int allotment : state.campaigns.allotmentsOf(campaign)) {
            toSellable(allotment, state.campaigns.left(allotment));
        }
        state.campaigns.sweep(campaign);
    }

    /** Gives units of an allotment back to sellable, past the lines that wait for units. */
    void toSellable(final int allotment, final long units) {
        if (units > 0) {
            final int stock = state.campaigns.allotmentStock(allotment);
            state.events.about(0, 0, state.campaigns.allotmentCampaign(allotment), 0);
            state.stocks.move(stock, Bucket.ALLOTTED, Bucket.SELLABLE, units);
            state.campaigns.changeLeft(allotment, -units);
            shortLines.fill(stock, units);
        }
    }

    private void leave(final int order) {
        if (!state.recordKey.isDrawn()) {
            state.recordKey.draw(state.settledDigest());
        }
        final int record = state.events.orderLeft(state, order);
        final HeapBuffer told = state.events.buffer().buffer();
        final int hash = state.orders.externalHash(order);
        state.numbers.remember(
                hash,
                state.orders.id(order),
                state.now,
                state.orders.placedTime(order),
                recordMac.of(told, record, state.events.buffer().length() - record),
                state.limits.get(Limits.EXTERNALS_REMEMBERED));
        int line = state.orders.firstLine(order);
        while (line != 0) {
            final int next = state.lines.next(line);
            state.lines.leave(line);
            line = next;
        }
        state.orders.leave(order, hash);
    }
}
