package dev.tidegate.gateway.http;

import java.util.List;

/** The words for the numbers in docs/lifecycle.md. */
final class State {
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
            List.of("NONE", "CANCELLED", "EXPIRED", "PAYMENT_FAILED", "SHORT", "COMPLETED");

    private State() {}

    static String of(final int state) {
        return STATES.get(state);
    }

    /** Why an order is closed. */
    static String closing(final int closing) {
        return CLOSINGS.get(closing);
    }
}
