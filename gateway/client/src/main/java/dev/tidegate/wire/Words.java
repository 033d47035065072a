package dev.tidegate.wire;

import dev.tidegate.message.CommandKind;
import dev.tidegate.message.sbe.EntityChangedDecoder;
import dev.tidegate.message.sbe.HoldsExtendedDecoder;
import dev.tidegate.message.sbe.OrderChangedDecoder;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.message.sbe.OrderPlacedDecoder;
import dev.tidegate.message.sbe.OrderReadmittedDecoder;
import dev.tidegate.message.sbe.RefundRequestedDecoder;
import dev.tidegate.message.sbe.SettingChangedDecoder;
import dev.tidegate.message.sbe.ShortChangedDecoder;
import dev.tidegate.message.sbe.StockMovedDecoder;
import java.util.List;
import java.util.Map;

/**
 * The words for the numbers in messages, as docs/rules.md, docs/lifecycle.md and docs/events.md have them. A number
 * without a word, of a newer release, is written in digits.
 */
public final class Words {
    private static final List<String> BUCKETS =
            List.of("OUTSIDE", "SELLABLE", "ALLOTTED", "HELD", "SOLD", "SHIPPED", "QUARANTINE");
    private static final List<String> STATES = List.of(
            "NONE",
            "CREATED",
            "PAYING",
            "PAID",
            "HELD",
            "REVIEWED",
            "ALLOCATED",
            "PICKING",
            "PACKED",
            "OUTBOUND",
            "IN_TRANSIT",
            "SIGNED",
            "CLOSED");
    private static final List<String> TRIGGERS = List.of(
            "NONE",
            "PLACE",
            "START_PAYMENT",
            "CONFIRM_PAYMENT",
            "FAIL_PAYMENT",
            "EXPIRE",
            "PAY_LATE",
            "CANCEL",
            "HOLD",
            "RELEASE_HOLD",
            "REVIEW",
            "ALLOCATE",
            "ASSIGN_WAVE",
            "PICK",
            "LABEL",
            "PACK",
            "LOAD",
            "SHIP",
            "ATTACH_WAYBILL",
            "COLLECT",
            "SIGN",
            "RETURN",
            "CLOSE",
            "READMIT");
    private static final List<String> CLOSINGS =
            List.of("OPEN", "CANCELLED", "EXPIRED", "PAYMENT_FAILED", "SHORT", "COMPLETED");

    private static final Map<Integer, String> KINDS = Map.of(
            OrderPlacedDecoder.TEMPLATE_ID,
            "OrderPlaced",
            OrderChangedDecoder.TEMPLATE_ID,
            "OrderChanged",
            OrderLeftDecoder.TEMPLATE_ID,
            "OrderLeft",
            OrderReadmittedDecoder.TEMPLATE_ID,
            "OrderReadmitted",
            HoldsExtendedDecoder.TEMPLATE_ID,
            "HoldsExtended",
            RefundRequestedDecoder.TEMPLATE_ID,
            "RefundRequested",
            StockMovedDecoder.TEMPLATE_ID,
            "StockMoved",
            ShortChangedDecoder.TEMPLATE_ID,
            "ShortChanged",
            EntityChangedDecoder.TEMPLATE_ID,
            "EntityChanged",
            SettingChangedDecoder.TEMPLATE_ID,
            "SettingChanged");

    private Words() {}

    /** Where units stand. */
    public static String bucket(final long number) {
        return name(BUCKETS, number);
    }

    /** State of an order. */
    public static String state(final long number) {
        return name(STATES, number);
    }

    /** What moved an order from state to state. */
    public static String trigger(final long number) {
        return name(TRIGGERS, number);
    }

    /** Why an order is closed; OPEN while it is not. */
    public static String closing(final long number) {
        return name(CLOSINGS, number);
    }

    /** Kind of an event, by its template. */
    public static String kind(final int templateId) {
        return KINDS.getOrDefault(templateId, "template " + templateId);
    }

    /** Template of a kind of event; 0 when there is none of that name. */
    public static int templateOfKind(final String kind) {
        for (final Map.Entry<Integer, String> entry : KINDS.entrySet()) {
            if (entry.getValue().equals(kind)) {
                return entry.getKey();
            }
        }
        return 0;
    }

    /** Name of a command, by its template. */
    public static String command(final int templateId) {
        final CommandKind kind = CommandKind.of(templateId);
        return kind == null ? Integer.toString(templateId) : kind.name();
    }

    private static String name(final List<String> names, final long number) {
        return number >= 0 && number < names.size() ? names.get((int) number) : Long.toString(number);
    }
}
