package dev.tidegate.stock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the lines before this one take, whatever the numbers of the records are. */
class PendingUnitsTest {
    private static final int RECORDS = 1_000;

    private final PendingUnits pending = new PendingUnits();

    @Test
    void shouldAddUpForEachRecordAlone() {
        for (int record = 0; record < RECORDS; record++) {
            assertThat(pending.get(record)).isZero();
            pending.add(record, record);
            pending.add(record, 3);
            assertThat(pending.get(record)).isEqualTo(record + 3);
        }
        for (int record = 0; record < RECORDS; record++) {
            assertThat(pending.get(record)).isEqualTo(record + 3);
        }
        assertThat(pending.get(Integer.MAX_VALUE)).isZero();
    }

    @Test
    void shouldForgetEverythingBetweenOrders() {
        for (int order = 1; order <= 3; order++) {
            pending.clear();
            assertThat(pending.get(7)).isZero();
            pending.add(7, 5);
            assertThat(pending.get(7)).isEqualTo(5);
        }
    }
}
