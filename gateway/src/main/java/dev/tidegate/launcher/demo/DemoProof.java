package dev.tidegate.launcher.demo;

import static dev.tidegate.launcher.ProofException.requireEqual;

import dev.tidegate.Tidegate;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.launcher.ProofException;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** Holds the engine's ledger against the books that were kept beside it. */
final class DemoProof {
    private final Shelves shelves;
    private final Books books;

    DemoProof(final Shelves shelves, final Books books) {
        this.shelves = shelves;
        this.books = books;
    }

    /**
     * Compares everything, after the last hold has expired and the campaign has ended.
     *
     * @throws ProofException naming the first figure that differs
     */
    void prove(final Tidegate tidegate) {
        requireEqual("accepted in the first wave", books.firstWavePossible(), books.firstWaveAccepted());
        requireEqual("second units to one buyer", 0, books.heldTwice());
        requireEqual(
                "orders paid, failed, cancelled and expired",
                books.accepted,
                books.paid + books.paymentFailed + books.cancelled + books.expired);
        final Counts counts = tidegate.counts();
        requireEqual("orders", books.accepted, counts.orders());
        requireEqual("orders that are not closed", books.paid, counts.openOrders());
        requireEqual("units held after all holds are over", 0L, counts.unitsHeld());
        requireEqual("units ring-fenced after the campaign", 0L, counts.unitsAllotted());
        tidegate.read(this::proveSkus).join();
        final String wrong = tidegate.verify();
        if (wrong != null) {
            throw new ProofException(wrong);
        }
    }

    private boolean proveSkus(final EngineReads reads) {
        for (int sku = 1; sku <= shelves.skus(); sku++) {
            final StockView stock = Objects.requireNonNull(reads.stock(sku));
            requireEqual(
                    "units of " + sku + " in all buckets", shelves.received(sku), sum(stock, WarehouseStock::units));
            requireEqual("units sold of " + sku, books.soldUnits[sku], sum(stock, WarehouseStock::sold));
            requireEqual(
                    "units left of " + sku,
                    shelves.received(sku) - books.soldUnits[sku],
                    sum(stock, WarehouseStock::sellable));
            requireEqual("units short of " + sku, 0L, sum(stock, WarehouseStock::shortUnits));
        }
        return true;
    }

    private static long sum(final StockView stock, final ToLongFunction<WarehouseStock> bucket) {
        return stock.warehouses().stream().mapToLong(bucket).sum();
    }
}
