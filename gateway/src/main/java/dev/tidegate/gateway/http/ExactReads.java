package dev.tidegate.gateway.http;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.message.OutcomeCode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Has something read on the engine's thread, and answers with it: its sequence, and a weak ETag over all the rest. */
final class ExactReads {
    private final Gate gate;
    private final Names names;

    /** Reads something on the engine's thread; null when there is no such thing. */
    @FunctionalInterface
    interface Reading {
        @Nullable
        Json read(EngineReads reads);
    }

    ExactReads(final Gate gate, final Names names) {
        this.gate = gate;
        this.names = names;
    }

    /** Answers with what is read; a problem with the code {@code missing} when it reads null. */
    void answer(final Exchange exchange, final String missing, final Reading reading) throws Problem {
        answerWith(exchange, reads -> found(exchange, missing, reading.read(reads), reads.sequence()));
    }

    void answerWith(final Exchange exchange, final Function<EngineReads, Response> reading) throws Problem {
        if (gate.closing()) {
            throw Problem.of(OutcomeCode.NOT_RUNNING);
        }
        gate.counters().reads.increment();
        gate.tidegate()
                .pipeline()
                .read(reading)
                .whenComplete((response, failure) -> exchange.answerLater(
                        response != null ? response : Response.of(HttpConnection.problem(failure))));
    }

    /** Number of a thing that is named by number or code, 0 when there is none with that code; on the engine's thread. */
    int number(final EngineReads reads, final Names.Kind kind, final String text) {
        if (Texts.digits(text, 9)) {
            return Integer.parseInt(text);
        }
        return names.resolve(reads, new Names.Code(kind, text.startsWith("code:") ? text.substring(5) : text));
    }

    static String seen(final long sequence) {
        return "Tidegate-Sequence: " + sequence + "\r\n";
    }

    static Response found(
            final Exchange exchange, final String missing, final @Nullable Json json, final long sequence) {
        if (json == null) {
            return Response.of(new Problem(404, missing, "there is none in memory"))
                    .withHeaders(seen(sequence));
        }
        return tagged(exchange, json, json.hash(), sequence);
    }

    /** An answer with an ETag made of that hash; 304 when the caller has it already. */
    static Response tagged(final Exchange exchange, final Json json, final long hash, final long sequence) {
        final String tag = "W/\"" + Long.toHexString(hash) + '"';
        final String headers = seen(sequence) + "ETag: " + tag + "\r\n";
        return matches(exchange.ifNoneMatch, tag)
                ? new Response(304, Response.JSON, headers, new byte[0])
                : new Response(200, Response.JSON, headers, json.array(), json.length());
    }

    /** Whether If-None-Match is any or has the tag among others, weak or strong (RFC 9110, 13.1.2). */
    private static boolean matches(final @Nullable String ifNoneMatch, final String weakTag) {
        return ifNoneMatch != null
                && (ifNoneMatch.equals("*") || ifNoneMatch.contains(weakTag.substring(weakTag.indexOf('"'))));
    }
}
