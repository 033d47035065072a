package dev.tidegate.gateway.http;

import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** An answer, ready to be written. */
record Response(int status, String contentType, String headers, byte[] body) {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    private static final String URN = "urn:tidegate:outcome:";

    static Response json(final Json json) {
        return new Response(200, JSON, "", json.bytes());
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
        final String authenticate = problem.status() == 401 ? "WWW-Authenticate: Bearer, TG-HMAC-SHA256\r\n" : "";
        return new Response(
                problem.status(), PROBLEM, authenticate + retryAfter(problem.retryAfterSeconds()), json.bytes());
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
                status, code.accepted() ? JSON : PROBLEM, retryAfter(Statuses.retryAfterSeconds(code)), json.bytes());
    }

    private static String detail(final Outcome outcome) {
        if (outcome.code().number() < 200) {
            return Statuses.meaning(outcome.code());
        }
        return outcome.code() + (outcome.line() == 0 ? "" : " in line " + outcome.line()) + ": asked " + outcome.asked()
                + ", available " + outcome.available();
    }

    /** The fields of an outcome, into an object that is open. */
    static Json fields(final Json json, final Outcome outcome, final long idHigh, final long idLow) {
        json.field("code", outcome.code().name())
                .field("number", outcome.code().number())
                .field("commandId", new UUID(idHigh, idLow).toString())
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

    /** Writes it as HTTP/1.1; {@code headOnly} for an answer to HEAD. */
    void write(final ByteBuf out, final boolean keepAlive, final boolean headOnly) {
        ascii(out, "HTTP/1.1 ");
        ascii(out, HttpResponseStatus.valueOf(status).toString());
        ascii(out, "\r\nContent-Type: ");
        ascii(out, contentType);
        ascii(out, "\r\n");
        ascii(out, headers);
        if (!keepAlive) {
            ascii(out, "Connection: close\r\n");
        }
        if (status != 304) {
            ascii(out, "Content-Length: ");
            ascii(out, Integer.toString(body.length));
            ascii(out, "\r\n");
        }
        ascii(out, "\r\n");
        if (!headOnly && status != 304) {
            out.writeBytes(body);
        }
    }

    private static void ascii(final ByteBuf out, final String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static String retryAfter(final int seconds) {
        return seconds == 0 ? "" : "Retry-After: " + seconds + "\r\n";
    }
}
