package dev.tidegate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue against a sorted set. */
class DueQueueTest {
    private static final int STEPS = 6_000;

    private record Entry(long time, long tie, int record, int mask) {}

    private final NavigableSet<Entry> living =
            new TreeSet<>(Comparator.comparingLong(Entry::time).thenComparingLong(Entry::tie));
    private final Set<Long> livingTies = new HashSet<>();
    private final DueQueue queue = new DueQueue((time, tie, record) -> livingTies.contains(tie));
    private long ties;

    private void add(final long key, final long time) {
        final long tie = ++ties;
        final Entry entry = new Entry(time, tie, (int) tie * 3, (int) -tie);
        living.add(entry);
        livingTies.add(tie);
        queue.add(key, time, tie, entry.record(), entry.mask());
    }

    private void kill(final Entry entry) {
        living.remove(entry);
        livingTies.remove(entry.tie());
    }

    /** The first entry that lives, as the queue gives it. */
    private Entry first() {
        while (queue.firstTime() != Long.MAX_VALUE && !livingTies.contains(queue.firstTie())) {
            queue.drop();
        }
        return queue.firstTime() == Long.MAX_VALUE
                ? null
                : new Entry(queue.firstTime(), queue.firstTie(), queue.firstRecord(), queue.firstMask());
    }

    private void assertFirst() {
        assertThat(first()).isEqualTo(living.isEmpty() ? null : living.first());
    }

