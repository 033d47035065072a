package dev.tidegate.simulation;

import dev.tidegate.simulation.disk.Chance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Messages on their way, either way: lost, doubled and overtaken as the setup says. */
final class Network<T> {
    private final long seed;
    private final int purpose;
    private final Setup setup;
    private final Map<String, Integer> counts;
    private final String name;
    private final PriorityQueue<Way<T>> ways = new PriorityQueue<>(
            Comparator.comparingInt((Way<T> way) -> way.arrives()).thenComparingLong(Way::number));
    private long numbers;

    private record Way<T>(int arrives, long number, T message) {}

    Network(
            final long seed,
            final int purpose,
            final Setup setup,
            final Map<String, Integer> counts,
            final String name) {
        this.seed = seed;
        this.purpose = purpose;
        this.setup = setup;
        this.counts = counts;
        this.name = name;
    }

    /** {@code identity} tells messages apart, and is the same in another run with fewer of them. */
    void send(final T message, final int now, final long identity, final boolean faulty) {
        final Chance chance = Chance.at(seed, purpose, identity);
        if (faulty && chance.oneIn(setup.loseOneIn())) {
            counts.merge(name + "_lost", 1, Integer::sum);
            return;
        }
        put(message, now, chance, faulty);
        if (faulty && chance.oneIn(setup.doubleOneIn())) {
            counts.merge(name + "_doubled", 1, Integer::sum);
            put(message, now, chance, true);
        }
    }

    private void put(final T message, final int now, final Chance chance, final boolean faulty) {
        final int delay = faulty ? chance.from(0, setup.delayMost()) : 0;
        if (delay > 0) {
            counts.merge(name + "_delayed", 1, Integer::sum);
        }
        ways.add(new Way<>(now + delay, numbers++, message));
    }

    List<T> arrivals(final int now) {
        final List<T> arrived = new ArrayList<>();
        for (Way<T> first = ways.peek(); first != null && first.arrives() <= now; first = ways.peek()) {
            arrived.add(first.message());
            ways.remove();
        }
        return arrived;
    }

    boolean isEmpty() {
        return ways.isEmpty();
    }
}
