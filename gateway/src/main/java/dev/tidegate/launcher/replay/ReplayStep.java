package dev.tidegate.launcher.replay;

import java.util.List;

/**
 * One thing a replay does, in the order of {@link ReplayPlan#steps()}. All quantities are units above 0, all amounts
 * pence above or equal to 0 (a price of a third of a penny rounds to 0), all times UTC epoch milliseconds as given in
 * the file: they may step back from one step to the next.
 */
public sealed interface ReplayStep {
    /** Number of a record that belongs to this step alone, for its {@linkplain CommandIds command ids}. */
    long record();

    /** When the step takes place. */
    long timeMillis();

    /**
     * Receives the opening stock of a SKU; there is no step for a SKU that opens with 0.
     *
     * @param record the SKU's first stock line in an order
     * @param timeMillis time of the first record of the file
     * @param sku stock code
     * @param quantity units received
     */
    record OpeningStock(long record, long timeMillis, String sku, long quantity) implements ReplayStep {}

    /**
     * Places an order all-or-none, then pays and ships it whole.
     *
     * @param record where the invoice first appears in the file, whether or not that record is a stock line
     * @param timeMillis time of the first stock line
     * @param invoice all-digit invoice number
     * @param customer customer of the first stock line; empty if there is none
     * @param lines stock lines in the order of the file, at least one; a SKU may come more than once
     */
    record PlaceOrder(long record, long timeMillis, String invoice, String customer, List<OrderLine> lines)
            implements ReplayStep {
        public PlaceOrder {
            lines = List.copyOf(lines);
        }

        /** Sum of the amounts of the lines in pence. */
        public long amountMinor() {
            return lines.stream().mapToLong(OrderLine::amountMinor).sum();
        }
    }

    /**
     * Brings goods back to sellable, line by line.
     *
     * @param record where the invoice first appears in the file
     * @param timeMillis time of the first stock line
     * @param invoice invoice number, {@code C} and digits
     * @param lines stock lines in the order of the file, at least one
     */
    record ReturnInvoice(long record, long timeMillis, String invoice, List<ReturnLine> lines) implements ReplayStep {
        public ReturnInvoice {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A line of an order.
     *
     * @param record number of its record
     * @param sku stock code
     * @param quantity units
     * @param amountMinor pence
     */
    record OrderLine(long record, String sku, long quantity, long amountMinor) {}

    /**
     * A line of a return.
     *
     * @param record number of its record
     * @param sku stock code
     * @param customer customer of this line; empty if there is none
     * @param quantity units that come back
     * @param amountMinor pence
     */
    record ReturnLine(long record, String sku, String customer, long quantity, long amountMinor) {}
}