    private Set<Entry> due(final long now) {
        final Set<Entry> due = new HashSet<>();
        queue.visitDue(now, (time, tie, record, mask) -> {
            assertThat(time).isLessThanOrEqualTo(now);
            if (livingTies.contains(tie)) {
                assertThat(due.add(new Entry(time, tie, record, mask))).isTrue();
            }
        });
        return due;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 65, 200})
    void shouldGiveEntriesInOrderWhateverTheirKeys(final int keys) {
        final Random random = new Random(keys);
        long now = 0;
        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(3);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    final int key = random.nextInt(keys);
                    add(key, now + 10L * key);
                }
                case 3 -> add(random.nextInt(keys), now + random.nextInt(500));
                case 4, 5 -> {
                    final Entry first = first();
                    if (first != null) {
                        queue.drop();
                        kill(first);
                    }
                }
                default -> {
                    final Entry some = living.ceiling(new Entry(now + random.nextInt(500), 0, 0, 0));
                    if (some != null) {
                        kill(some);
                    }
                }
            }
            assertFirst();
            if (step % 500 == 0) {
                final long until = now;
                assertThat(due(until))
                        .containsExactlyInAnyOrderElementsOf(living.stream()
                                .filter(entry -> entry.time() <= until)
                                .toList());
                for (final Entry entry : living) {
                    assertThat(queue.anyDue(until, (time, tie, record) -> tie == entry.tie()))
                            .isEqualTo(entry.time() <= until);
                }
            }
        }
        while (!living.isEmpty()) {
            assertFirst();
            kill(living.first());
        }
        assertFirst();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 65, 200})
    void shouldShowWhatLivesInTheOrderOfItsTrueTimes(final int keys) {
        final Random random = new Random(keys);
        final NavigableSet<Entry> expected = new TreeSet<>(living.comparator());
        final Map<Long, Long> trueTimes = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            final int key = random.nextInt(keys);
            add(key, i + (random.nextInt(4) == 0 ? random.nextInt(900) : 10L * key));
        }
        for (final Entry entry : List.copyOf(living)) {
            switch (random.nextInt(5)) {
                case 0 -> kill(entry);
                case 1 -> trueTimes.put(entry.tie(), entry.time() + 1 + random.nextInt(3_000));
                default -> trueTimes.put(entry.tie(), entry.time());
            }
            if (livingTies.contains(entry.tie())) {
                expected.add(new Entry(trueTimes.get(entry.tie()), entry.tie(), entry.record(), 0));
            }
        }
        final DueQueue.TrueTime trueTime = (time, tie, record) -> trueTimes.getOrDefault(tie, DueQueue.DEAD);
        final List<Entry> shown = new ArrayList<>();

        final int looked = queue.visitInOrder(
                Integer.MAX_VALUE, trueTime, (time, tie, record) -> shown.add(new Entry(time, tie, record, 0)));

        assertThat(shown).containsExactlyElementsOf(expected);
        assertThat(looked).isGreaterThanOrEqualTo(2_000);
        assertThat(queue.size()).as("nothing was taken").isEqualTo(2_000);
        shown.clear();
        assertThat(queue.visitInOrder(50, trueTime, (time, tie, record) -> shown.add(new Entry(time, tie, record, 0))))
                .isEqualTo(50);
        assertThat(shown)
                .hasSizeLessThanOrEqualTo(50)
                .containsExactlyElementsOf(expected.stream().limit(shown.size()).toList());
    }

    @Test
    void shouldOrderByTieAtTheSameTime() {
        add(1, 50);
        add(2, 50);
        add(1, 50);

        final List<Long> order = new ArrayList<>();
        while (first() != null) {
            order.add(queue.firstTie());
            queue.drop();
        }
        assertThat(order).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldTakeFallingTimesOfOneKey() {
        for (long time = 100; time > 0; time--) {
            add(7, time);
            assertThat(queue.firstTime()).isEqualTo(time);
        }
        assertThat(due(40)).hasSize(40);
    }

    @Test
    void shouldForgetWhatNoLongerLivesInsteadOfGrowing() {
        for (int i = 0; i < 20_000; i++) {
            add(1, i);
            kill(living.first());
        }
        final List<Long> left = new ArrayList<>();
        queue.visitDue(Long.MAX_VALUE, (time, tie, record, mask) -> left.add(tie));

        assertThat(left).hasSizeLessThan(32);
    }

    /** Both in a ring and in the heap, where there are entries of more keys than there are rings. */
    @ParameterizedTest
    @ValueSource(ints = {1, 200})
    void shouldLookNoFurtherThanToTheFirstThatIsWanted(final int keys) {
        for (int i = 0; i < 2_000; i++) {
            add(i % keys, 2_000L * (i % keys) + i);
        }
        final List<Long> seen = new ArrayList<>();

        assertThat(queue.anyDue(Long.MAX_VALUE, (time, tie, record) -> seen.add(tie) && seen.size() == 3))
                .isTrue();
        assertThat(seen).hasSize(3);
        assertThat(queue.anyDue(-1, (time, tie, record) -> true)).isFalse();
    }

    @Test
    void shouldNameTheRecordsThatComeNext() {
        for (int i = 0; i < 5; i++) {
            add(1, i);
        }
        final int[] records = new int[3];

        assertThat(queue.upcoming(records)).isEqualTo(3);
        assertThat(records).containsExactly(3, 6, 9);
    }

    @Test
    void shouldSayThatNothingIsQueued() {
        assertThat(queue.firstTime()).isEqualTo(Long.MAX_VALUE);
        assertThat(queue.upcoming(new int[3])).isZero();
        assertThatThrownBy(queue::drop)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing is queued");
    }

    @Test
    void shouldNotGrowUpToWhatWasReserved() {
        final int entries = 5_000;
        final long foretold = queue.bytesFor(entries);
        queue.reserve(entries);
        assertThat(queue.bytes()).isEqualTo(foretold);
        for (int i = 0; i < entries; i++) {
            add(1, i);
        }
        assertThat(queue.growths()).isZero();
        assertThat(queue.bytes()).isLessThanOrEqualTo(foretold);
        assertThat(due(Long.MAX_VALUE)).hasSize(entries);
        final DueQueue another = new DueQueue((time, tie, record) -> true);
        for (int i = 0; i < entries; i++) {
            another.add(1, i, i, i, 0);
        }
        assertThat(another.growths()).isEqualTo(3);
    }
}
