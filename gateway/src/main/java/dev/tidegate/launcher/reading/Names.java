package dev.tidegate.launcher.reading;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** The names of what events carry as numbers, as docs/rules.md and docs/lifecycle.md have them. */
public final class Names {
    private static final List<String> BUCKETS =
            List.of("outside", "sellable", "allotted", "held", "sold", "shipped", "quarantine");
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
    private static final List<String> CLOSINGS =
            List.of("OPEN", "CANCELLED", "EXPIRED", "PAYMENT_FAILED", "SHORT", "COMPLETED");
    private static final List<String> TRIGGERS = List.of(
            "",
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

    private Names() {}

    public static String bucket(final long number) {
        return name(BUCKETS, number);
    }

    public static String state(final long number) {
        return name(STATES, number);
    }

    public static String closing(final long number) {
        return name(CLOSINGS, number);
    }

    public static String trigger(final long number) {
        return name(TRIGGERS, number);
    }

    /** UTC, to the millisecond; "-" for 0, which stands for none. */
    public static String time(final long millis) {
        try {
            return millis == 0 ? "-" : Instant.ofEpochMilli(millis).toString();
        } catch (final DateTimeException beyond) {
            return Long.toString(millis);
        }
    }

    private static String name(final List<String> names, final long number) {
        return number >= 0 && number < names.size() ? names.get((int) number) : Long.toString(number);
    }
}
