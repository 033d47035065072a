package dev.tidegate.model;

import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.Channel;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Pair;
import dev.tidegate.model.Reservation.Grant;
import dev.tidegate.model.Reservation.Scope;
import dev.tidegate.model.Reservation.Want;
import java.util.ArrayList;
import java.util.List;

/** Payment starts, fails, is confirmed: docs/rules.md, section 6. */
final class Payment {
    private final Books books;
    private final OrderLookup orders;
    private final Stock stock;
    private final Counters counters;
    private final Expiry expiry;

    Payment(
            final Books books,
            final OrderLookup orders,
            final Stock stock,
            final Counters counters,
            final Expiry expiry) {
        this.books = books;
        this.orders = orders;
        this.stock = stock;
        this.counters = counters;
        this.expiry = expiry;
    }

    Answer start(final long id) {
        final Order order = orders.live(id);
        if (order.paid) {
            throw OrderLookup.refuse(OutcomeCode.ALREADY_PAID, order);
        }
        if (order.state == Books.PAYING) {
            throw OrderLookup.refuse(OutcomeCode.PAYMENT_ALREADY_STARTED, order);
        }
        if (order.state == Books.OUTBOUND) {
            throw OrderLookup.refuse(OutcomeCode.ALREADY_SHIPPED, order);
        }
        order.state = Books.PAYING;
        if (!order.paymentStarted && order.deadline != Books.NEVER && order.policy.extendedMillis() > 0) {
            final long anchor = order.policy.anchor() == HoldAnchor.ORDER ? order.placedTime : books.now;
            order.deadline = Math.max(
                    order.deadline,
                    Math.min(anchor + order.policy.extendedMillis(), order.placedTime + order.policy.maximumMillis()));
        }
        order.paymentStarted = true;
        return Answer.accepted(order.id).withDeadline(order.deadline == Books.NEVER ? 0 : order.deadline);
    }

    /** Nobody could pay for a while. */
    Answer extendHolds(final long minimumMillis) {
        final long until = books.now + minimumMillis;
        final List<Order> putOff = books.orders.values().stream()
                .filter(order -> !order.closed() && !order.paid)
                .filter(order -> order.deadline > books.before && order.deadline < until)
                .toList();
        putOff.forEach(order -> order.deadline = until);
        return Answer.of(OutcomeCode.ACCEPTED, 0, 0, 0, putOff.size()).withDeadline(until);
    }

    Answer fail(final long id) {
        final Order order = orders.live(id);
        if (order.paid) {
            throw OrderLookup.refuse(OutcomeCode.ALREADY_PAID, order);
        }
        if (order.shipped() > 0) {
            throw OrderLookup.refuse(OutcomeCode.ALREADY_SHIPPED, order);
        }
        if (order.policy.onPaymentFailure() == OnPaymentFailure.RELEASE) {
            expiry.letGo(order);
            expiry.close(order, Books.PAYMENT_FAILED);
        } else {
            order.state = Books.CREATED;
        }
        return Answer.accepted(order.id);
    }

    Answer confirm(final ConfirmPayment c) {
        final Order order = orders.inMemory(c.orderId());
        if (order.closed() && order.closing == Books.CANCELLED) {
            throw OrderLookup.refuse(OutcomeCode.PAYMENT_AFTER_CANCEL, order);
        }
        if (order.paid || order.refundRequested) {
            throw OrderLookup.refuse(OutcomeCode.ALREADY_PAID, order);
        }
        checkAmount(order, c.amount());
        if (order.dueAt(books.now)) {
            expiry.expire(order);
        }
        if (order.closed()) {
            return payLate(order);
        }
        order.lines.stream().filter(line -> line.shortUnits > 0).findFirst().ifPresent(line -> {
            throw OrderLookup.refuse(
                    OutcomeCode.LINE_SHORT, order, line.number, line.live(), Stock.unitsOf(order, line));
        });
        return order.holding ? payHeld(order) : payAndAcquire(order);
    }

    private static void checkAmount(final Order order, final long amount) {
        if (amount != order.total && (!order.cut || amount < 0 || amount > order.total)) {
            throw OrderLookup.refuse(OutcomeCode.PAYMENT_MISMATCH, order, 0, amount, order.total);
        }
    }

    private Answer payHeld(final Order order) {
        for (final Line line : order.lines) {
            if (line.live() > 0) {
                final Pair pair = stock.pair(line.sku, line.warehouse);
                pair.held -= line.live();
                pair.sold += line.live();
            }
        }
        pay(order);
        return Answer.accepted(order.id);
    }

    private void pay(final Order order) {
        order.paid = true;
        order.paymentSequence = books.sequence;
        order.deadline = Books.NEVER;
        order.state = order.live() == 0 ? Books.OUTBOUND : Books.PAID;
        if (order.done()) {
            expiry.complete(order);
        }
    }

    private Answer payAndAcquire(final Order order) {
        final Refused why = acquire(order);
        if (why == null) {
            return Answer.accepted(order.id);
        }
        expiry.letGo(order);
        expiry.close(order, Books.SHORT);
        return requestRefund(order, why);
    }

    private Answer payLate(final Order order) {
        final Refused why = acquire(order);
        if (why != null) {
            return requestRefund(order, why);
        }
        order.lines.forEach(line -> {
            line.inCap = false;
            line.counted = false;
        });
        return Answer.of(OutcomeCode.PAID_LATE, order.id, 0, 0, 0);
    }

    private static Answer requestRefund(final Order order, final Refused why) {
        order.refundRequested = true;
        final Answer shortfall = why.answer();
        return Answer.of(
                OutcomeCode.PAID_LATE_SHORT, order.id, shortfall.line(), shortfall.asked(), shortfall.available());
    }

    /** Takes the units the order had or was promised, all or none, and pays; null when that was done. */
    private Refused acquire(final Order order) {
        List<Grant> grants = tryAll(order);
        if (grants.stream().anyMatch(grant -> grant.why() != null)) {
            expiry.settle(order.lines.stream()
                    .filter(line -> wanted(line) > 0)
                    .map(line -> line.sku)
                    .toList());
            grants = tryAll(order);
        }
        for (final Grant grant : grants) {
            if (grant.why() != null) {
                return grant.why();
            }
        }
        order.closing = 0;
        order.leavesAt = Books.NEVER;
        order.readmitted = false;
        order.holding = true;
        order.lines.forEach(line -> line.released = 0);
        pay(order);
        for (int i = 0; i < grants.size(); i++) {
            final Line line = order.lines.get(i);
            if (line.live() > 0) {
                line.warehouse = grants.get(i).warehouse();
                line.fromAllotment = grants.get(i).fromAllotment();
                stock.take(order, line, line.live());
            }
        }
        return null;
    }

    /** Units that a line had when the hold went, or was promised. */
    private static long wanted(final Line line) {
        return line.granted - line.cancelled;
    }

    private List<Grant> tryAll(final Order order) {
        final Channel channel = books.channel(order.channel);
        final Reservation reservation = new Reservation(books, stock, counters, channel, Scope.ACQUIRE);
        final List<Grant> grants = new ArrayList<>();
        for (final Line line : order.lines) {
            grants.add(reservation.whole(new Want(
                    line.number, line.sku, line.named, line.campaign, wanted(line), order.buyerHigh, order.buyerLow)));
        }
        return grants;
    }
}
