package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Pair;
import dev.tidegate.model.Books.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders are cancelled, shipped and sent back: docs/rules.md, section 6. */
final class Fulfilment {
    private final Books books;
    private final OrderLookup orders;
    private final Stock stock;
    private final StockRules stockRules;
    private final Expiry expiry;

    /** Units of a line that a command is about. */
    private record Part(Line line, long units) {}

    Fulfilment(
            final Books books,
            final OrderLookup orders,
            final Stock stock,
            final StockRules stockRules,
            final Expiry expiry) {
        this.books = books;
        this.orders = orders;
        this.stock = stock;
        this.stockRules = stockRules;
        this.expiry = expiry;
    }

    Answer cancel(final CancelOrder c) {
        final Order order = orders.live(c.orderId());
        checkAnyLive(order);
        for (final Part part : parts(order, c.lines())) {
            part.line.cancelled += part.units;
            stock.release(order, part.line, part.units);
        }
        if (order.live() == 0) {
            if (order.shipped() == 0) {
                expiry.close(order, Books.CANCELLED);
            } else {
                order.state = Books.OUTBOUND;
            }
        }
        order.cut |= !order.paid && !order.closed();
        if (order.done()) {
            expiry.complete(order);
        }
        return Answer.accepted(order.id);
    }

    Answer ship(final ShipOrder c) {
        final Order order = orders.live(c.orderId());
        if (!order.paid && !(books.channel(order.channel).shipUnpaid && order.holding)) {
            throw OrderLookup.refuse(OutcomeCode.NOT_PAID, order);
        }
        checkAnyLive(order);
        final List<Part> parts = parts(order, c.lines(), true);
        for (final Part part : parts) {
            final Pair pair = stock.pair(part.line.sku, part.line.warehouse);
            if (order.paid) {
                pair.sold -= part.units;
            } else {
                pair.held -= part.units;
            }
            pair.shipped += part.units;
            part.line.shipped += part.units;
        }
        order.lastShipment = books.now;
        order.deadline = Books.NEVER;
        if (order.live() == 0) {
            order.state = Books.OUTBOUND;
        }
        if (order.done()) {
            expiry.complete(order);
        }
        return Answer.accepted(order.id);
    }

    private static void checkAnyLive(final Order order) {
        if (order.live() == 0) {
            throw OrderLookup.refuse(OutcomeCode.ALREADY_SHIPPED, order);
        }
    }

    private static List<Part> parts(final Order order, final List<LineQuantity> named) {
        return parts(order, named, false);
    }

    private static List<Part> parts(final Order order, final List<LineQuantity> named, final boolean toShip) {
        final List<Part> parts = new ArrayList<>();
        if (named.isEmpty()) {
            order.lines.stream()
                    .filter(line -> line.live() > 0)
                    .forEach(line -> parts.add(part(order, line, line.live(), toShip)));
        }
        for (final LineQuantity each : named) {
            final Line line = line(order, each.line());
            parts.add(part(order, line, each.quantity(), toShip));
        }
        return parts;
    }

    private static Part part(final Order order, final Line line, final long quantity, final boolean toShip) {
        final long units = checkLeft(order, line, quantity, line.live());
        if (toShip && line.shortUnits > 0) {
            throw OrderLookup.refuse(OutcomeCode.LINE_SHORT, order, line.number, units, Stock.unitsOf(order, line));
        }
        return new Part(line, units);
    }

    private static Line line(final Order order, final int number) {
        if (number < 1 || number > order.lines.size()) {
            throw OrderLookup.refuse(OutcomeCode.UNKNOWN_LINE, order, number, 0, 0);
        }
        return order.lines.get(number - 1);
    }

    private static long checkLeft(final Order order, final Line line, final long quantity, final long left) {
        final long units = quantity == Command.ALL ? left : quantity;
        if (units > left || units == 0) {
            throw OrderLookup.refuse(OutcomeCode.MORE_THAN_LEFT, order, line.number, units, left);
        }
        return units;
    }

    Answer returnLines(final ReturnLines c) {
        final Order order = orders.inMemory(c.orderId());
        if (order.shipped() == 0) {
            throw OrderLookup.refuse(OutcomeCode.NOT_SHIPPED, order);
        }
        final boolean over = books.now > order.lastShipment + books.limit(Limit.RETURN_WINDOW_MILLIS);
        if (order.closed() ? !order.readmitted : over) {
            throw OrderLookup.refuse(OutcomeCode.RETURN_WINDOW_OVER, order);
        }
        final List<Part> parts = partsToReturn(order, c.lines());
        final boolean doneBefore = order.done();
        for (int i = 0; i < parts.size(); i++) {
            final Line line = parts.get(i).line;
            final long units = parts.get(i).units;
            line.returned += units;
            stock.pair(line.sku, line.warehouse).shipped -= units;
            stockRules.comeBack(
                    line.sku, line.warehouse, units, c.lines().get(i).grade());
        }
        if (order.done() && !doneBefore) {
            expiry.complete(order);
        }
        return Answer.accepted(order.id);
    }

    private List<Part> partsToReturn(final Order order, final List<ReturnedLine> lines) {
        final List<Part> parts = new ArrayList<>();
        final Map<Place, Long> seen = new HashMap<>();
        for (final ReturnedLine each : lines) {
            final Line line = line(order, each.line());
            final long units = checkLeft(order, line, each.quantity(), line.shipped - line.returned);
            final Place place = new Place(line.sku, line.warehouse);
            final long there = stock.pair(line.sku, line.warehouse).shipped - seen.getOrDefault(place, 0L);
            if (units > there) {
                throw OrderLookup.refuse(OutcomeCode.NOT_IN_BUCKET, order, line.number, units, there);
            }
            seen.merge(place, units, Long::sum);
            parts.add(new Part(line, units));
        }
        return parts;
    }
}
