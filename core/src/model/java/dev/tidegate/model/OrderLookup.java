package dev.tidegate.model;

import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.Order;

/** Finds the order that a command names, or refuses. */
final class OrderLookup {
    private final Books books;

    OrderLookup(final Books books) {
        this.books = books;
    }

    Order inMemory(final long id) {
        final Order order = books.orders.get(id);
        if (order == null) {
            final boolean existed = id > 0 && id <= books.lastOrderId;
            throw Refused.of(existed ? OutcomeCode.ORDER_ARCHIVED : OutcomeCode.UNKNOWN_ORDER);
        }
        return order;
    }

    /** An order that is neither closed nor due; a completed one is answered by the checks behind this one. */
    Order live(final long id) {
        final Order order = inMemory(id);
        if (order.closed() && order.closing == Books.CANCELLED) {
            throw refuse(OutcomeCode.ORDER_CANCELLED, order);
        }
        final boolean over = order.closed() && order.closing != Books.COMPLETED;
        if (over || order.dueAt(books.now)) {
            throw refuse(OutcomeCode.ORDER_EXPIRED, order);
        }
        return order;
    }

    static Refused refuse(final OutcomeCode code, final Order order) {
        return refuse(code, order, 0, 0, 0);
    }

    static Refused refuse(
            final OutcomeCode code, final Order order, final int line, final long asked, final long available) {
        return new Refused(code, order.id, line, asked, available);
    }
}
