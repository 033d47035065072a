package dev.tidegate.launcher.why;

import static dev.tidegate.launcher.why.LineFigures.integer;
import static dev.tidegate.launcher.why.LineFigures.number;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.launcher.reading.MessageText;
import dev.tidegate.launcher.reading.Names;
import java.util.Map;

/** One event as a sentence. */
final class EventLine {
    private EventLine() {}

    static String of(final Map<String, Object> event, final EngineReads reads) {
        final String name = String.valueOf(event.get(MessageText.NAME));
        return switch (name) {
            case "StockMoved" -> moved(event, reads);
            case "ShortChanged" ->
                number(event, "change") + " claims without units of "
                        + reads.skuCode(integer(event, "sku")) + " at " + warehouse(event, reads) + of(event) + ": "
                        + number(event, "shortAfter") + " now";
            case "OrderChanged" ->
                Names.trigger(number(event, "trigger")) + ": "
                        + Names.state(number(event, "stateBefore")) + " to " + Names.state(number(event, "stateAfter"))
                        + (number(event, "closing") == 0 ? "" : " (" + Names.closing(number(event, "closing")) + ")")
                        + ", deadline " + Names.time(number(event, "deadlineMillis"));
            case "OrderPlaced" ->
                "placed as order " + number(event, "orderId") + ", deadline "
                        + Names.time(number(event, "deadlineMillis"));
            case "OrderLeft" -> "order " + number(event, "orderId") + " left memory";
            case "OrderReadmitted" -> "order " + number(event, "orderId") + " came back to memory, closed";
            case "HoldsExtended" ->
                "every unpaid hold that was to expire before " + Names.time(number(event, "untilMillis"))
                        + " lasts until then, " + number(event, "holds") + " of them";
            case "RefundRequested" ->
                "a refund of " + number(event, "amount") + " was requested: line "
                        + number(event, "line") + " wanted " + number(event, "asked") + " of "
                        + number(event, "available");
            default -> event.toString();
        };
    }

    private static String moved(final Map<String, Object> event, final EngineReads reads) {
        final long units = number(event, "quantity");
        return units + " of " + reads.skuCode(integer(event, "sku")) + " at " + warehouse(event, reads) + " from "
                + side(event, "fromBucket", number(event, "fromAfter"), units)
                + " to " + side(event, "toBucket", number(event, "toAfter"), -units) + of(event);
    }

    /** The bucket, with its units before and after. */
    private static String side(
            final Map<String, Object> event, final String bucket, final long after, final long gone) {
        final long number = number(event, bucket);
        return number == 0 ? Names.bucket(number) : Names.bucket(number) + " (" + (after + gone) + " to " + after + ")";
    }

    private static String warehouse(final Map<String, Object> event, final EngineReads reads) {
        return reads.warehouseCode(integer(event, "warehouse"));
    }

    private static String of(final Map<String, Object> event) {
        final long order = number(event, "orderId");
        return order == 0 ? "" : ", order " + order + " line " + number(event, "line");
    }
}
