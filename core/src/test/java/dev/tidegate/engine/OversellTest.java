package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Not one unit is promised twice. */
class OversellTest {
    private static final int UNITS = 1_000;
    private static final int BUYERS = 1_800;

    private final Store store = new Store();

    @Test
    void shouldSellEachOfAThousandUnitsOnceToEighteenHundredBuyers() {
        store.receive(UNITS);

        final List<Outcome> answers =
                IntStream.range(0, BUYERS).mapToObj(buyer -> store.place(1)).toList();

        assertThat(answers).filteredOn(Outcome::accepted).hasSize(UNITS);
        assertThat(answers.subList(UNITS, BUYERS)).allSatisfy(refused -> {
            assertThat(refused.code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
            assertThat(refused.asked()).isEqualTo(1);
            assertThat(refused.available()).isZero();
        });
        assertThat(store.stock().held()).isEqualTo(UNITS);
        assertThat(store.stock().sellable()).isZero();
        assertThat(store.engine().verify()).isNull();
    }

    @Test
    void shouldAddUpWhateverBecomesOfTheOrders() {
        final Random random = new Random(1);
        store.receive(UNITS);
        final List<Long> orders = new ArrayList<>();
        for (int buyer = 0; buyer < BUYERS; buyer++) {
            final Outcome placed = store.place(1 + random.nextInt(3));
            if (placed.accepted()) {
                orders.add(placed.entityId());
            }
            final long some = orders.get(random.nextInt(orders.size()));
            switch (random.nextInt(4)) {
                case 0 -> store.pay(some);
                case 1 -> store.cancel(some);
                default -> store.pass(random.nextInt(5_000));
            }
            final WarehouseStock stock = store.stock();
            assertThat(stock.sellable()).isNotNegative();
            assertThat(stock.sellable() + stock.held() + stock.sold()).isEqualTo(UNITS);
        }
        store.tick();
        assertThat(store.engine().verify()).isNull();
    }

    @Test
    void shouldSellTheLastUnitToTheFirstWhoAsksWhenItComesBack() {
        store.receive(1);
        final long first = store.placed(1);
        assertThat(store.place(1).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);

        store.cancel(first);

        assertThat(store.place(1).accepted()).isTrue();
        assertThat(store.place(1).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
    }

    @Test
    void shouldHoldAllLinesOfAnOrderOrNone() {
        store.receive(store.tea, store.house, 5);
        store.receive(store.rice, store.house, 1);

        final Outcome refused = store.ask(
                store.order().line(store.tea, 5, 1).line(store.rice, 2, 1).build());

        assertThat(refused.code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
        assertThat(refused.line()).isEqualTo(2);
        assertThat(refused.available()).isEqualTo(1);
        assertThat(store.stock().sellable()).isEqualTo(5);
        assertThat(store.stock().held()).isZero();
    }

    @Test
    void shouldGrantAPartialOrderWhatThereIsAndSayWhatIsMissing() {
        store.receive(store.tea, store.house, 3);
        store.receive(store.rice, store.annex, 9);

        final Outcome placed = store.ask(store.order()
                .line(store.tea, 5, 1)
                .line(store.rice, 9, 1)
                .partial()
                .build());

        assertThat(placed.code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
        assertThat(placed.missingCount()).isEqualTo(1);
        assertThat(placed.missingLine(0)).isEqualTo(1);
        assertThat(placed.missingQuantity(0)).isEqualTo(2);
    }
}
