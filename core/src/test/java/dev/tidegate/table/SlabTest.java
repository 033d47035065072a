package dev.tidegate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        slab.settle();
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
            if (step < 200 || step % 500 == 0) {
                assertSumIsRecomputed(slab);
            }
        }
        assertSumIsRecomputed(slab);
        taken.forEach(record -> free(slab, record));
        slab.settle();
        assertThat(digest.sumHigh()).isZero();
        assertThat(digest.sumLow()).isZero();
    }

    @Test
    void shouldHaveTheSameSumHoweverOftenItIsSettled() {
        final Digest settledOften = new Digest();
        final Slab often = new Slab(settledOften, 7, STRIDE, COVERED, 1);
        final Slab once = slab(1);
        for (int i = 0; i < 200; i++) {
            often.take();
            once.take();
        }
        for (int step = 0; step < 1_000; step++) {
            final int record = 1 + step * 31 % 200;
            change(often, record, new Random(step));
            change(once, record, new Random(step));
            often.settle();
        }
        once.settle();

        assertThat(digest.sumHigh()).isEqualTo(settledOften.sumHigh());
        assertThat(digest.sumLow()).isEqualTo(settledOften.sumLow());
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

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 1_000})
    void shouldNotGrowUpToWhatWasReserved(final int records) {
        final Slab slab = slab(1);
        final long foretold = slab.bytesFor(records);
        slab.reserve(records);
        assertThat(slab.bytes()).isEqualTo(foretold).isGreaterThanOrEqualTo((records + 1L) * STRIDE * Long.BYTES);
        for (int i = 0; i < records; i++) {
            slab.take();
        }
        assertThat(slab.bytesUsed()).isEqualTo((long) records * STRIDE * Long.BYTES);
        for (int record = 1; record <= records; record++) {
            slab.give(record);
        }
        assertThat(slab.bytes()).isEqualTo(foretold);
        assertThat(slab.growths()).isZero();

        for (int i = 0; i <= records; i++) {
            slab.take();
        }
        assertThat(slab.growths()).isEqualTo(1);
    }

    @Test
    void shouldKeepWhatStandsInItWhenMoreIsReserved() {
        final Slab slab = slab(1);
        slab.set(slab.take(), 2, 7);
        slab.take();
        slab.give(2);
        slab.reserve(100);

        assertThat(slab.get(1, 2)).isEqualTo(7);
        assertThat(slab.take()).isEqualTo(2);
        final long bytes = slab.bytes();
        slab.reserve(10);
        assertThat(slab.bytes()).isEqualTo(bytes).isEqualTo(slab.bytesFor(10));
    }

    private static Slab filled(final Slab slab, final int records, final long add) {
        for (int i = 1; i <= records; i++) {
            final int record = slab.take();
            for (int word = 0; word < STRIDE; word++) {
                slab.set(record, word, 10L * record + word + add);
            }
            slab.changed(record);
        }
        return slab;
    }

    private static long recomputed(final Slab slab) {
        final Digest sum = new Digest();
        slab.sumInto(sum);
        return sum.sumHigh();
    }

    /** Into a table that is smaller, and into one that is larger and was in use. */
    @ParameterizedTest
    @ValueSource(ints = {0, 90})
    void shouldReadBackWhatWasWrittenInPlaceOfWhatIsThere(final int there) {
        final Slab original = filled(slab(4), 70, 0);
        free(original, 3);
        free(original, 64);
        free(original, 65);
        final Words image = Words.written(original::write);
        final Slab read = filled(new Slab(digest, 7, STRIDE, COVERED, 1), there, 5_000);

        read.read(image.reader());

        assertThat(read.used()).isEqualTo(70);
        assertThat(read.live()).isEqualTo(67);
        assertThat(recomputed(read)).isEqualTo(recomputed(original));
        for (int record = 1; record <= 70; record++) {
            for (int word = 0; word < STRIDE; word++) {
                assertThat(read.get(record, word)).isEqualTo(word < COVERED ? original.get(record, word) : 0);
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat(read.take()).isEqualTo(original.take());
        }
        assertThat(read.get(71, 1)).isZero();
    }

    /** Otherwise the sum would keep the record as it was read beside the record as it is. */
    @Test
    void shouldOpenNothingOfWhatWasOpenBeforeItWasRead() {
        final Words image = Words.written(filled(slab(4), 5, 0)::write);
        final Slab read = filled(slab(4), 5, 5_000);
        read.opening(5);
        read.read(image.reader());
        final long sumBefore = digest.sumHigh();
        final long recomputedBefore = recomputed(read);

        read.opening(5);
        read.set(5, 0, 77);
        read.changed(5);
        read.settle();

        assertThat(digest.sumHigh() - sumBefore).isEqualTo(recomputed(read) - recomputedBefore);
    }

    @Test
    void shouldReadNoOtherTableAndNoRecordThatIsFreeTwice() {
        final Slab original = filled(slab(4), 70, 0);
        original.give(1);
        original.give(64);
        final Words image = Words.written(original::write);
        final int lastFree = 5;
        assertThat(image.get(lastFree)).isEqualTo(64);

        assertThatThrownBy(() -> new Slab(digest, 8, STRIDE, COVERED, 4).read(image.reader()))
                .isInstanceOf(StateException.class);
        assertThatThrownBy(() -> new Slab(digest, 7, STRIDE, COVERED - 1, 4).read(image.reader()))
                .isInstanceOf(StateException.class);
        for (final long wrong : new long[] {0, 1, 71}) {
            image.set(lastFree, wrong);
            assertThatThrownBy(() -> slab(4).read(image.reader())).isInstanceOf(StateException.class);
        }
        image.set(lastFree, 65);
        slab(4).read(image.reader());
    }
}
