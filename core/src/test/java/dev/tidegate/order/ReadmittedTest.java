package dev.tidegate.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.table.Digest;
import org.junit.jupiter.api.Test;

/** Which order stands in another record than its id says. */
class ReadmittedTest {
    private static final int RECORD = 5;

    private final Digest digest = new Digest();
    private final Readmitted readmitted = new Readmitted(digest);

    private static long id(final int generation) {
        return (long) generation << 32 | 9;
    }

    @Test
    void shouldFindEachByIdAndByRecord() {
        for (int i = 1; i <= 100; i++) {
            readmitted.add(id(i), i);
        }
        readmitted.remove(50);

        for (int i = 1; i <= 100; i++) {
            assertThat(readmitted.record(id(i))).isEqualTo(i == 50 ? 0 : i);
            assertThat(readmitted.id(i)).isEqualTo(i == 50 ? 0 : id(i));
        }
        assertThat(readmitted.count()).isEqualTo(99);
    }

    /** Otherwise what came back once would take memory for good. */
    @Test
    void shouldKeepNothingOfAnOrderThatLeavesAgain() {
        readmitted.add(id(1), RECORD);
        final long bytes = readmitted.indexBytes();
        readmitted.remove(RECORD);
        for (int i = 2; i < 1_000; i++) {
            readmitted.add(id(i), RECORD);
            readmitted.remove(RECORD);
        }

        assertThat(bytes).isPositive();
        assertThat(readmitted.indexBytes()).isEqualTo(bytes);
        assertThat(readmitted.isEmpty()).isTrue();
        readmitted.slab().settle();
        assertThat(digest.sumHigh()).isZero();
    }
}
