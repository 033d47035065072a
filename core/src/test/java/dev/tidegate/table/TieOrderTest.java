package dev.tidegate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order against that of a sorted map. */
class TieOrderTest {
    @ParameterizedTest
    @ValueSource(longs = {3_000, 100_000, 1L << 33, Long.MAX_VALUE})
    void shouldSortRecordsByTheirTies(final long range) {
        final Random random = new Random(range);
        for (int round = 0; round < 20; round++) {
            final Map<Long, Integer> expected = new TreeMap<>();
            final long first = random.nextInt(5);
            final TieOrder order = new TieOrder();
            for (int i = 1; i <= round * 100; i++) {
                final long tie = first + Math.floorMod(random.nextLong(), range - first);
                if (expected.putIfAbsent(tie, i) == null) {
                    order.add(tie, i);
                }
            }
            assertThat(order.sorted())
                    .containsExactly(expected.values().stream()
                            .mapToInt(Integer::intValue)
                            .toArray());
        }
    }

    @Test
    void shouldRefuseATieThatTwoHave() {
        final TieOrder order = new TieOrder();
        order.add(7, 1);
        order.add(3, 2);
        order.add(7, 3);
        assertThatThrownBy(order::sorted)
                .isInstanceOf(StateException.class)
                .hasMessageContaining("two records with the tie 7");
    }

    @Test
    void shouldSortTheLeastAndTheLargestNumber() {
        final TieOrder order = new TieOrder();
        order.add(Long.MAX_VALUE, 1);
        order.add(Long.MIN_VALUE, 2);
        order.add(0, 3);
        assertThat(order.sorted()).containsExactly(2, 3, 1);
    }
}
