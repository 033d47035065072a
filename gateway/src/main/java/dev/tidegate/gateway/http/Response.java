package dev.tidegate.gateway.http;

import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/**
 * An answer, ready to be written.
 *
 * @param length of the body, which may lie in a longer array
 */
record Response(int status, String contentType, String headers, byte[] body, int length) {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    private static final String URN = "urn:tidegate:outcome:";
    private static final byte[] MOST_ANSWERS =
            ("HTTP/1.1 200 OK\r\nContent-Type: " + JSON + "\r\n").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT_LENGTH = "Content-Length: ".getBytes(StandardCharsets.US_ASCII);
    private static final int NEW_LINE = '\r' << 8 | '\n';
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.US_ASCII);

    Response(final int status, final String contentType, final String headers, final byte[] body) {
        this(status, contentType, headers, body, body.length);
    }

    static Response json(final Json json) {
        return new Response(200, JSON, "", json.array(), json.length());
    }

    static Response text(final String contentType, final String text) {
        return new Response(200, contentType, "", text.getBytes(StandardCharsets.UTF_8));
    }

    /** As RFC 9457 tells it. */
    static Response of(final Problem problem) {
        final Json json = new Json()
                .begin()
                .field("type", "urn:tidegate:problem:" + problem.code())
                .field("title", problem.code())
                .field("status", problem.status())
                .field("detail", String.valueOf(problem.getMessage()))
                .field("code", problem.code())
                .end();
        return new Response(problem.status(), PROBLEM, headersOf(problem), json.bytes());
    }

    /** The header lines that go with a problem. */
    static String headersOf(final Problem problem) {
        final String authenticate = problem.status() == 401 ? "WWW-Authenticate: Bearer, TG-HMAC-SHA256\r\n" : "";
        final String allow = problem.allow().isEmpty() ? "" : "Allow: " + problem.allow() + "\r\n";
        return authenticate + allow + retryAfter(problem.retryAfterSeconds());
    }

    /** The answer to a command: its outcome as it is, or as a problem that holds the same fields. */
    static Response of(final Outcome outcome, final long idHigh, final long idLow) {
        final OutcomeCode code = outcome.code();
        final int status = Statuses.of(code);
        final Json json = new Json().begin();
        if (!code.accepted()) {
            json.field("type", URN + code.name())
                    .field("title", code.name())
                    .field("status", status)
                    .field("detail", detail(outcome));
        }
        fields(json, outcome, idHigh, idLow).end();
        return new Response(
                status,
                code.accepted() ? JSON : PROBLEM,
                retryAfter(Statuses.retryAfterSeconds(code)),
                json.array(),
                json.length());
    }

    /** What a refusal says to people; the figures where there are any. */
    static String detail(final Outcome outcome) {
        final String line = outcome.line() == 0 ? "" : " in line " + outcome.line();
        final String figures = outcome.asked() == 0 && outcome.available() == 0
                ? ""
                : ": asked " + outcome.asked() + ", available " + outcome.available();
        return Statuses.meaning(outcome.code()) + line + figures;
    }

    /** The fields of an outcome, into an object that is open. */
    static Json fields(final Json json, final Outcome outcome, final long idHigh, final long idLow) {
        json.field("code", outcome.code().name())
                .field("number", outcome.code().number())
                .field("commandId", idHigh, idLow)
                .field("duplicate", outcome.duplicate())
                .field("sequence", outcome.sequence())
                .field("timeMillis", outcome.timeMillis())
                .field("firstSequence", outcome.firstSequence())
                .field("firstTimeMillis", outcome.firstTimeMillis())
                .field("entityId", outcome.entityId())
                .field("line", outcome.line())
                .field("asked", outcome.asked())
                .field("available", outcome.available())
                .field("deadlineMillis", outcome.deadlineMillis());
        json.name("missing").beginList();
        for (int i = 0; i < outcome.missingCount(); i++) {
            json.begin()
                    .field("line", outcome.missingLine(i))
                    .field("quantity", outcome.missingQuantity(i))
                    .end();
        }
        return json.endList();
    }

    /** The same with other header lines. */
    Response withHeaders(final String others) {
        return new Response(status, contentType, others, body, length);
    }

    /** Writes it as HTTP/1.1; {@code headOnly} for an answer to HEAD. */
    void write(final ByteBuf out, final boolean keepAlive, final boolean headOnly) {
        if (status == 200 && contentType.equals(JSON)) {
            out.writeBytes(MOST_ANSWERS);
        } else {
            ascii(out, "HTTP/1.1 " + HttpResponseStatus.valueOf(status) + "\r\nContent-Type: " + contentType + "\r\n");
        }
        if (!headers.isEmpty()) {
            ascii(out, headers);
        }
        if (!keepAlive) {
            out.writeBytes(CLOSE);
        }
        if (status != 304) {
            out.writeBytes(CONTENT_LENGTH);
            number(out, length);
            out.writeShort(NEW_LINE);
        }
        out.writeShort(NEW_LINE);
        if (!headOnly && status != 304) {
            out.writeBytes(body, 0, length);
        }
    }

    private static void number(final ByteBuf out, final int value) {
        int unit = 1;
        while (value / unit >= 10) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            out.writeByte('0' + value / unit % 10);
        }
    }

    private static void ascii(final ByteBuf out, final String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static String retryAfter(final int seconds) {
        return seconds == 0 ? "" : "Retry-After: " + seconds + "\r\n";
    }
}
