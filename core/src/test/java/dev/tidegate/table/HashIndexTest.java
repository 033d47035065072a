package dev.tidegate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The index against {@link HashMap}, with hashes from good to hopeless. */
class HashIndexTest {
    private static final int GOLDEN = 0x9E3779B9;
    private static final int STEPS = 8_000;
    private static final int KEYS = 600;

    static final List<Arguments> HASHES = List.of(
            hash("spread", key -> key * GOLDEN),
            hash("the same for all", key -> 0x12345678),
            hash("all at the end of the table", key -> -1 - key % 3),
            hash("one home slot, different below", key -> key),
            hash("seven values", key -> key % 7 * GOLDEN));

    private static Arguments hash(final String name, final IntUnaryOperator function) {
        return Arguments.argumentSet(name, function);
    }

    /** Keys are small numbers; record r holds the key it was given. */
    private static final class Index extends HashIndex {
        private final IntUnaryOperator hash;
        private final int[] keys = new int[KEYS + 1];
        private int sought;

        Index(final int expected, final IntUnaryOperator hash) {
            super(expected);
            this.hash = hash;
        }

        @Override
        protected boolean matches(final int record) {
            return keys[record] == sought;
        }

        int get(final int key) {
            sought = key;
            return find(hash.applyAsInt(key));
        }

        void put(final int key, final int record) {
            keys[record] = key;
            insert(hash.applyAsInt(key), record);
        }

        void remove(final int key, final int record) {
            delete(hash.applyAsInt(key), record);
        }

        void clear() {
            removeAll();
        }

        void startAnew(final int expected) {
            empty(expected);
        }

        int first(final int key) {
            return likely(hash.applyAsInt(key));
        }
    }

    @ParameterizedTest
    @FieldSource("HASHES")
    void shouldFindWhatAMapFinds(final IntUnaryOperator hash) {
        final Random random = new Random(42);
        final Index index = new Index(1, hash);
        final Map<Integer, Integer> map = new HashMap<>();
        final List<Integer> free = new ArrayList<>();
        for (int record = KEYS; record > 0; record--) {
            free.add(record);
        }
        for (int step = 0; step < STEPS; step++) {
            final int key = random.nextInt(KEYS);
            final Integer known = map.get(key);
            assertThat(index.get(key)).isEqualTo(known == null ? 0 : known);
            if (known == null) {
                final int record = free.remove(random.nextInt(free.size()));
                index.put(key, record);
                map.put(key, record);
            } else if (random.nextInt(3) > 0) {
                index.remove(key, known);
                free.add(map.remove(key));
            }
            index.touch(hash.applyAsInt(key));
        }
        for (int key = 0; key < KEYS; key++) {
            assertThat(index.get(key)).isEqualTo(map.getOrDefault(key, 0));
        }
    }

    @ParameterizedTest
    @FieldSource("HASHES")
    void shouldKeepEveryRecordWhileItGrows(final IntUnaryOperator hash) {
        final Index index = new Index(1, hash);
        for (int key = 0; key < KEYS; key++) {
            index.put(key, key + 1);
        }
        for (int key = 0; key < KEYS; key++) {
            assertThat(index.get(key)).isEqualTo(key + 1);
        }
    }

    @Test
    void shouldFindNothingOnceAllIsRemoved() {
        final Index index = new Index(16, key -> key * GOLDEN);
        index.put(1, 1);
        index.put(2, 2);
        index.clear();

        assertThat(index.get(1)).isZero();
        index.put(2, 5);
        assertThat(index.get(2)).isEqualTo(5);
    }

    @Test
    void shouldSayThatARecordToRemoveIsNotThere() {
        final Index index = new Index(16, key -> 7);
        index.put(1, 1);

        assertThatThrownBy(() -> index.remove(1, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("record 2 is not in the index");
    }

    @Test
    void shouldBeFilledToLessThanHalf() {
        final Index index = new Index(1, key -> key * GOLDEN);
        for (int key = 0; key < KEYS; key++) {
            index.put(key, key + 1);
            assertThat(100L * (key + 1)).isLessThanOrEqualTo(45 * index.indexBytes() / Long.BYTES);
        }
        assertThat(index.indexGrowths()).isEqualTo(7);
    }

    @Test
    void shouldNotGrowUpToWhatWasReserved() {
        final Index index = new Index(1, key -> key * GOLDEN);
        index.put(0, 1);
        final long foretold = index.indexBytesFor(400);
        index.reserve(400);
        for (int key = 1; key < 400; key++) {
            index.put(key, key + 1);
        }
        for (int key = 0; key < 400; key++) {
            assertThat(index.get(key)).isEqualTo(key + 1);
        }
        assertThat(index.indexBytes()).isEqualTo(foretold);
        assertThat(index.indexGrowths()).isZero();
        index.reserve(10);
        assertThat(index.indexBytes()).isEqualTo(foretold).isEqualTo(index.indexBytesFor(10));
    }

    @Test
    void shouldForgetAllAndMakeRoomForMore() {
        final Index index = new Index(1, key -> key * GOLDEN);
        index.put(1, 1);
        index.startAnew(1);
        assertThat(index.get(1)).isZero();
        index.put(1, 1);
        index.startAnew(400);
        assertThat(index.get(1)).isZero();
        for (int key = 0; key < 400; key++) {
            index.put(key, key + 1);
        }
        assertThat(index.get(1)).isEqualTo(2);
        assertThat(index.indexGrowths()).isZero();
    }

    @Test
    void shouldNameTheRecordThatALookUpBeginsAt() {
        final Index index = new Index(16, key -> 7);
        assertThat(index.first(1)).isZero();
        index.put(1, 5);
        index.put(2, 6);

        assertThat(index.first(2)).isEqualTo(5);
    }
}
