package dev.tidegate.bench;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import java.util.Objects;

/** What must be true after a run, or its figure says nothing. */
final class Proof {
    private Proof() {}

    /** Checks a run against an engine alone; answers a line for the report. */
    static String of(final EngineRun run) {
        final String wrong = run.engine().verify();
        require(wrong == null, String.valueOf(wrong));
        return of(run.sale(), run.accepted(), run.engine().reads());
    }

    /**
     * Checks the ledger and the number of accepted commands.
     *
     * @param accepted commands of the workload that were accepted
     */
    static String of(final FlashSale sale, final long accepted, final EngineReads reads) {
        final Mix mix = sale.plan().mix();
        final Counts counts = reads.counts();
        for (int sku = 1; sku <= mix.skus(); sku++) {
            final StockView stock = Objects.requireNonNull(reads.stock(sku), "SKU " + sku + " is unknown");
            final WarehouseStock units = stock.warehouses().get(0);
            final long sum = units.sellable() + units.held() + units.sold() + units.shipped();
            require(sum == mix.units(), "SKU " + sku + ": received " + mix.units() + ", there are " + units);
        }
        final long placed = mix.soldOut() ? Math.min(mix.units(), sale.orders()) : sale.orders();
        final long expected = placed + sale.confirms() + sale.cancels();
        require(accepted == expected, "accepted " + accepted + ", expected " + expected);
        require(counts.unitsSold() == sale.confirms(), "sold " + counts.unitsSold() + ", paid " + sale.confirms());
        require(
                counts.openOrders() == counts.unitsHeld() + counts.unitsSold(),
                counts.openOrders() + " open orders hold " + counts.unitsHeld() + " and have " + counts.unitsSold());
        return String.format(
                "proof ok: accepted %,d of %,d, unpaid %,d, paid %,d, ids %,d, refusals %,d",
                accepted,
                sale.commands(),
                counts.unitsHeld(),
                counts.unitsSold(),
                counts.idsRemembered(),
                counts.refusalsRemembered());
    }

    private static void require(final boolean right, final String otherwise) {
        if (!right) {
            throw new IllegalStateException("the proof failed: " + otherwise);
        }
    }
}
