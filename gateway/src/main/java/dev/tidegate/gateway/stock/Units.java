package dev.tidegate.gateway.stock;

/**
 * What is left of a SKU.
 *
 * @param units sellable and allotted, over all warehouses; -1 when there is no such SKU
 * @param held units in live holds, which may come back
 * @param sequence the last command that these figures have seen
 * @param generation of the stock's growth when the figures were asked for
 * @param readNanos when they were read
 */
public record Units(int sku, long units, long held, long sequence, long generation, long readNanos) {

    /** Whether nothing is left and nothing can come back by itself. */
    public boolean soldOut() {
        return units == 0 && held == 0;
    }
}
