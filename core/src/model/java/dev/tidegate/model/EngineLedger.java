package dev.tidegate.model;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.message.Outcome;
import dev.tidegate.model.ReferenceOutcome.Missing;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The engine's state and answers in the words of the model, to be compared with it; the model itself knows no engine. */
public final class EngineLedger {
    private static final Ledger.Stock NOTHING = new Ledger.Stock(0, 0, 0, 0, 0, 0, 0);

    private EngineLedger() {}

    /** A SKU's stock at a warehouse; of nothing when there is none. */
    public static Ledger.Stock stock(final Engine engine, final int sku, final int warehouse) {
        final StockView view = engine.reads().stock(sku);
        if (view != null) {
            for (final WarehouseStock there : view.warehouses()) {
                if (there.warehouse() == warehouse) {
                    return new Ledger.Stock(
                            there.sellable(),
                            there.allotted(),
                            there.held(),
                            there.sold(),
                            there.shipped(),
                            there.quarantine(),
                            there.shortUnits());
                }
            }
        }
        return NOTHING;
    }

    /** An order in memory, or null. */
    public static Ledger.@Nullable Order order(final Engine engine, final long id) {
        final OrderView view = engine.reads().order(id);
        return view == null
                ? null
                : new Ledger.Order(
                        view.state(),
                        view.closing(),
                        view.paid(),
                        view.refundRequested(),
                        view.due(),
                        view.deadlineMillis(),
                        view.lines().stream()
                                .map(line -> new Ledger.Line(
                                        line.granted(),
                                        line.cancelled(),
                                        line.shipped(),
                                        line.returned(),
                                        line.shortUnits()))
                                .toList());
    }

    /** How much there is. */
    public static Ledger.Counts counts(final Engine engine) {
        final EngineReads.Counts counts = engine.reads().counts();
        return new Ledger.Counts(
                counts.orders(),
                counts.openOrders(),
                counts.orderLines(),
                counts.idsRemembered(),
                counts.refusalsRemembered(),
                counts.purchaseCounters(),
                counts.stocks(),
                counts.unitsIn() - counts.unitsOut());
    }

    /**
     * An answer.
     *
     * @param entityId what to take for the number or id in it
     */
    public static ReferenceOutcome outcome(final Outcome outcome, final long entityId) {
        return new ReferenceOutcome(
                outcome.code(),
                outcome.duplicate(),
                outcome.firstSequence(),
                outcome.firstTimeMillis(),
                entityId,
                outcome.line(),
                outcome.asked(),
                outcome.available(),
                outcome.deadlineMillis(),
                IntStream.range(0, outcome.missingCount())
                        .mapToObj(i -> new Missing(outcome.missingLine(i), outcome.missingQuantity(i)))
                        .toList());
    }
}
