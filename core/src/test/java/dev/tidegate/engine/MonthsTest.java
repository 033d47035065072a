package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.OutcomeCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three years of a store, day by day, under the limits of birth: what it keeps does not grow with what it has seen. */
class MonthsTest {
    private static final long DAY = 86_400_000L;
    private static final int DAYS = 1_096;
    private static final int SETTLED = 366;
    private static final int ORDERS_A_DAY = 24;
    private static final int LEAVES_AFTER = 90;
    private static final int MONTH = 30;

    private final Store store = new Store();
    private final long[] lastShipped = new long[DAYS];
    private int readmitted;

    /** Orders that are shipped, some returned late, cancelled and expired; what is due is swept as it comes. */
    private void day(final int day) {
        for (int i = 0; i < ORDERS_A_DAY; i++) {
            store.pass(DAY / ORDERS_A_DAY);
            sweep(day);
            final long order = store.placed(1);
            if (i % 4 == 3) {
                store.cancel(order);
            } else if (i % 4 != 2) {
                store.pay(order);
                store.accepted(Orders.ship(order));
                store.accepted(giveBack(order));
                lastShipped[day] = order;
            }
        }
    }

    private static Command giveBack(final long order) {
        return new ReturnLines(order, 1, List.of(new ReturnedLine(1, 1, Grade.SELLABLE)));
    }

    /** Brings one order in a month back on the day on which it leaves, and takes nothing more of it. */
    private void sweep(final int day) {
        final long leaving = day >= LEAVES_AFTER && day % MONTH == 0 ? lastShipped[day - LEAVES_AFTER] : 0;
        while (store.engine().nextDeadlineMillis() <= store.time()) {
            final byte[] record = store.left(leaving);
            if (record.length > 0) {
                store.accepted(new ReadmitOrder(leaving, 1, record));
                readmitted++;
            }
        }
    }

    @Test
    void shouldKeepNoMoreAfterYearsThanAfterOne() {
        store.receive(100);
        long bytes = 0;
        EngineReads.Counts settled = store.counts();
        for (int day = 0; day < DAYS; day++) {
            day(day);
            if (day == SETTLED) {
                bytes = store.engine().tableBytes();
                settled = store.counts();
            }
        }
        final EngineReads.Counts last = store.counts();
        assertThat(store.engine().verify()).isNull();
        assertThat(store.engine().tableBytes()).isEqualTo(bytes);
        assertThat(last.orders()).isBetween(settled.orders() - 1, settled.orders() + 1);
        // Half of the orders for 90 days, half for 45, and hardly any more.
        assertThat(last.orders()).isBetween(1_600L, 1_640L);
        assertThat(readmitted).isGreaterThan(30);
        assertThat(last.orderLines()).isEqualTo(last.orders());
        assertThat(last.idsRemembered()).isEqualTo(settled.idsRemembered());
        final EngineReads reads = store.engine().reads();
        assertThat(reads.archived(lastShipped[DAYS - 120])).isTrue();
        assertThat(store.ask(new Command.StartPayment(lastShipped[0])).code()).isEqualTo(OutcomeCode.ORDER_ARCHIVED);
    }
}
