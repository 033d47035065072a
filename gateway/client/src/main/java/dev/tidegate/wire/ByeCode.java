package dev.tidegate.wire;

/** Why a gateway closes a connection. Numbers are stable for ever. */
public enum ByeCode {
    /** A frame longer than allowed, shorter than a message's header, or whose inner lengths do not fit. */
    BAD_FRAME(1),
    /** A message that no caller may send, or of another schema. */
    UNKNOWN_MESSAGE(2),
    /** The first frame was not Hello, or a second Hello came. */
    HELLO_EXPECTED(3),
    /** A protocol version that this gateway does not speak. */
    VERSION(4),
    /** No key, or one that is unknown, revoked or expired. */
    CREDENTIALS(5),
    /** Too many connections, in all or from one address or with one key. */
    TOO_MANY_CONNECTIONS(6),
    /** Nothing came for too long, or a frame or the greeting did not end in time, or answers were not read. */
    TOO_SLOW(7),
    /** The gateway is going down; everything taken has been answered. */
    CLOSING(8),
    /** The gateway is reading its journal and takes nothing yet: come again in a second. */
    STARTING(9);

    private final int number;

    ByeCode(final int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The code with that number; BAD_FRAME for one of a newer gateway. */
    public static ByeCode of(final int number) {
        for (final ByeCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return BAD_FRAME;
    }
}
