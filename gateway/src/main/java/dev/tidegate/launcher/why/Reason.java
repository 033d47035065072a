package dev.tidegate.launcher.why;

import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.launcher.reading.Names;
import dev.tidegate.message.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what decided an answer, with its figures. */
final class Reason {
    private Reason() {}

    /**
     * The sentence.
     *
     * @param lines figures before the command, empty for all but PlaceOrder
     * @param before the order before the command, null when there was none in memory
     */
    static String of(final Outcome outcome, final List<Map<String, Object>> lines, final @Nullable OrderView before) {
        if (outcome.firstSequence() != outcome.sequence()) {
            return (outcome.duplicate() ? "the same command was answered at sequence " : "its id belongs to sequence ")
                    + outcome.firstSequence();
        }
        final String line = outcome.line() == 0 ? "" : "line " + outcome.line() + ": ";
        return line + decided(outcome, figures(lines, outcome.line()), before);
    }

    private static Map<String, Object> figures(final List<Map<String, Object>> lines, final int line) {
        return line < 1 || line > lines.size() ? Map.of() : lines.get(line - 1);
    }

    private static String decided(
            final Outcome outcome, final Map<String, Object> figures, final @Nullable OrderView before) {
        final long asked = outcome.asked();
        final long available = outcome.available();
        return switch (outcome.code()) {
            case OUTSIDE_WINDOW ->
                "the campaign runs from " + figures.get("window_start") + " to " + figures.get("window_end")
                        + ", and it was " + Names.time(outcome.timeMillis());
            case PURCHASE_LIMIT ->
                asked + " asked, and the buyer may have " + available + " more: limit " + figures.get("limit_per_buyer")
                        + ", counted " + figures.get("counted_for_buyer");
            case CAMPAIGN_CAP -> asked + " asked, and " + available + " are left under the campaign's cap";
            case QUOTA_EXCEEDED -> asked + " asked, and " + available + " are left of the channel's quota";
            case ALLOTMENT_EXHAUSTED -> asked + " asked, and the campaign's allotment has " + available;
            case SAFETY_STOCK ->
                asked + " asked, and " + available + " are offered beyond a safety stock of "
                        + figures.get("safety_stock");
            case OUT_OF_STOCK -> asked + " asked, and " + available + " could be offered where there were most";
            case LINE_SHORT -> asked + " asked, and " + available + " have units; the rest are claims without units";
            case PAYMENT_MISMATCH -> asked + " came, and " + available + " are due";
            case MORE_THAN_LEFT -> asked + " asked, and " + available + " are left on the line";
            case PAID_LATE_SHORT -> asked + " were wanted again, and " + available + " were there";
            case ORDER_EXPIRED ->
                before == null || before.closing() != 0
                        ? "the order was closed before" + (before == null ? "" : ": " + Names.closing(before.closing()))
                        : "its deadline was " + Names.time(before.deadlineMillis()) + ", and it was "
                                + Names.time(outcome.timeMillis());
            case ACCEPTED, ACCEPTED_PARTLY, PAID_LATE -> "done" + missing(outcome);
            default ->
                asked == 0 && available == 0 ? "see docs/outcomes.md" : asked + " asked, " + available + " available";
        };
    }

    private static String missing(final Outcome outcome) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < outcome.missingCount(); i++) {
            text.append(", ")
                    .append(outcome.missingQuantity(i))
                    .append(" missing of line ")
                    .append(outcome.missingLine(i));
        }
        return text.toString();
    }
}
