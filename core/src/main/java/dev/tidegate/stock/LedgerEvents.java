package dev.tidegate.stock;

/** Is told of every entry of the ledger, at once. */
@FunctionalInterface
public interface LedgerEvents {
    /**
     * Units went from one bucket to another.
     *
     * @param fromAfter units in the first bucket now, 0 for outside
     * @param toAfter units in the second bucket now, 0 for outside
     */
    void moved(int sku, int warehouse, int from, int to, long units, long fromAfter, long toAfter);
}
