package dev.tidegate.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class StockViewTest {
    private static final int SKUS = 5_000;
    private static final long READS_EACH = 300_000;
    private static final long SECOND = 1_000_000_000;

    private final StockView view = new StockView();

    private static long unitsAt(final int sku, final long sequence) {
        return sequence * 31 + sku;
    }

    /** Writes SKUs one after the other until there are many, then a few of them over and over. */
    private void writeAll(final AtomicBoolean end) {
        long sequence = 0;
        for (int round = 0; !end.get(); round++) {
            final int sku = round < SKUS ? round + 1 : 1 + round % 3;
            sequence++;
            view.write(sku, unitsAt(sku, sequence), -unitsAt(sku, sequence), sequence % 2 == 0, false, sequence);
            if (sequence % 5 == 0) {
                view.soldOut(sku, true);
            }
            view.published(sequence);
        }
    }

    private long readAll(final AtomicBoolean end, final AtomicLong found) {
        final long[] last = new long[SKUS + 2];
        while (!end.get()) {
            for (int at = 0; at < 50; at++) {
                final int wanted = at < 40 ? 1 + at % 3 : 1 + (int) (found.get() * 7919 % SKUS);
                final long before = view.sequence();
                view.read(wanted, (sku, units, allotted, frozen, soldOut, sequence) -> {
                    if (sequence == 0) {
                        assertThat(before).isLessThan(sku);
                        return;
                    }
                    assertThat(units).isEqualTo(unitsAt(sku, sequence));
                    assertThat(allotted).isEqualTo(-units);
                    assertThat(frozen).isEqualTo(sequence % 2 == 0);
                    assertThat(soldOut && sequence % 5 != 0).isFalse();
                    assertThat(sequence).isGreaterThanOrEqualTo(last[sku]);
                    last[sku] = sequence;
                    found.incrementAndGet();
                });
            }
        }
        return found.get();
    }

    @Test
    void shouldNeverShowUnitsOfOneMomentWithTheSequenceOfAnother() throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(4);
        final AtomicBoolean end = new AtomicBoolean();
        final List<Future<Long>> readers = new ArrayList<>();
        final List<AtomicLong> found = List.of(new AtomicLong(), new AtomicLong(), new AtomicLong());
        final Future<?> writer = threads.submit(() -> writeAll(end));
        found.forEach(count -> readers.add(threads.submit(() -> readAll(end, count))));
        // By what was read and written, not by time: how long that takes depends on who else wants the processors.
        await().until(() -> readers.stream().anyMatch(Future::isDone)
                || writer.isDone()
                || view.sequence() > 4 * SKUS && found.stream().allMatch(count -> count.get() > READS_EACH));
        end.set(true);
        threads.shutdown();

        writer.get(120, TimeUnit.SECONDS);
        for (final Future<Long> reader : readers) {
            assertThat(reader.get(120, TimeUnit.SECONDS)).isGreaterThan(READS_EACH);
        }
        assertThat(view.sequence()).isGreaterThan(4 * SKUS);
    }

    @Test
    void shouldKnowNothingOfWhatWasNeverWritten() {
        view.write(2_000, 5, 1, true, false, 9);

        assertThat(view.get(2_000)).isEqualTo(new UnitsLeft(2_000, 5, 1, true, false, 9));
        for (final int sku : new int[] {0, -1, Integer.MIN_VALUE, 1, 1_999, 2_001, 1_000_000, Integer.MAX_VALUE}) {
            assertThat(view.get(sku)).isNull();
            assertThat(view.units(sku)).isZero();
            assertThat(view.soldOut(sku)).isFalse();
        }
    }

    @Test
    void shouldGiveSeveralInTheirOrder() {
        view.write(1, 10, 0, false, false, 1);
        view.write(2, 20, 0, false, false, 2);
        final List<String> read = new ArrayList<>();

        view.readAll(
                new int[] {2, 3, 1},
                (sku, units, allotted, frozen, soldOut, sequence) -> read.add(sku + ": " + units + " at " + sequence));

        assertThat(read).containsExactly("2: 20 at 2", "3: 0 at 0", "1: 10 at 1");
    }

    @Test
    void shouldWakeWhoeverWaits() throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(8);
        final List<Future<Long>> waiting = new ArrayList<>();
        final CountDownLatch begun = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            waiting.add(threads.submit(() -> {
                begun.countDown();
                long known = 0;
                while (known < 100) {
                    final long now = view.awaitBehind(known, 120 * SECOND);
                    assertThat(now).isGreaterThan(known);
                    known = now;
                }
                return known;
            }));
        }
        begun.await();
        for (int sequence = 1; sequence <= 100; sequence++) {
            Thread.sleep(1);
            view.published(sequence);
        }
        threads.shutdown();

        for (final Future<Long> one : waiting) {
            assertThat(one.get(120, TimeUnit.SECONDS)).isEqualTo(100);
        }
    }

    @Test
    void shouldGiveUpInTimeAndWhenInterrupted() {
        view.published(5);

        assertThat(view.awaitBehind(4, 0)).isEqualTo(5);
        for (int i = 0; i < 200; i++) {
            assertThat(view.awaitBehind(5, 10_000)).isEqualTo(5);
        }
        Thread.currentThread().interrupt();
        assertThat(view.awaitBehind(5, 120 * SECOND)).isEqualTo(5);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldRefuseToLetTooManyWait() throws Exception {
        final List<Thread> sleepers = new ArrayList<>();
        for (int i = 0; i < Waiters.MOST; i++) {
            final Thread sleeper = new Thread(() -> view.awaitBehind(0, 120 * SECOND));
            sleeper.start();
            sleepers.add(sleeper);
        }
        for (final Thread sleeper : sleepers) {
            while (sleeper.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
        }

        assertThatThrownBy(() -> view.awaitBehind(0, SECOND))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("64 threads");
        view.published(1);
        for (final Thread sleeper : sleepers) {
            sleeper.join(120_000);
            assertThat(sleeper.isAlive()).isFalse();
        }
        assertThat(view.awaitBehind(1, 1_000)).isEqualTo(1);
    }
}
