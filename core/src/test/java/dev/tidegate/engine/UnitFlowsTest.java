package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.engine.EngineReads.UnitFlows;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.ReturnToStock;
import org.junit.jupiter.api.Test;

/** What ever came in and left: what is there must always be what came in and did not leave. */
class UnitFlowsTest {
    private final Store store = new Store();

    private UnitFlows flows() {
        return store.engine().reads().flows(store.tea);
    }

    private void correctBy(final int warehouse, final long units) {
        store.accepted(new AdjustStock(store.tea, warehouse, AdjustMode.BY, units, 1, 0));
    }

    private void shipOne() {
        final long order = store.placed(1);
        store.pay(order);
        store.accepted(Orders.ship(order));
    }

    @Test
    void shouldTellReceiptsCorrectionsAndScrapApart() {
        store.receive(1_000);
        correctBy(store.house, 200);
        correctBy(store.house, -30);
        shipOne();
        store.accepted(new ReturnToStock(store.tea, store.house, ReturnFrom.SHIPPED, Grade.SCRAP, 1, 1, 0));

        assertThat(flows()).isEqualTo(new UnitFlows(1_000, 200, 30, 1));
        assertThat(store.stock().units()).isEqualTo(1_000 + 200 - 30 - 1);
    }

    @Test
    void shouldAddUpOverAllWarehousesOfTheSkuAlone() {
        store.receive(5);
        store.receive(store.tea, store.annex, 6);
        store.receive(store.rice, store.house, 100);
        correctBy(store.annex, 1);
        correctBy(store.annex, -2);
        correctBy(store.house, 3);

        assertThat(flows()).isEqualTo(new UnitFlows(11, 4, 2, 0));
        assertThat(store.engine().reads().flows(99)).isNull();
    }

    /** A shipment moves units within the ledger: they are still known. */
    @Test
    void shouldCountNothingThatStaysInTheLedger() {
        store.receive(2);
        shipOne();
        store.cancel(store.placed(1));

        assertThat(flows()).isEqualTo(new UnitFlows(2, 0, 0, 0));
    }

    @Test
    void shouldStillKnowThemAfterARestart() {
        store.receive(9);
        correctBy(store.house, -4);
        correctBy(store.house, 2);
        store.restart();

        assertThat(flows()).isEqualTo(new UnitFlows(9, 2, 4, 0));
    }
}
