package dev.tidegate.model;

import dev.tidegate.model.Books.Counter;
import dev.tidegate.model.Books.CounterKey;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;

/** Purchase counters and the caps of campaigns: docs/rules.md, section 6. */
final class Counters {
    private final Books books;

    Counters(final Books books) {
        this.books = books;
    }

    /** The limit per buyer that a line is under; 0 for none. */
    long limitOf(final int sku, final int campaign) {
        return campaign == 0
                ? books.sku(sku).limitPerBuyer
                : books.campaign(campaign).items.get(sku).limitPerBuyer;
    }

    long counted(final CounterKey key) {
        final Counter counter = books.counters.get(key);
        return counter == null || isOver(key, counter) ? 0 : counter.count;
    }

    boolean isThere(final CounterKey key) {
        return books.counters.containsKey(key);
    }

    /** When a counter's time comes: the end of its period, or of its campaign. */
    long timeOf(final CounterKey key) {
        return key.campaign() == 0 ? books.counters.get(key).to : books.campaign(key.campaign()).end;
    }

    private boolean isOver(final CounterKey key, final Counter counter) {
        return key.campaign() == 0 && books.now >= counter.to;
    }

    /** Counts units of a new line: in its campaign's cap, and for the buyer where a limit applies. */
    void count(final Order order, final Line line) {
        line.inCap = line.campaign != 0;
        if (line.inCap) {
            books.campaign(line.campaign).items.get(line.sku).capUsed += line.granted;
        }
        line.counted = limitOf(line.sku, line.campaign) > 0;
        if (line.counted) {
            line.countedTime = books.now;
            current(keyOf(order, line)).count += line.granted;
        }
    }

    private Counter current(final CounterKey key) {
        final Counter counter = books.counters.computeIfAbsent(key, unknown -> new Counter());
        if (key.campaign() != 0) {
            counter.from = Long.MIN_VALUE;
        } else if (books.now >= counter.to) {
            final long period = books.sku(key.sku()).periodMillis;
            counter.from = books.now / period * period;
            counter.to = counter.from + period;
            counter.count = 0;
        }
        return counter;
    }

    void giveBack(final Order order, final Line line, final long units) {
        if (line.inCap) {
            books.campaign(line.campaign).items.get(line.sku).capUsed -= units;
        }
        final CounterKey key = keyOf(order, line);
        final Counter counter = books.counters.get(key);
        if (line.counted && counter != null && line.countedTime >= counter.from) {
            counter.count -= Math.min(counter.count, units);
            if (counter.count == 0) {
                books.counters.remove(key);
            }
        }
    }

    static boolean isBuyer(final long high, final long low) {
        return high != 0 || low != 0;
    }

    private static CounterKey keyOf(final Order order, final Line line) {
        return new CounterKey(order.buyerHigh, order.buyerLow, line.sku, line.campaign);
    }
}
