package dev.tidegate.model;

import dev.tidegate.message.Command.Limit;
import dev.tidegate.model.Books.AllotmentKey;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.NumberKey;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Pair;
import dev.tidegate.model.Books.Place;
import dev.tidegate.model.Books.Remembered;

/** What must hold in the model after every command, whatever the rules say: it guards the oracle itself. */
final class ModelInvariants {
    private ModelInvariants() {}

    static void check(final Books books) {
        books.pairs.forEach((place, pair) -> checkPair(books, place, pair));
        books.orders.values().forEach(ModelInvariants::checkOrder);
        checkNumbers(books);
        books.counters.forEach((key, counter) -> require(counter.count > 0, "counter", key));
        books.quotas.forEach((key, quota) -> require(quota.used >= 0, "used of a quota", key));
        books.campaigns.forEach(campaign -> campaign.items.forEach(
                (sku, item) -> require(item.capUsed >= 0, "cap used of campaign " + campaign.number, sku)));
    }

    private static void checkPair(final Books books, final Place place, final Pair pair) {
        require(pair.sellable >= 0 && pair.allotted >= 0 && pair.held >= 0, "bucket", place);
        require(pair.sold >= 0 && pair.shipped >= 0 && pair.quarantine >= 0, "bucket", place);
        require(pair.held == unitsOfLines(books, place, false), "held", place);
        require(pair.sold == unitsOfLines(books, place, true), "sold", place);
        final long allotted = books.campaigns.stream()
                .mapToLong(campaign -> books.allotment(campaign.number, place.sku(), place.warehouse()))
                .sum();
        require(pair.allotted == allotted, "allotted", place);
        if (books.shortAt(place.sku(), place.warehouse()) > 0) {
            require(pair.sellable == 0 && pair.allotted == 0, "short beside units", place);
        }
        for (final AllotmentKey key : books.allotments.keySet()) {
            require(books.allotments.get(key) >= 0, "allotment", key);
        }
    }

    private static long unitsOfLines(final Books books, final Place place, final boolean paid) {
        long units = 0;
        for (final Order order : books.orders.values()) {
            for (final Line line : order.lines) {
                if (order.paid == paid && line.sku == place.sku() && line.warehouse == place.warehouse()) {
                    units += Stock.unitsOf(order, line);
                }
            }
        }
        return units;
    }

    private static void checkOrder(final Order order) {
        for (final Line line : order.lines) {
            require(line.live() >= 0 && line.shortUnits >= 0, "line of order", order.id);
            require(line.shortUnits <= line.live() && line.returned <= line.shipped, "line of order", order.id);
            require(!order.closed() || line.live() == 0, "live line of a closed order", order.id);
        }
        require(order.done() == (order.completesAt != Books.NEVER), "completion of order", order.id);
        require(order.closed() == (order.leavesAt != Books.NEVER), "leaving of order", order.id);
        require(order.closed() || !order.readmitted, "readmitted order", order.id);
    }

    private static void checkNumbers(final Books books) {
        require(
                books.numbers.size() <= books.limit(Limit.EXTERNALS_REMEMBERED),
                "numbers remembered",
                books.numbers.size());
        long before = 0;
        for (final Remembered number : books.numbers.values()) {
            require(!books.orders.containsKey(number.orderId()), "number of an order in memory", number.orderId());
            require(number.leftTime() >= before, "order of the numbers", number.orderId());
            before = number.leftTime();
        }
    }

    /** An order ever placed whose number is neither in memory nor remembered was placed at or before the floor. */
    static void checkFloor(final Books books) {
        books.records.forEach((id, records) -> {
            final Order order = OrderRecord.order(records.get(0));
            final Remembered number = books.numbers.get(new NumberKey(order.channel, order.externalNumber));
            require(
                    books.orders.containsKey(id)
                            || number != null && number.orderId() == id
                            || order.placedTime <= books.floorOfNumbers,
                    "floor of numbers",
                    id);
        });
    }

    private static void require(final boolean holds, final String what, final Object where) {
        if (!holds) {
            throw new AssertionError("the model itself is wrong about " + what + " at " + where);
        }
    }
}
