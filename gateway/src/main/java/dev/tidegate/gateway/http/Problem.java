package dev.tidegate.gateway.http;

import dev.tidegate.message.OutcomeCode;
import java.io.Serial;
import java.util.List;

/** Why a request was not done, as RFC 9457 tells it; thrown on the way to the command, so without a stack. */
final class Problem extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final int retryAfterSeconds;
    private final String allow;

    Problem(final int status, final String code, final String detail) {
        this(status, code, detail, 0);
    }

    Problem(final int status, final String code, final String detail, final int retryAfterSeconds) {
        this(status, code, detail, retryAfterSeconds, "");
    }

    private Problem(
            final int status, final String code, final String detail, final int retryAfterSeconds, final String allow) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
        this.allow = allow;
    }

    /** There is something at this path, for these methods. */
    static Problem otherMethods(final List<String> methods) {
        final String allow = String.join(", ", methods);
        return new Problem(405, "METHOD_NOT_ALLOWED", "this path takes " + allow, 0, allow);
    }

    static Problem badRequest(final String detail) {
        return new Problem(400, "BAD_REQUEST", detail);
    }

    /** A code was given that names nothing. */
    static Problem unknown(final Names.Code code) {
        return new Problem(404, "UNKNOWN_" + code.kind(), code.code() + " names nothing that is there");
    }

    /** The same, said of one of many. */
    Problem at(final String place) {
        return new Problem(status, code, place + ": " + getMessage(), retryAfterSeconds, allow);
    }

    /** The status, the code and when to come again of an outcome given before the engine. */
    static Problem of(final OutcomeCode code) {
        return new Problem(Statuses.of(code), code.name(), Statuses.meaning(code), Statuses.retryAfterSeconds(code));
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The methods that there are, for the header Allow (RFC 9110, 15.5.6); empty in every other problem. */
    String allow() {
        return allow;
    }
}
