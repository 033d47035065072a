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
    private final Reservation reservation;
    private final Holding holding;
    private final Settling settling;
    private final Deadlines deadlines;
    private final OrderMessage message;
    private final Basket basket = new Basket();

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
        final int order =
                state.orders.find(basket.channel, message.buffer(), message.externalOffset(), message.externalLength());
        if (order != 0) {
            outcome.set(OutcomeCode.DUPLICATE_EXTERNAL, state.orders.id(order), 0, 0, 0);
        }
        return order == 0;
    }

    private boolean entitiesUsable(final Outcome outcome) {
        for (int i = 0; i < basket.count; i++) {
            if (!skuUsable(outcome, basket.sku[i], i + 1)
                    || !lineWarehouseUsable(outcome, i)
                    || !lineCampaignUsable(outcome, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean lineWarehouseUsable(final Outcome outcome, final int i) {
        final int named = basket.namedWarehouse[i];
        if (named == 0) {
            return state.channels.warehouses(basket.channel).length > 0
                    || refuse(outcome, OutcomeCode.WAREHOUSE_NOT_IN_CHANNEL, i + 1, 0, 0);
        }
        return warehouseUsable(outcome, named, i + 1)
                && (state.channels.sellsFrom(basket.channel, named)
                        || refuse(outcome, OutcomeCode.WAREHOUSE_NOT_IN_CHANNEL, i + 1, 0, 0));
    }

    private boolean lineCampaignUsable(final Outcome outcome, final int i) {
        basket.item[i] = 0;
        final int campaign = basket.campaign[i];
        if (campaign == 0) {
            return true;
        }
        if (!state.campaigns.exists(campaign)) {
            return refuse(outcome, OutcomeCode.UNKNOWN_CAMPAIGN, i + 1, 0, 0);
        }
        basket.item[i] = state.campaigns.item(campaign, basket.sku[i]);
        return basket.item[i] != 0 || refuse(outcome, OutcomeCode.SKU_NOT_IN_CAMPAIGN, i + 1, 0, 0);
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
            if (basket.granted[i] > 0) {
                return true;
            }
        }
        return false;
    }

    private void place(final Outcome outcome) {
        final boolean takesStock = kind() == Reservation.Kind.AT_ORDER;
        final int order = state.orders.place(
                basket.channel, message.buffer(), message.externalOffset(), message.externalLength());
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
        final int skuMask = hold(order, takesStock, outcome);
        final int flags =
                (takesStock ? 0 : OrderBook.FLAG_NOTHING_HELD) | (outcome.missingCount() > 0 ? OrderBook.FLAG_CUT : 0);
        if (flags != 0) {
            state.orders.state(order, state.orders.state(order), 0, flags, 0);
        }
        deadlines.hold(order, skuMask);
        outcome.set(
                        outcome.missingCount() > 0 ? OutcomeCode.ACCEPTED_PARTLY : OutcomeCode.ACCEPTED,
                        state.orders.id(order),
                        0,
                        0,
                        0)
                .deadline(deadline);
    }

    private int addLines(final int order) {
        int first = 0;
        int before = 0;
        for (int i = 0; i < basket.count; i++) {
            final int flags = (basket.fromAllotment[i] ? OrderLines.FLAG_FROM_ALLOTMENT : 0)
                    | (basket.counted[i] && basket.granted[i] > 0 ? OrderLines.FLAG_COUNTED : 0)
                    | (basket.item[i] != 0 ? OrderLines.FLAG_CAP_COUNTED : 0)
                    | (basket.namedWarehouse[i] != 0 ? OrderLines.FLAG_WAREHOUSE_NAMED : 0);
            final int line = state.lines.add(
                    order,
                    i + 1,
                    basket.sku[i],
                    basket.item[i],
                    basket.warehouse[i],
                    flags,
                    basket.stock[i],
                    basket.asked[i],
                    basket.granted[i],
                    basket.amount[i]);
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
    private int hold(final int order, final boolean takesStock, final Outcome outcome) {
        int skuMask = 0;
        int i = 0;
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            final long granted = basket.granted[i];
            if (granted > 0) {
                if (takesStock) {
                    holding.take(order, line, granted, Bucket.HELD);
                }
                holding.count(order, line, granted);
            }
            if (granted < basket.asked[i]) {
                outcome.addMissing(i + 1, basket.asked[i] - granted);
            }
            skuMask |= Deadlines.maskOf(basket.sku[i]);
            i++;
        }
        return skuMask;
    }

    /** The policy of the line with the shortest initial hold, the first such line. */
    private int policy() {
        int shortest = 0;
        for (int i = 0; i < basket.count; i++) {
            final int policy = policyOf(i);
            if (shortest == 0 || state.policies.initialMillis(policy) < state.policies.initialMillis(shortest)) {
                shortest = policy;
            }
        }
        return shortest;
    }

    private int policyOf(final int i) {
        final int ofCampaign = basket.campaign[i] == 0 ? 0 : state.campaigns.policy(basket.campaign[i]);
        if (ofCampaign != 0) {
            return ofCampaign;
        }
        final int ofSku = state.skus.policy(basket.sku[i]);
        if (ofSku != 0) {
            return ofSku;
        }
        final int ofChannel = state.channels.policy(basket.channel);
        return ofChannel != 0 ? ofChannel : state.policies.standard();
    }
}
