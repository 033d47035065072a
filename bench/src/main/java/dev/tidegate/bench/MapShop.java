package dev.tidegate.bench;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;

/**
 * Reservations as a shop's programmer writes them by hand: the maps of the JDK behind one lock, one SKU, one unit an order
 * and one a buyer. Nothing is written anywhere, so nothing is there after a restart. The peer that says what an engine
 * with a journal's format, a ledger, events and a digest costs.
 */
final class MapShop implements PeerRehearsal.Shop {
    static final long NONE_LEFT = -1;
    static final long LIMIT_REACHED = -2;
    static final long NOT_HELD = -3;

    /** What an order is. */
    private enum State {
        HELD,
        PAID,
        GONE
    }

    /** One order. */
    private static final class Order {
        final long number;
        final UUID buyer;
        final long amount;
        final long deadlineMillis;
        State state = State.HELD;

        Order(final long number, final UUID buyer, final long amount, final long deadlineMillis) {
            this.number = number;
            this.buyer = buyer;
            this.amount = amount;
            this.deadlineMillis = deadlineMillis;
        }
    }

    /** An id and when it came. */
    private record Id(UUID id, long millis) {}

    private final Map<UUID, Long> answers = new HashMap<>();
    private final ArrayDeque<Id> ids = new ArrayDeque<>();
    private final Map<UUID, Integer> boughtBy = new HashMap<>();
    private final Map<Long, Order> orders = new HashMap<>();
    /** Orders that are paid or cancelled stay until their time comes: taking one out of the middle is slow. */
    private final PriorityQueue<Order> due =
            new PriorityQueue<>((one, other) -> Long.compare(one.deadlineMillis, other.deadlineMillis));

    private final long received;
    private final long holdMillis;
    private final long idMillis;
    private long available;
    private long held;
    private long sold;
    private long lastNumber;

    MapShop(final long units, final long holdMillis, final long idMillis) {
        received = units;
        available = units;
        this.holdMillis = holdMillis;
        this.idMillis = idMillis;
    }

    @Override
    public synchronized long reserve(final UUID id, final UUID buyer, final long amount, final long now) {
        final Long seen = answers.get(id);
        if (seen != null) {
            return seen;
        }
        if (boughtBy.containsKey(buyer)) {
            return LIMIT_REACHED;
        }
        if (available < 1) {
            return NONE_LEFT;
        }
        available--;
        held++;
        boughtBy.merge(buyer, 1, Integer::sum);
        final Order order = new Order(++lastNumber, buyer, amount, now + holdMillis);
        orders.put(order.number, order);
        due.add(order);
        return remember(id, order.number, now);
    }

    @Override
    public synchronized long confirm(final UUID id, final long number, final long amount, final long now) {
        final Long seen = answers.get(id);
        if (seen != null) {
            return seen;
        }
        final Order order = orders.get(number);
        if (order == null || order.state != State.HELD || order.deadlineMillis <= now || order.amount != amount) {
            return NOT_HELD;
        }
        order.state = State.PAID;
        held--;
        sold++;
        return remember(id, number, now);
    }

    @Override
    public synchronized long release(final UUID id, final long number, final long now) {
        final Long seen = answers.get(id);
        if (seen != null) {
            return seen;
        }
        final Order order = orders.get(number);
        if (order == null || order.state != State.HELD || order.deadlineMillis <= now) {
            return NOT_HELD;
        }
        release(order);
        return remember(id, number, now);
    }

    /** Does what is due by then: holds that nobody paid, ids that are old enough. */
    synchronized void expire(final long now) {
        for (Order next = due.peek(); next != null && next.deadlineMillis <= now; next = due.peek()) {
            due.remove();
            if (next.state == State.HELD) {
                release(next);
            }
        }
        for (Id oldest = ids.peek(); oldest != null && oldest.millis + idMillis <= now; oldest = ids.peek()) {
            ids.remove();
            answers.remove(oldest.id);
        }
    }

    private void release(final Order order) {
        order.state = State.GONE;
        orders.remove(order.number);
        held--;
        available++;
        boughtBy.computeIfPresent(order.buyer, (buyer, units) -> units == 1 ? null : units - 1);
    }

    private long remember(final UUID id, final long answer, final long now) {
        answers.put(id, answer);
        ids.add(new Id(id, now));
        return answer;
    }

    /** Checks the books; answers a line for the report. */
    synchronized String proof(final long accepted, final long expected, final long paid) {
        PeerRehearsal.require(available + held + sold == received, "units " + available + ", " + held + ", " + sold);
        PeerRehearsal.require(accepted == expected, "accepted " + accepted + ", expected " + expected);
        PeerRehearsal.require(sold == paid, "sold " + sold + ", paid " + paid);
        PeerRehearsal.require(orders.size() == held + sold, orders.size() + " orders, held " + held + ", sold " + sold);
        PeerRehearsal.require(boughtBy.size() == held + sold, boughtBy.size() + " buyers");
        return String.format(
                "proof ok: accepted %,d, unpaid %,d, paid %,d, ids %,d", accepted, held, sold, answers.size());
    }
}
