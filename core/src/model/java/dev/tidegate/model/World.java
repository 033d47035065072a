package dev.tidegate.model;

import dev.tidegate.model.Books.Campaign;
import dev.tidegate.model.Books.Channel;
import dev.tidegate.model.Books.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** What the generator sees of the model when it picks whom a command is about. */
final class World {
    private final Dice dice;
    private final Swarm swarm;
    private Books books;

    World(final Dice dice, final Swarm swarm, final Books books) {
        this.dice = dice;
        this.swarm = swarm;
        this.books = books;
    }

    /** Goes on with other books. */
    void follow(final Books others) {
        books = others;
    }

    Books books() {
        return books;
    }

    long now() {
        return books.now;
    }

    /** Whether the next field shall be wrong. */
    boolean spoil() {
        return dice.oneIn(3 * swarm.spoilOneIn());
    }

    boolean retiredWarehouse(final int number) {
        return books.warehouse(number) == null || books.warehouse(number).retired;
    }

    int sku() {
        return number(live(books.skus.size(), i -> books.sku(i).retired), books.skus.size());
    }

    int warehouse() {
        return number(live(books.warehouses.size(), this::retiredWarehouse), books.warehouses.size());
    }

    /** A warehouse that nothing hinders from being retired, if there is one. */
    int warehouseToRetire() {
        final List<Integer> unused = live(
                books.warehouses.size(),
                i -> retiredWarehouse(i)
                        || books.pairs.keySet().stream().anyMatch(place -> place.warehouse() == i)
                        || books.channels.stream().anyMatch(each -> each.warehouses.contains(i)));
        return unused.isEmpty() || dice.oneIn(3) ? warehouse() : dice.of(unused);
    }

    int channel() {
        return number(live(books.channels.size(), i -> books.channel(i).retired), books.channels.size());
    }

    /** Mostly one that has not ended, or not long ago. */
    int campaign() {
        return number(live(books.campaigns.size(), i -> isLongOver(books.campaign(i))), books.campaigns.size());
    }

    /** A campaign for an order line, 0 for none; the SKU is in it more often than not. */
    int campaignOf(final int sku) {
        if (books.campaigns.isEmpty() || dice.oneIn(2)) {
            return 0;
        }
        final List<Integer> with = live(
                books.campaigns.size(),
                i -> isLongOver(books.campaign(i)) || !books.campaign(i).items.containsKey(sku));
        return with.isEmpty() ? dice.oneIn(12) ? campaign() : 0 : number(with, books.campaigns.size());
    }

    private boolean isLongOver(final Campaign campaign) {
        return campaign.end + 4 < books.now;
    }

    /** A SKU that is in the campaign more often than not. */
    int skuOf(final int campaign) {
        final Campaign known = books.campaign(campaign);
        return known == null || known.items.isEmpty() || dice.oneIn(8)
                ? sku()
                : dice.of(List.copyOf(known.items.keySet()));
    }

    /** A warehouse that the channel sells from, more often than not. */
    int warehouseOf(final int channel) {
        final Channel known = books.channel(channel);
        return known == null || known.warehouses.isEmpty() || dice.oneIn(20) ? warehouse() : dice.of(known.warehouses);
    }

    boolean maySoonShip(final Order order) {
        return order.live() > 0 && (order.paid || order.holding && books.channel(order.channel).shipUnpaid);
    }

    /** A SKU without units in the house, if there is one: only such a one can be retired. */
    int skuToRetire() {
        final List<Integer> empty = live(
                books.skus.size(),
                i -> books.sku(i).retired
                        || books.pairs.entrySet().stream()
                                .anyMatch(entry -> entry.getKey().sku() == i
                                        && entry.getValue().inHouse() + entry.getValue().quarantine > 0));
        return empty.isEmpty() || dice.oneIn(3) ? sku() : dice.of(empty);
    }

    /** An order in memory, one of those more often than not; null when there is none. */
    Order order(final Predicate<Order> wanted) {
        final List<Order> all = books.orders.values().stream().filter(wanted).toList();
        if (all.isEmpty() || dice.oneIn(4)) {
            return order();
        }
        return dice.oneIn(3) ? dice.of(all) : all.get(Math.max(0, all.size() - dice.from(1, 4)));
    }

    /** An order in memory, one that can still change more often than not; null when there is none. */
    Order order() {
        final List<Order> all = new ArrayList<>(books.orders.values());
        if (all.isEmpty()) {
            return null;
        }
        final List<Order> open = all.stream()
                .filter(order -> !order.closed() && order.live() > 0)
                .toList();
        if (!open.isEmpty() && !dice.oneIn(4)) {
            return dice.oneIn(3) ? dice.of(open) : open.get(Math.max(0, open.size() - dice.from(1, 4)));
        }
        return dice.oneIn(3) ? dice.of(all) : all.get(Math.max(0, all.size() - dice.from(1, 6)));
    }

    private int number(final List<Integer> live, final int known) {
        if (spoil()) {
            return dice.of(0, known + 1, 60_000);
        }
        return live.isEmpty() || dice.oneIn(20) ? dice.from(1, Math.max(1, known)) : dice.of(live);
    }

    private static List<Integer> live(final int known, final IntPredicate gone) {
        final List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= known; i++) {
            if (!gone.test(i)) {
                numbers.add(i);
            }
        }
        return numbers;
    }
}
