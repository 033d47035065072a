package dev.tidegate.model;

import dev.tidegate.message.Command.Limit;
import dev.tidegate.model.Books.Campaign;
import dev.tidegate.model.Books.CounterKey;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What time brings: settling on a SKU, and the tick; docs/rules.md, sections 5 and 7. */
final class Expiry {
    private final Books books;
    private final Stock stock;
    private final Counters counters;
    private final Archive archive;

    Expiry(final Books books, final Stock stock, final Counters counters, final Archive archive) {
        this.books = books;
        this.stock = stock;
        this.counters = counters;
        this.archive = archive;
    }

    /** Carries out what is due on these SKUs. */
    void settle(final Collection<Integer> skus) {
        campaignsToEnd()
                .filter(campaign -> skus.stream().anyMatch(sku -> books.hasAllotment(campaign.number, sku)))
                .toList()
                .forEach(stock::endCampaign);
        ordersDue()
                .filter(order -> order.lines.stream().anyMatch(line -> skus.contains(line.sku) && line.live() > 0))
                .toList()
                .forEach(this::expire);
    }

    /** The hold has expired. */
    void expire(final Order order) {
        letGo(order);
        close(order, Books.EXPIRED);
    }

    /** Releases every live unit of an order that closes without a command's saying so line by line. */
    void letGo(final Order order) {
        for (final Line line : order.lines) {
            final long units = line.live();
            line.released += units;
            stock.release(order, line, units);
        }
    }

    void close(final Order order, final int closing) {
        order.state = Books.CLOSED;
        order.closing = closing;
        order.deadline = Books.NEVER;
        order.completesAt = Books.NEVER;
        order.closingNumber = ++books.closings;
        order.leavesAt = books.now + books.limit(Limit.CLOSED_RETENTION_MILLIS);
    }

    /** Sets when an order that is done closes by itself. */
    void complete(final Order order) {
        final long windowEnd = order.lastShipment + books.limit(Limit.RETURN_WINDOW_MILLIS);
        order.completesAt = Math.max(windowEnd, books.now) + 1;
    }

    void tick() {
        long left = books.limit(Limit.WORK_PER_TICK);
        final List<Campaign> campaigns = campaignsToEnd().limit(left).toList();
        campaigns.forEach(stock::endCampaign);
        left -= campaigns.size();
        final List<Order> due = ordersDue().limit(left).toList();
        due.forEach(this::expire);
        left -= due.size();
        final List<CounterKey> over = books.counters.keySet().stream()
                .filter(key -> counters.timeOf(key) <= books.now)
                .sorted(Comparator.comparingLong(counters::timeOf))
                .limit(left)
                .toList();
        over.forEach(books.counters::remove);
        left -= over.size();
        final List<Order> complete = open().filter(order -> order.completesAt <= books.now)
                .sorted(Comparator.comparingLong(order -> order.completesAt))
                .limit(left)
                .toList();
        complete.forEach(order -> close(order, order.paid ? Books.COMPLETED : Books.CANCELLED));
        left -= complete.size();
        books.orders.values().stream()
                .filter(order -> order.closed() && order.leavesAt <= books.now)
                .sorted(Comparator.comparingLong((Order order) -> order.leavesAt)
                        .thenComparingLong(order -> order.closingNumber))
                .limit(left)
                .toList()
                .forEach(archive::leave);
    }

    long nextDeadline() {
        return Stream.of(
                        books.campaigns.stream()
                                .filter(campaign -> !campaign.wound)
                                .mapToLong(campaign -> campaign.end),
                        open().mapToLong(order -> order.deadline),
                        open().mapToLong(order -> order.completesAt),
                        books.counters.keySet().stream().mapToLong(counters::timeOf),
                        books.orders.values().stream().filter(Order::closed).mapToLong(order -> order.leavesAt))
                .flatMapToLong(times -> times)
                .min()
                .orElse(Books.NEVER);
    }

    private Stream<Order> open() {
        final Predicate<Order> closed = Order::closed;
        return books.orders.values().stream().filter(closed.negate());
    }

    /** Whose end has come and was not carried out yet, by (end, number). */
    Stream<Campaign> campaignsToEnd() {
        return books.campaigns.stream()
                .filter(campaign -> !campaign.wound && campaign.end <= books.now)
                .sorted(Comparator.comparingLong(campaign -> campaign.end));
    }

    /** By (deadline, placing sequence). */
    Stream<Order> ordersDue() {
        return open().filter(order -> order.dueAt(books.now)).sorted(Comparator.comparingLong(order -> order.deadline));
    }
}
