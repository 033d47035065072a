package dev.tidegate.model;

import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.NumberKey;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Remembered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/** Orders that have left memory, their numbers and how they come back: docs/rules.md, sections 1 and 8. */
final class Archive {
    private static final long FIVE_MINUTES = 300_000;
    private static final int FORGOTTEN_AT_ONCE = 4;

    private final Books books;

    Archive(final Books books) {
        this.books = books;
    }

    void forgetOld() {
        final long before = books.now - books.limit(Limit.EXTERNAL_MEMORY_MILLIS);
        final Iterator<Remembered> oldest = books.numbers.values().iterator();
        for (int i = 0; i < FORGOTTEN_AT_ONCE && oldest.hasNext(); i++) {
            final Remembered number = oldest.next();
            if (number.leftTime() >= before) {
                return;
            }
            oldest.remove();
            raiseFloor(number.placedTime());
        }
    }

    private void raiseFloor(final long placedTime) {
        books.floorOfNumbers = Math.max(books.floorOfNumbers, placedTime);
    }

    void leave(final Order order) {
        final byte[] record = OrderRecord.of(order);
        books.orders.remove(order.id);
        books.records.computeIfAbsent(order.id, id -> new ArrayList<>()).add(record);
        final long most = books.limit(Limit.EXTERNALS_REMEMBERED);
        if (most == 0) {
            raiseFloor(order.placedTime);
            return;
        }
        if (books.numbers.size() >= most) {
            final Iterator<Remembered> oldest = books.numbers.values().iterator();
            raiseFloor(oldest.next().placedTime());
            oldest.remove();
        }
        books.numbers.put(keyOf(order), new Remembered(order.id, order.placedTime, books.now, record));
    }

    private static NumberKey keyOf(final Order order) {
        return new NumberKey(order.channel, order.externalNumber);
    }

    /** The order that has this number, in memory or remembered. */
    Optional<Long> orderOf(final NumberKey number) {
        final Optional<Long> inMemory = books.orders.values().stream()
                .filter(order -> keyOf(order).equals(number))
                .map(order -> order.id)
                .findFirst();
        return inMemory.or(() -> Optional.ofNullable(books.numbers.get(number)).map(Remembered::orderId));
    }

    void checkNumber(final PlaceOrder c) {
        orderOf(new NumberKey(c.channel(), c.externalNumber())).ifPresent(order -> {
            throw Refused.of(OutcomeCode.DUPLICATE_EXTERNAL).about(order);
        });
        final boolean floor = books.floorOfNumbers != Books.NO_FLOOR;
        if (!c.backfill()
                && c.orderedMillis() != 0
                && floor
                && c.orderedMillis() <= books.floorOfNumbers + FIVE_MINUTES) {
            throw Refused.asked(
                    OutcomeCode.BACKFILL_REQUIRED, c.orderedMillis(), books.floorOfNumbers + FIVE_MINUTES + 1);
        }
    }

    void checkRoom(final int lines) {
        if (books.orders.size() >= books.limit(Limit.ORDERS)) {
            throw Refused.of(OutcomeCode.ORDERS_FULL);
        }
        final long room = Math.max(0, books.limit(Limit.ORDER_LINES) - books.linesInMemory());
        if (lines > room) {
            throw Refused.asked(OutcomeCode.ORDER_LINES_FULL, lines, room);
        }
    }

    Answer readmit(final ReadmitOrder c) {
        if (c.orderId() < 1 || c.orderId() > books.lastOrderId) {
            throw Refused.of(OutcomeCode.UNKNOWN_ORDER);
        }
        if (books.orders.containsKey(c.orderId())) {
            throw Refused.of(OutcomeCode.ORDER_IN_MEMORY).about(c.orderId());
        }
        final Order order = OrderRecord.order(c.record());
        final Remembered known = books.numbers.get(keyOf(order));
        if (known == null) {
            throw Refused.of(OutcomeCode.ORDER_FORGOTTEN);
        }
        if (known.orderId() != order.id || !Arrays.equals(known.record(), c.record())) {
            throw Refused.of(OutcomeCode.RECORD_MISMATCH);
        }
        checkRoom(order.lines.size());
        order.readmitted = true;
        order.closingNumber = ++books.closings;
        order.leavesAt = books.now + books.limit(Limit.CLOSED_RETENTION_MILLIS);
        books.numbers.remove(keyOf(order));
        books.orders.put(order.id, order);
        return Answer.accepted(order.id);
    }
}
