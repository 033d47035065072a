package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.table.StateInput;
import dev.tidegate.table.StateOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tables that are as large as their limits: nothing grows up to there, and behind that is an outcome. */
class TableRoomTest {
    private static final long MINUTE = Store.MINUTE;
    private static final long PLENTY = 1L << 30;
    private static final int ORDERS = 3_000;
    private static final int BUYERS = 900;

    private static final List<LimitValue> LIMITS = List.of(
            new LimitValue(Limit.ORDERS, ORDERS),
            new LimitValue(Limit.ORDER_LINES, 4_000),
            new LimitValue(Limit.IDS_REMEMBERED, 9_000),
            new LimitValue(Limit.REFUSALS_REMEMBERED, 700),
            new LimitValue(Limit.REFUSAL_MILLIS, 10 * MINUTE),
            new LimitValue(Limit.PURCHASE_COUNTERS, BUYERS),
            new LimitValue(Limit.EXTERNALS_REMEMBERED, 2_500),
            new LimitValue(Limit.EXTERNAL_MEMORY_MILLIS, 60 * MINUTE),
            new LimitValue(Limit.ID_HORIZON_MILLIS, 10 * MINUTE),
            new LimitValue(Limit.CLOSED_RETENTION_MILLIS, 5 * MINUTE),
            new LimitValue(Limit.WORK_PER_TICK, 100),
            new LimitValue(Limit.SKUS, 120),
            new LimitValue(Limit.STOCKS, 110));

    private final Set<OutcomeCode> codes = EnumSet.noneOf(OutcomeCode.class);

    private static EngineSettings settings(final long mostTableBytes) {
        return new EngineSettings(7, 8, 16, 64, 64, mostTableBytes);
    }

    private static Store limited(final long mostTableBytes) {
        final Store store = new Store(settings(mostTableBytes));
        store.accepted(new SetLimits(LIMITS));
        return store;
    }

