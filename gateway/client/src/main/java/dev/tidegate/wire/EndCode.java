package dev.tidegate.wire;

/** Why a subscription to events ends, or does not begin. Numbers are stable for ever. */
public enum EndCode {
    /** Its owner ended it. */
    UNSUBSCRIBED(1),
    /** What was read behind the cursor to go on from was lost: undo it. */
    REWOUND(2),
    /** The events are not kept any more: take the state first. */
    RESYNC(3),
    /** It did not take its events, and the newest ones are further ahead than is kept for it. */
    TOO_SLOW(4),
    /** The gateway is going down. */
    CLOSING(5),
    /** The engine was stopped by a failure. */
    STOPPED(6),
    /** There is no event log, or it cannot be read. */
    UNAVAILABLE(7),
    /** Too many subscriptions, in all, with this key or on this connection; or no turn to read old events came. */
    TOO_MANY(8),
    /** The key may not read, or was changed or taken back. */
    FORBIDDEN(9),
    /** A request that makes no sense. */
    BAD_REQUEST(10);

    private final int number;

    EndCode(final int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The code with that number; UNAVAILABLE for one of a newer gateway. */
    public static EndCode of(final int number) {
        for (final EndCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return UNAVAILABLE;
    }
}
