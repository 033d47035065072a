package dev.tidegate.launcher.replay;

import static dev.tidegate.launcher.ProofException.requireEqual;

import dev.tidegate.Tidegate;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.launcher.ProofException;
import dev.tidegate.launcher.replay.ReplayTally.SkuUnits;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Compares what was counted beside the engine with what the engine holds, SKU by SKU and in all. */
final class ReplayProof {
    private final ReplayPlan plan;
    private final ReplayTally tally;
    private final Map<String, Integer> skuNumbers;

    ReplayProof(final ReplayPlan plan, final ReplayTally tally, final Map<String, Integer> skuNumbers) {
        this.plan = plan;
        this.tally = tally;
        this.skuNumbers = skuNumbers;
    }

    /**
     * Compares everything.
     *
     * @return units that the engine has left to sell
     * @throws ProofException naming the first figure that differs
     */
    long prove(final Tidegate tidegate, final long commands) {
        final Counts counts = tidegate.counts();
        final long opening = plan.openingUnits();
        final long left = opening - tally.unitsSold() + tally.unitsReturned();
        requireEqual("orders", (long) tally.accepted, counts.orders());
        requireEqual("SKUs", (long) plan.skus(), counts.skus());
        requireEqual("refusals remembered", (long) tally.refused - tally.refusedUnseen, counts.refusalsRemembered());
        requireEqual("ids remembered", commands - counts.refusalsRemembered(), counts.idsRemembered());
        requireEqual("units received", opening, counts.unitsIn());
        requireEqual("units gone", 0L, counts.unitsOut());
        requireEqual("units left", left, counts.unitsSellable());
        requireEqual("units shipped", opening - left, counts.unitsShipped());
        requireEqual(
                "units in between",
                0L,
                counts.unitsAllotted()
                        + counts.unitsHeld()
                        + counts.unitsSold()
                        + counts.unitsQuarantine()
                        + counts.unitsShort());
        tidegate.read(this::stocks).join().forEach((sku, stock) -> prove(sku, tally.units(sku), stock));
        final String wrong = tidegate.verify();
        if (wrong != null) {
            throw new ProofException(wrong);
        }
        return counts.unitsSellable();
    }

    private Map<String, StockView> stocks(final EngineReads reads) {
        final Map<String, StockView> stocks = new HashMap<>();
        for (final String sku : tally.skus().keySet()) {
            final int number = Objects.requireNonNull(skuNumbers.get(sku), sku);
            stocks.put(sku, Objects.requireNonNull(reads.stock(number), sku));
        }
        return stocks;
    }

    private static void prove(final String sku, final SkuUnits units, final StockView stock) {
        final long sellable =
                stock.warehouses().stream().mapToLong(WarehouseStock::sellable).sum();
        final long shipped =
                stock.warehouses().stream().mapToLong(WarehouseStock::shipped).sum();
        requireEqual("units left of " + sku, units.left(), sellable);
        requireEqual("units shipped of " + sku, units.sold - units.returned, shipped);
    }
}
