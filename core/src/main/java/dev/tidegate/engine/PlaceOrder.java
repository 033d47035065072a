package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderLines;
import dev.tidegate.stock.Bucket;
import dev.tidegate.stock.Channels;

/** Takes an order in and holds its lines. */
final class PlaceOrder extends Handler {
    private static final long CLOCKS_DIFFER_MILLIS = 300_000;

    private final Reservation reservation;
    private final Holding holding;
    private final Settling settling;
    private final Deadlines deadlines;
    private final OrderMessage message;
    private final Basket basket = new Basket();
    private int externalHash;

    PlaceOrder(
            final State state,
            final Reservation reservation,
            final Holding holding,
            final Settling settling,
            final Deadlines deadlines) {
        super(state);
        this.reservation = reservation;
        this.holding = holding;
        this.settling = settling;
        this.deadlines = deadlines;
        message = new OrderMessage(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        return message.read(buffer, offset, basket, outcome);
    }

    @Override
    void apply(final Outcome outcome) {
        if (channelUsable(outcome, basket.channel)
                && externalFree(outcome)
                && entitiesUsable(outcome)
                && roomLeft(outcome)
                && reserved(outcome)) {
            place(outcome);
        }
    }

    private boolean externalFree(final Outcome outcome) {
        externalHash = state.numberPrint.of(
                basket.channel, message.buffer(), message.externalOffset(), message.externalLength());
        final int order = state.orders.find(
                externalHash, basket.channel, message.buffer(), message.externalOffset(), message.externalLength());
        if (order != 0) {
            outcome.set(OutcomeCode.DUPLICATE_EXTERNAL, state.orders.id(order), 0, 0, 0);
            return false;
        }
        return externalForgettable(outcome);
    }

    /** Whether no order that left memory can have had the number: it would be remembered, or is too old for that. */
    private boolean externalForgettable(final Outcome outcome) {
        final int number = state.numbers.find(externalHash, state.numberPrint);
        if (number != 0) {
            outcome.set(OutcomeCode.DUPLICATE_EXTERNAL, state.numbers.order(number), 0, 0, 0);
            return false;
        }
        final long ordered = message.orderedMillis();
        final long floor = state.numbers.floor();
        return ordered == 0
                || message.backfill()
                || floor == RememberedNumbers.NO_FLOOR
                || ordered > floor + CLOCKS_DIFFER_MILLIS
                || refuse(outcome, OutcomeCode.BACKFILL_REQUIRED, 0, ordered, floor + CLOCKS_DIFFER_MILLIS + 1);
    }

    private boolean entitiesUsable(final Outcome outcome) {
        for (int i = 0; i < basket.count; i++) {
            final BasketLine line = basket.line(i);
            if (!skuUsable(outcome, line.sku, line.number)
                    || !lineWarehouseUsable(outcome, line)
                    || !lineCampaignUsable(outcome, line)) {
                return false;
            }
        }
        return true;
    }

    private boolean lineWarehouseUsable(final Outcome outcome, final BasketLine line) {
        final int named = line.namedWarehouse;
        if (named == 0) {
            return state.channels.warehouses(basket.channel).length > 0
                    || refuse(outcome, OutcomeCode.WAREHOUSE_NOT_IN_CHANNEL, line.number, 0, 0);
        }
        return warehouseUsable(outcome, named, line.number)
                && (state.channels.sellsFrom(basket.channel, named)
                        || refuse(outcome, OutcomeCode.WAREHOUSE_NOT_IN_CHANNEL, line.number, 0, 0));
    }

    private boolean lineCampaignUsable(final Outcome outcome, final BasketLine line) {
        line.item = 0;
        final int campaign = line.campaign;
        if (campaign == 0) {
            return true;
        }
        if (!state.campaigns.exists(campaign)) {
            return refuse(outcome, OutcomeCode.UNKNOWN_CAMPAIGN, line.number, 0, 0);
        }
        line.item = state.campaigns.item(campaign, line.sku);
        return line.item != 0 || refuse(outcome, OutcomeCode.SKU_NOT_IN_CAMPAIGN, line.number, 0, 0);
    }

    private boolean roomLeft(final Outcome outcome) {
        if (state.orders.slab().live() >= state.limits.get(Limits.ORDERS)) {
            return refuse(outcome, OutcomeCode.ORDERS_FULL);
        }
        final long room =
                state.limits.get(Limits.ORDER_LINES) - state.lines.slab().live();
        return basket.count <= room || refuse(outcome, OutcomeCode.ORDER_LINES_FULL, 0, basket.count, room);
    }

    private Reservation.Kind kind() {
        return state.channels.timing(basket.channel) == Channels.AT_PAYMENT
                ? Reservation.Kind.WITHOUT_STOCK
                : Reservation.Kind.AT_ORDER;
    }

    private boolean reserved(final Outcome outcome) {
        final boolean partial = message.partial();
        boolean whole = reservation.check(basket, kind(), partial);
        if (!whole && settling.settle(basket)) {
            whole = reservation.check(basket, kind(), partial);
        }
        if (whole || (partial && grantedAny())) {
            return true;
        }
        return refuse(outcome, basket.failure(), basket.failedLine, basket.failedAsked, basket.failedAvailable);
    }

    private boolean grantedAny() {
        for (int i = 0; i < basket.count; i++) {
            if (basket.line(i).granted > 0) {
                return true;
            }
        }
        return false;
    }

    private void place(final Outcome outcome) {
        final boolean takesStock = kind() == Reservation.Kind.AT_ORDER;
        final int order = state.orders.place(
                externalHash, basket.channel, message.buffer(), message.externalOffset(), message.externalLength());
        final int firstLine = addLines(order);
        final int policy = policy();
        final long hold = message.holdMillis() > 0 ? message.holdMillis() : state.policies.initialMillis(policy);
        final long deadline = state.now + Math.min(hold, state.policies.maximumMillis(policy));
        state.orders.placed(
                order,
                state.sequence,
                state.now,
                deadline,
                message.total(),
                message.currency(),
                policy,
                message.urgency(),
                message.source(),
                basket.buyerHigh,
                basket.buyerLow,
                firstLine,
                basket.count);
        state.openOrders++;
        state.channels.countOpenOrder(basket.channel, 1);
        state.events.orderPlaced(state.orders, order, message);
        final long orderId = state.orders.id(order);
        final int skuMask = hold(orderId, takesStock, outcome);
        final int flags =
                (takesStock ? 0 : OrderBook.FLAG_NOTHING_HELD) | (outcome.missingCount() > 0 ? OrderBook.FLAG_CUT : 0);
        if (flags != 0) {
            state.orders.state(order, state.orders.state(order), 0, flags, 0);
        }
        deadlines.hold(order, skuMask);
        outcome.set(outcome.missingCount() > 0 ? OutcomeCode.ACCEPTED_PARTLY : OutcomeCode.ACCEPTED, orderId, 0, 0, 0)
                .deadline(deadline);
    }

    private int addLines(final int order) {
        int first = 0;
        int before = 0;
        for (int i = 0; i < basket.count; i++) {
            final BasketLine wanted = basket.line(i);
            final int flags = (wanted.fromAllotment ? OrderLines.FLAG_FROM_ALLOTMENT : 0)
                    | (wanted.counted && wanted.granted > 0 ? OrderLines.FLAG_COUNTED : 0)
                    | (wanted.item != 0 ? OrderLines.FLAG_CAP_COUNTED : 0)
                    | (wanted.namedWarehouse != 0 ? OrderLines.FLAG_WAREHOUSE_NAMED : 0);
            final int line = state.lines.add(
                    order,
                    wanted.number,
                    wanted.sku,
                    wanted.item,
                    wanted.warehouse,
                    flags,
                    wanted.stock,
                    wanted.asked,
                    wanted.granted,
                    wanted.amount);
            if (before == 0) {
                first = line;
            } else {
                state.lines.next(before, line);
            }
            before = line;
        }
        return first;
    }

    /** Takes the units of every line and returns the SKUs as a mask. */
    private int hold(final long orderId, final boolean takesStock, final Outcome outcome) {
        int skuMask = 0;
        for (int i = 0; i < basket.count; i++) {
            final BasketLine line = basket.line(i);
            if (line.granted > 0) {
                if (takesStock) {
                    holding.take(orderId, basket.channel, line, Bucket.HELD);
                }
                holding.count(basket, line);
            }
            if (line.granted < line.asked) {
                outcome.addMissing(line.number, line.asked - line.granted);
            }
            skuMask |= Deadlines.maskOf(line.sku);
        }
        return skuMask;
    }

    /** The policy of the line with the shortest initial hold, the first such line. */
    private int policy() {
        int shortest = 0;
        for (int i = 0; i < basket.count; i++) {
            final int policy = policyOf(basket.line(i));
            if (shortest == 0 || state.policies.initialMillis(policy) < state.policies.initialMillis(shortest)) {
                shortest = policy;
            }
        }
        return shortest;
    }

    private int policyOf(final BasketLine line) {
        final int ofCampaign = line.campaign == 0 ? 0 : state.campaigns.policy(line.campaign);
        if (ofCampaign != 0) {
            return ofCampaign;
        }
        final int ofSku = state.skus.policy(line.sku);
        if (ofSku != 0) {
            return ofSku;
        }
        final int ofChannel = state.channels.policy(basket.channel);
        return ofChannel != 0 ? ofChannel : state.policies.standard();
    }
}
