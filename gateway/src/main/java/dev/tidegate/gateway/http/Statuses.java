package dev.tidegate.gateway.http;

import dev.tidegate.message.OutcomeCode;

/** Which HTTP status goes with an outcome. The code says what happened; the status only helps what stands between. */
final class Statuses {
    private Statuses() {}

    static int of(final OutcomeCode code) {
        return switch (code) {
            case MALFORMED -> 400;
            case FORBIDDEN -> 403;
            case RATE_LIMITED -> 429;
            case BUSY, DISK_LOW, NOT_RUNNING, UNKNOWN -> 503;
            case INTERNAL -> 500;
            case UNKNOWN_ORDER, UNKNOWN_SKU, UNKNOWN_WAREHOUSE, UNKNOWN_CHANNEL, UNKNOWN_CAMPAIGN -> 404;
            case ORDER_ARCHIVED -> 410;
            default -> byGroup(code);
        };
    }

    private static int byGroup(final OutcomeCode code) {
        if (code.accepted()) {
            return 200;
        }
        return code.number() >= 300 && code.number() < 400 || code.number() == 200 ? 422 : 409;
    }

    /** When to come again; 0 when that is no use. */
    static int retryAfterSeconds(final OutcomeCode code) {
        return switch (code) {
            case BUSY, RATE_LIMITED, DISK_LOW, NOT_RUNNING, UNKNOWN -> 1;
            default -> 0;
        };
    }

    /** What an outcome that its name and figures do not explain says to people; the name of any other. */
    static String meaning(final OutcomeCode code) {
        return switch (code) {
            case BUSY -> "no room now; nothing was done";
            case DISK_LOW -> "the disk has no room for the journal; nothing was done";
            case NOT_RUNNING -> "the gateway is going down; nothing was done";
            case UNKNOWN -> "it may or may not have been done; ask again with the same Idempotency-Key";
            case SOLD_OUT_NOW -> "sold out, and no hold is left that could give units back; nothing was done";
            case FORBIDDEN -> "the key does not allow it";
            case RATE_LIMITED -> "too many requests; nothing was done";
            case MALFORMED -> "the command is larger than a command may be";
            case MALFORMED_ID -> "the Idempotency-Key is not a UUIDv7; nothing was done";
            case ID_TOO_OLD ->
                "the time in the Idempotency-Key is further back than ids are remembered; nothing was done";
            case ID_FROM_FUTURE -> "the time in the Idempotency-Key is more than five minutes ahead; nothing was done";
            case ID_CONFLICT ->
                "the Idempotency-Key was used for another command, firstSequence names it; nothing was done";
            case DUPLICATE_EXTERNAL -> "the channel has an order with this number, entityId names it; nothing was done";
            default -> code.name();
        };
    }
}
