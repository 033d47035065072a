package dev.tidegate.model;

import java.util.List;

/** State as values, to be compared. */
public final class Ledger {
    private Ledger() {}

    public record Stock(
            long sellable, long allotted, long held, long sold, long shipped, long quarantine, long shortUnits) {}

    /** {@code deadline} is 0 for none. */
    public record Order(
            int state,
            int closing,
            boolean paid,
            boolean refundRequested,
            boolean due,
            long deadline,
            List<Line> lines) {}

    /** {@code cancelled} by command; what an expiry or a failed payment let go is not in it. */
    public record Line(long granted, long cancelled, long shipped, long returned, long shortUnits) {}

    /** {@code units} is what came in less what left, over everything. */
    public record Counts(
            long orders,
            long openOrders,
            long orderLines,
            long idsRemembered,
            long refusalsRemembered,
            long purchaseCounters,
            long stocks,
            long units) {}
}
