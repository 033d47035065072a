package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.Campaign;
import dev.tidegate.model.Books.Channel;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Policy;
import dev.tidegate.model.ReferenceOutcome.Missing;
import dev.tidegate.model.Reservation.Grant;
import dev.tidegate.model.Reservation.Scope;
import dev.tidegate.model.Reservation.Want;
import java.util.ArrayList;
import java.util.List;

/** An order is placed: docs/rules.md, section 6. */
final class Placing {
    private final Books books;
    private final Lookup lookup;
    private final Stock stock;
    private final Counters counters;
    private final Expiry expiry;
    private final Archive archive;

    Placing(
            final Books books,
            final Lookup lookup,
            final Stock stock,
            final Counters counters,
            final Expiry expiry,
            final Archive archive) {
        this.books = books;
        this.lookup = lookup;
        this.stock = stock;
        this.counters = counters;
        this.expiry = expiry;
        this.archive = archive;
    }

    Answer place(final PlaceOrder c) {
        final Channel channel = lookup.channel(c.channel());
        archive.checkNumber(c);
        for (int i = 0; i < c.lines().size(); i++) {
            checkLine(channel, c.lines().get(i), i + 1);
        }
        archive.checkRoom(c.lines().size());
        final boolean atOrder = timing(channel) == HoldTiming.AT_ORDER;
        final List<Grant> grants = reserve(c, channel, atOrder ? Scope.ORDER : Scope.ORDER_WITHOUT_STOCK);
        final Order order = newOrder(c, channel);
        order.holding = atOrder;
        for (int i = 0; i < grants.size(); i++) {
            addLine(order, c.lines().get(i), grants.get(i));
        }
        books.orders.put(order.id, order);
        final List<Missing> missing = missing(order);
        order.cut = !missing.isEmpty();
        return Answer.of(missing.isEmpty() ? OutcomeCode.ACCEPTED : OutcomeCode.ACCEPTED_PARTLY, order.id, 0, 0, 0)
                .withDeadline(order.deadline)
                .withMissing(missing);
    }

    static List<Missing> missing(final Order order) {
        return order.lines.stream()
                .filter(line -> line.granted < line.asked)
                .map(line -> new Missing(line.number, line.asked - line.granted))
                .toList();
    }

    private HoldTiming timing(final Channel channel) {
        return channel.timing == null ? books.defaultTiming : channel.timing;
    }

    private void checkLine(final Channel channel, final OrderLine line, final int number) {
        lookup.sku(line.sku(), number);
        if (line.warehouse() != 0) {
            lookup.warehouse(line.warehouse(), number);
        }
        final boolean served =
                line.warehouse() == 0 ? !channel.warehouses.isEmpty() : channel.warehouses.contains(line.warehouse());
        if (!served) {
            throw Refused.line(OutcomeCode.WAREHOUSE_NOT_IN_CHANNEL, number);
        }
        if (line.campaign() != 0) {
            final Campaign campaign = books.campaign(line.campaign());
            if (campaign == null) {
                throw Refused.line(OutcomeCode.UNKNOWN_CAMPAIGN, number);
            }
            if (!campaign.items.containsKey(line.sku())) {
                throw Refused.line(OutcomeCode.SKU_NOT_IN_CAMPAIGN, number);
            }
        }
    }

    private List<Grant> reserve(final PlaceOrder c, final Channel channel, final Scope scope) {
        List<Grant> grants = tryAll(c, channel, scope);
        if (grants.stream().anyMatch(grant -> grant.why() != null)) {
            expiry.settle(c.lines().stream().map(OrderLine::sku).toList());
            grants = tryAll(c, channel, scope);
        }
        final boolean nothing = grants.stream().allMatch(grant -> grant.units() == 0);
        for (final Grant grant : grants) {
            if (grant.why() != null && (nothing || c.placing() == Command.Placing.ALL_OR_NONE)) {
                throw grant.why();
            }
        }
        return grants;
    }

    private List<Grant> tryAll(final PlaceOrder c, final Channel channel, final Scope scope) {
        final Reservation reservation = new Reservation(books, stock, counters, channel, scope);
        final List<Grant> grants = new ArrayList<>();
        for (final OrderLine line : c.lines()) {
            final Want want = new Want(
                    grants.size() + 1,
                    line.sku(),
                    line.warehouse(),
                    line.campaign(),
                    line.quantity(),
                    c.buyerHigh(),
                    c.buyerLow());
            grants.add(c.placing() == Command.Placing.PARTIAL ? reservation.partial(want) : reservation.whole(want));
        }
        return grants;
    }

    private Order newOrder(final PlaceOrder c, final Channel channel) {
        final Order order = new Order();
        order.id = ++books.lastOrderId;
        order.placedSequence = books.sequence;
        order.placedTime = books.now;
        order.channel = c.channel();
        order.externalNumber = c.externalNumber();
        order.urgency = c.urgency();
        order.source = c.source();
        order.currency = c.currency();
        order.buyerHigh = c.buyerHigh();
        order.buyerLow = c.buyerLow();
        order.total = c.totalAmount();
        order.policy = shortest(c, channel);
        final long hold = c.holdMillis() > 0 ? c.holdMillis() : order.policy.initialMillis();
        order.deadline = books.now + Math.min(hold, order.policy.maximumMillis());
        return order;
    }

    private Policy shortest(final PlaceOrder c, final Channel channel) {
        Policy shortest = null;
        for (final OrderLine line : c.lines()) {
            final Policy policy = policy(line, channel);
            if (shortest == null || policy.initialMillis() < shortest.initialMillis()) {
                shortest = policy;
            }
        }
        return shortest;
    }

    private Policy policy(final OrderLine line, final Channel channel) {
        if (line.campaign() != 0 && books.campaign(line.campaign()).policy != null) {
            return books.campaign(line.campaign()).policy;
        }
        if (books.sku(line.sku()).policy != null) {
            return books.sku(line.sku()).policy;
        }
        return channel.policy != null ? channel.policy : books.defaultPolicy;
    }

    private void addLine(final Order order, final OrderLine from, final Grant grant) {
        final Line line = new Line();
        line.number = order.lines.size() + 1;
        line.sku = from.sku();
        line.named = from.warehouse();
        line.warehouse = grant.warehouse();
        line.campaign = from.campaign();
        line.fromAllotment = grant.fromAllotment();
        line.asked = from.quantity();
        line.netAmount = from.netAmount();
        line.granted = grant.units();
        order.lines.add(line);
        if (line.granted > 0) {
            counters.count(order, line);
            if (order.holding) {
                stock.take(order, line, line.granted);
            }
        }
    }
}
