package dev.tidegate.view;

/**
 * What is left of a SKU, as of one command.
 *
 * @param units sum over its warehouses of what is sellable beyond the SKU's safety stock; what a channel may take of it
 *     can be less (its own safety stock, quota, freeze), see {@link dev.tidegate.engine.EngineReads#offer}
 * @param allotted units ring-fenced for campaigns
 * @param frozen whether new holds are refused
 * @param soldOut whether nothing is left and nothing can come back without a command, and the shield knows it
 * @param sequence of the last command that had been applied when this was published: it was so then, and still is as
 *     of {@link StockView#sequence()} as read before
 */
public record UnitsLeft(int sku, long units, long allotted, boolean frozen, boolean soldOut, long sequence) {}
