package dev.tidegate.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Pair;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The view and the filter under their one writer and a reader, both at it at once. */
@Timeout(600)
class ViewStressTest {
    private static final int LEAST_ROUNDS = 20;
    private static final int SKUS = 3;
    private static final int IDS = 1 << 16;

    /** Units, flags and sequence of a SKU are of one command; and what is said to be published can be read. */
    @Test
    void shouldShowEverySkuWholeAndNoOlderThanItSays() throws Exception {
        final StockView view = new StockView();
        final StockView.Reader whole = (sku, units, allotted, frozen, soldOut, sequence) -> {
            assertThat(units).isEqualTo(sequence * 3 + sku);
            assertThat(allotted).isEqualTo(~sequence);
            assertThat(frozen).isEqualTo(sequence % 2 == 0);
            assertThat(soldOut).isEqualTo(sequence % 3 == 0);
        };
        for (int sku = 1; sku <= SKUS; sku++) {
            write(view, sku, 1);
        }
        view.published(1);
        final long rounds = Pair.run(
                round -> {
                    for (int sku = 1; sku <= SKUS; sku++) {
                        write(view, sku, round + 2);
                    }
                    view.published(round + 2);
                },
                round -> {
                    final long published = view.sequence();
                    for (int sku = SKUS; sku >= 1; sku--) {
                        view.read(sku, whole);
                        assertThat(view.get(sku).sequence()).isGreaterThanOrEqualTo(published);
                    }
                },
                round -> assertThat(view.sequence()).isEqualTo(round + 2));
        assertThat(rounds).isGreaterThan(LEAST_ROUNDS);
    }

    private static void write(final StockView view, final int sku, final long sequence) {
        view.write(sku, sequence * 3 + sku, ~sequence, sequence % 2 == 0, sequence % 3 == 0, sequence);
    }

    @Test
    void shouldWakeWhoeverWaitsForTheNextCommand() throws Exception {
        final StockView view = new StockView();
        final long limit = 60_000_000_000L;
        final long rounds = Pair.run(
                round -> view.published(round + 1),
                round -> {
                    final long start = System.nanoTime();
                    assertThat(view.awaitBehind(round, limit)).isGreaterThan(round);
                    assertThat(System.nanoTime() - start).isLessThan(limit);
                },
                round -> {});
        assertThat(rounds).isGreaterThan(LEAST_ROUNDS);
    }

    /** An id that was added before something that was seen is never denied, in a filter that grows meanwhile. */
    @Test
    void shouldNeverDenyAnIdThatWasAdded() throws Exception {
        final AtomicLong added = new AtomicLong();
        final IdFilter[] filter = {new IdFilter(IDS, 7)};
        final long rounds = Pair.run(
                round -> {
                    if (round % IDS == 0) {
                        filter[0].beginEmptying();
                        filter[0].empty(IDS);
                    }
                    filter[0].add(1, round, ~round);
                    added.lazySet(round + 1);
                },
                round -> {
                    final long there = added.get();
                    // The filter was emptied last before the round this multiple of its size.
                    for (long id = Math.max(round / IDS * IDS, there - 20); id < there; id++) {
                        assertThat(filter[0].mayHold(1, id, ~id))
                                .as("id %d of %d", id, there)
                                .isTrue();
                    }
                },
                round -> {});
        assertThat(rounds).isGreaterThan(LEAST_ROUNDS);
    }
}
