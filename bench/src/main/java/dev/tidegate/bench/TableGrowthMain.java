package dev.tidegate.bench;

import dev.tidegate.table.Digest;
import dev.tidegate.table.DueQueue;
import dev.tidegate.table.HashIndex;
import dev.tidegate.table.Slab;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * How long the one command is held up that fills a table which then doubles: records, an index over them, deadlines. With
 * the tables made as large as their limits nobody is.
 *
 * <p>Arguments: numbers of entries, such as 1000000 10000000.
 */
public final class TableGrowthMain {
    private static final int ORDER_WORDS = 16;
    private static final int LINE_WORDS = 8;
    private static final int ROUNDS = 3;
    private static final long PERIOD = 0x9E3779B97F4A7C15L;

    private TableGrowthMain() {}

    /** An index in which every entry is another key. */
    private static final class Index extends HashIndex {
        Index(final int expected) {
            super(expected);
        }

        @Override
        protected boolean matches(final int record) {
            return false;
        }

        void add(final int record) {
            insert((int) (record * PERIOD >>> 32), record);
        }
    }

    public static void main(final String[] entries) {
        System.out.println(Report.machine());
        for (final String each : entries) {
            final int count = Integer.parseInt(each);
            report("records of an order, " + ORDER_WORDS + " words", count, () -> slab(ORDER_WORDS, count));
            report("records of a line, " + LINE_WORDS + " words", count, () -> slab(LINE_WORDS, count));
            report("index", count, TableGrowthMain::index);
            report("deadlines of one hold length", count, TableGrowthMain::deadlines);
        }
    }

    /** Makes a table to which entries from 1 on can be added. */
    private interface Table {
        IntConsumer make();
    }

    private static IntConsumer slab(final int words, final int count) {
        // So that it is full with the last of them.
        final Slab slab = new Slab(new Digest(), 1, words, words, count - 1);
        return entry -> slab.set(slab.take(), 0, entry);
    }

    private static IntConsumer index() {
        final Index index = new Index(16);
        return index::add;
    }

    private static IntConsumer deadlines() {
        final DueQueue queue = new DueQueue((time, tie, record) -> true);
        return entry -> queue.add(1, entry, entry, entry, 0);
    }

    /** The longest of all additions, the best of some rounds; the last doubling below twice so many entries is in it. */
    private static void report(final String what, final int count, final Table table) {
        long best = Long.MAX_VALUE;
        int at = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final IntConsumer add = table.make();
            long longest = 0;
            for (int entry = 1; entry <= count + count / 8; entry++) {
                final long start = System.nanoTime();
                add.accept(entry);
                final long nanos = System.nanoTime() - start;
                if (nanos > longest) {
                    longest = nanos;
                    at = entry;
                }
            }
            best = Math.min(best, longest);
        }
        System.out.printf(
                Locale.ROOT,
                "%,12d entries, %s: held up %.1f ms, by entry %,d, load %.1f, pace %.2f%n",
                count,
                what,
                best / 1e6,
                at,
                Report.load(),
                Report.pace());
    }
}
