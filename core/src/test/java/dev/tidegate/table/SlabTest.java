package dev.tidegate.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlabTest {
    private static final int STRIDE = 5;
    private static final int COVERED = 3;
    private static final int STEPS = 8_000;

    private final Digest digest = new Digest();

    private Slab slab(final int expected) {
        return new Slab(digest, 7, STRIDE, COVERED, expected);
    }

    private void assertSumIsRecomputed(final Slab slab) {
        final Digest anew = new Digest();
        slab.sumInto(anew);
        assertThat(anew.sumHigh()).isEqualTo(digest.sumHigh());
        assertThat(anew.sumLow()).isEqualTo(digest.sumLow());
    }

    private static void change(final Slab slab, final int record, final Random random) {
        slab.opening(record);
        slab.set(record, random.nextInt(STRIDE), random.nextLong() | 1);
        slab.changed(record);
    }

    private static void free(final Slab slab, final int record) {
        slab.opening(record);
        slab.clear(record);
        slab.changed(record);
        slab.give(record);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 10_000})
    void shouldGiveTheLastFreedNumberFirstWhateverItsSize(final int expected) {
        final Random random = new Random(1);
        final Slab slab = slab(expected);
        final Deque<Integer> freed = new ArrayDeque<>();
        final List<Integer> taken = new ArrayList<>();
        int used = 0;
        for (int step = 0; step < STEPS; step++) {
            if (taken.isEmpty() || random.nextInt(5) < 3) {
                final int wanted = freed.isEmpty() ? ++used : freed.pop();
                assertThat(slab.take()).isEqualTo(wanted);
                taken.add(wanted);
            } else {
                final int given = taken.remove(random.nextInt(taken.size()));
                slab.give(given);
                freed.push(given);
            }
            assertThat(slab.live()).isEqualTo(taken.size());
            assertThat(slab.used()).isEqualTo(used);
        }
    }

    @Test
    void shouldKeepTheSumThroughRandomChanges() {
        final Random random = new Random(2);
        final Slab slab = slab(1);
        final List<Integer> taken = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            final int dice = random.nextInt(10);
            if (taken.isEmpty() || dice < 3) {
                final int record = slab.take();
                change(slab, record, random);
                taken.add(record);
            } else if (dice < 5) {
                free(slab, taken.remove(random.nextInt(taken.size())));
            } else {
                change(slab, taken.get(random.nextInt(taken.size())), random);
            }
            if (step % 1_000 == 0) {
                assertSumIsRecomputed(slab);
            }
        }
        assertSumIsRecomputed(slab);
        taken.forEach(record -> free(slab, record));
        assertThat(digest.sumHigh()).isZero();
        assertThat(digest.sumLow()).isZero();
    }

    @Test
    void shouldKeepWhatStandsInItWhileItGrows() {
        final Slab slab = slab(1);
        for (int i = 1; i <= 1_000; i++) {
            final int record = slab.take();
            for (int word = 0; word < STRIDE; word++) {
                assertThat(slab.get(record, word)).isZero();
                slab.set(record, word, 10L * record + word);
            }
        }
        for (int record = 1; record <= 1_000; record++) {
            for (int word = 0; word < STRIDE; word++) {
                assertThat(slab.get(record, word)).isEqualTo(10L * record + word);
                assertThat(slab.words()[slab.base(record) + word]).isEqualTo(10L * record + word);
            }
        }
    }

    @Test
    void shouldGiveARecordBackAsItWasLeft() {
        final Slab slab = slab(4);
        final int record = slab.take();
        slab.set(record, 4, 99);
        slab.give(record);

        assertThat(slab.take()).isEqualTo(record);
        assertThat(slab.get(record, 4)).isEqualTo(99);
    }

    @Test
    void shouldForetellTheNumbersItWillGive() {
        final Slab slab = slab(100);
        for (int i = 0; i < 10; i++) {
            slab.take();
        }
        slab.give(3);
        slab.give(8);
        final int[] foretold = {slab.upcoming(0), slab.upcoming(1), slab.upcoming(2), slab.upcoming(3)};

        assertThat(foretold).containsExactly(slab.take(), slab.take(), slab.take(), slab.take());
        assertThat(foretold).containsExactly(8, 3, 11, 12);
    }

    @Test
    void shouldSayThatItChangesWhenItIsTakenFrom() {
        final Slab slab = slab(4);
        final long before = digest.changes();
        slab.take();

        assertThat(digest.changes()).isGreaterThan(before);
    }
}
