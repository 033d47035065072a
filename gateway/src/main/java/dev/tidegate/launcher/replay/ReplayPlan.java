package dev.tidegate.launcher.replay;

import java.io.IOException;
import java.util.List;

/**
 * Everything a replay will do, from one pass over the file that writes nothing. A file that is unusable as a whole is
 * found here, before there is anything to undo.
 *
 * <p>What the file leaves open is settled so:
 *
 * <ul>
 *   <li>An invoice stands where its number first appears on any record of eight columns, even a rejected one; orders
 *       and returns follow one another in that order. On the file of the retailer it makes no difference whether
 *       rejected records count.
 *   <li>An invoice without a stock line is neither an order nor a return.
 *   <li>{@code 536379} and {@code C536379} are two invoices that have nothing to do with each other.
 *   <li>A SKU repeated on an invoice stays several lines.
 *   <li>Of two times on an invoice, that of its first stock line holds, for an order and for a return. Times that step
 *       back are left so: the engine keeps its own time from stepping back.
 *   <li>The opening stock comes first, SKUs in the order of their first stock line in an order, at the time of the
 *       first record whose date can be read, rejected or not.
 *   <li>A line that would bring the units ordered in the whole file above {@link Long#MAX_VALUE} / 1000, or the amount
 *       of all orders above {@link Long#MAX_VALUE}, is malformed. So no sum of this package can overflow.
 * </ul>
 *
 * <p>Held in memory: about 100 bytes for each stock line, 30 for each reject.
 *
 * @param openingPercent opening stock of a SKU in percent of the units ordered of it, rounded down
 * @param lines records in the file, header excluded
 * @param orders number of {@link ReplayStep.PlaceOrder} steps
 * @param skus number of SKUs ordered, with or without opening stock
 * @param openingUnits sum of all opening stock
 * @param steps opening stock, then orders and returns as they appear in the file
 * @param rejects records that are not stock lines, in the order of the file
 */
public record ReplayPlan(
        int openingPercent,
        long lines,
        int orders,
        int skus,
        long openingUnits,
        List<ReplayStep> steps,
        List<Reject> rejects) {
    /** The highest opening stock: ten times what is ordered. */
    public static final int MOST_OPENING_PERCENT = 1_000;

    public ReplayPlan {
        steps = List.copyOf(steps);
        rejects = List.copyOf(rejects);
    }

    /**
     * Reads the file and lays out the steps.
     *
     * @param openingPercent 0 to {@value #MOST_OPENING_PERCENT}
     * @throws OrdersFileException if the file as a whole cannot be used
     * @throws IOException if it cannot be read
     */
    public static ReplayPlan of(OrdersFile file, int openingPercent) throws IOException {
        checkOpeningPercent(openingPercent);
        ReplayPlanner planner = new ReplayPlanner();
        long lines = file.forEachRecord(planner);
        return planner.plan(lines, openingPercent);
    }

    static void checkOpeningPercent(int openingPercent) {
        if (openingPercent < 0 || openingPercent > MOST_OPENING_PERCENT) {
            throw new IllegalArgumentException("opening stock must be 0 to " + MOST_OPENING_PERCENT
                    + " percent of the units ordered but is " + openingPercent);
        }
    }

    /** How many records were rejected for a cause. */
    public long rejectCount(RejectCause cause) {
        return rejects.stream().filter(reject -> reject.cause() == cause).count();
    }
}