    /** Four rounds up to every limit: orders, lines, ids, refusals, counters and numbers, with and without sweeps. */
    private Store trade(final Store store) {
        store.receive(1_000_000);
        fillCatalogue(store);
        store.accepted(new SetPurchaseLimit(store.tea, 100, 100 * MINUTE));
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < ORDERS + 800; i++) {
                codes.add(store.ask(order(store, i)).code());
                codes.add(
                        store.ask(store.order().line(store.rice, 1, 1).build()).code());
                if (i % 5 == 0) {
                    store.pass(100);
                }
            }
            repeatUntilIdsAreFull(store);
            store.pass(Store.HALF_HOUR);
            sweep(store);
            store.pass(6 * MINUTE);
            sweep(store);
        }
        return store;
    }

    private void fillCatalogue(final Store store) {
        for (int i = 0; i < 130; i++) {
            final Outcome defined = store.ask(new DefineSku("sku-" + i, 1));
            codes.add(defined.code());
            if (defined.accepted()) {
                codes.add(store.ask(new ReceiveStock((int) defined.entityId(), store.house, 1, 1, 0, 0, 0))
                        .code());
            }
        }
    }

    private static Command order(final Store store, final int i) {
        final var order = store.order().line(store.tea, 1, Store.PRICE);
        if (i % 4 == 3) {
            order.line(store.rice, 1, Store.PRICE).partial();
        }
        return order.buyer(1, 1 + i % (BUYERS + 50)).build();
    }

    private void repeatUntilIdsAreFull(final Store store) {
        for (int i = 0; i < 9_000; i++) {
            codes.add(store.ask(new ReceiveStock(store.tea, store.house, 1, 1, 0, 0, 0))
                    .code());
        }
    }

    private static void sweep(final Store store) {
        while (store.engine().nextDeadlineMillis() <= store.time()) {
            store.tick();
        }
    }

    @Test
    void shouldNotGrowUpToEveryLimitAndAnswerWhatIsFull() {
        final Store store = limited(PLENTY);
        final Engine engine = store.engine();
        final long bytes = engine.tableBytes();
        final int before = engine.tableGrowths();
        assertThat(bytes).isEqualTo(engine.tableBytesAtLimits());
        assertThat(engine.reads().tables().atLimits()).isTrue();

        trade(store);

        assertThat(codes)
                .contains(
                        OutcomeCode.ORDERS_FULL,
                        OutcomeCode.PURCHASE_COUNTERS_FULL,
                        OutcomeCode.IDS_FULL,
                        OutcomeCode.SKUS_FULL,
                        OutcomeCode.STOCKS_FULL,
                        OutcomeCode.OUT_OF_STOCK);
        assertThat(engine.tableGrowths()).isEqualTo(before);
        // Rings of up to 1,024 deadlines are made as they are needed.
        assertThat(engine.tableBytes()).isBetween(bytes, bytes + 100_000);
        assertThat(store.counts().numbersRemembered()).isEqualTo(2_500);
        assertThat(engine.verify()).isNull();
    }

    @Test
    void shouldAnswerAsTablesThatGrow() {
        final Store growing = trade(limited(0));
        final Store fixed = trade(limited(PLENTY));

        assertThat(growing.engine().tableGrowths()).isGreaterThan(30);
        assertThat(fixed.engine().digestHigh()).isEqualTo(growing.engine().digestHigh());
        assertThat(fixed.engine().digestLow()).isEqualTo(growing.engine().digestLow());
    }

    @Test
    void shouldNameFullLines() {
        final Store store = limited(PLENTY);
        store.receive(100);
        store.receive(store.rice, store.house, 100);
        final int before = store.engine().tableGrowths();
        store.limit(Limit.ORDER_LINES, 3);
        store.accepted(
                store.order().line(store.tea, 1, 1).line(store.rice, 1, 1).build());

        assertThat(store.ask(store.order()
                                .line(store.tea, 1, 1)
                                .line(store.rice, 1, 1)
                                .build())
                        .code())
                .isEqualTo(OutcomeCode.ORDER_LINES_FULL);
        assertThat(store.engine().tableGrowths()).isEqualTo(before);
    }

    @Test
    void shouldLeaveTablesToGrowWhereTheLimitsTakeMoreThanTheyMay() {
        final Store store = limited(1 << 20);
        final EngineReads.TablesView tables = store.engine().reads().tables();
        assertThat(tables.atLimits()).isFalse();
        assertThat(tables.bytes()).isLessThan(1 << 20).isLessThan(tables.bytesAtLimits());

        store.limit(Limit.ORDERS, 100);
        store.limit(Limit.ORDER_LINES, 100);
        store.limit(Limit.IDS_REMEMBERED, 100);
        store.limit(Limit.EXTERNALS_REMEMBERED, 10);
        store.limit(Limit.WAREHOUSES, 10);
        store.limit(Limit.CHANNELS, 10);
        store.limit(Limit.CAMPAIGNS, 10);

        assertThat(store.engine().reads().tables().atLimits()).isTrue();
        assertThat(store.engine().tableBytes()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void shouldBeAsLargeWhenTheStateIsReadBack() {
        final Store store = trade(limited(0));
        final Words words = new Words();
        store.engine().write(words);

        final Engine read = Engine.read(words.input(), settings(PLENTY));

        assertThat(read.tableBytes()).isGreaterThanOrEqualTo(read.tableBytesAtLimits());
        assertThat(read.tableGrowths()).isZero();
        assertThat(read.digestHigh()).isEqualTo(store.engine().digestHigh());
        assertThat(read.digestLow()).isEqualTo(store.engine().digestLow());
    }

    @Test
    void shouldTakeARaisedLimitAtOnce() {
        final Store store = limited(PLENTY);
        final long bytes = store.engine().tableBytes();
        store.limit(Limit.ORDERS, 2 * ORDERS);
        assertThat(store.engine().tableBytes())
                .isGreaterThan(bytes)
                .isEqualTo(store.engine().tableBytesAtLimits());
        final CommandHeader id = store.newId();
        assertThat(store.ask(id, new SetLimits(List.of(new LimitValue(Limit.ORDERS, 5))))
                        .code())
                .isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.ask(id, new SetLimits(List.of(new LimitValue(Limit.ORDERS, 5))))
                        .duplicate())
                .isTrue();
    }

    /** A state in memory. */
    private static final class Words implements StateOutput {
        private final List<long[]> parts = new ArrayList<>();

        @Override
        public void put(final long[] words, final int from, final int count) {
            parts.add(Arrays.copyOfRange(words, from, from + count));
        }

        StateInput input() {
            final long[] all = parts.stream().flatMapToLong(Arrays::stream).toArray();
            return new StateInput() {
                private int at;

                @Override
                public long left() {
                    return all.length - at;
                }

                @Override
                public void take(final long[] target, final int from, final int count) {
                    System.arraycopy(all, at, target, from, count);
                    at += count;
                }
            };
        }
    }
}
