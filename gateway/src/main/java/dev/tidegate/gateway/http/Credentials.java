package dev.tidegate.gateway.http;

import dev.tidegate.gateway.net.Front;
import dev.tidegate.gateway.security.ApiKeys.Signer;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.gateway.security.SignedRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds out who sends the requests of one connection, and counts the connection for its key. On the event loop. */
final class Credentials {
    private static final String BEARER = "Bearer ";

    private final Front front;
    private @Nullable String knownKey;
    private @Nullable Caller knownCaller;
    private @Nullable String countedFor;

    Credentials(final Front front) {
        this.front = front;
    }

    /** Who sent a request that is whole. */
    Caller caller(final Exchange exchange) throws Problem {
        final String header = exchange.authorization == null ? "" : exchange.authorization;
        final Caller caller = header.startsWith(SignedRequest.SCHEME) ? signer(exchange, header) : bearer(header);
        count(caller);
        return caller;
    }

    private Caller bearer(final String header) throws Problem {
        final String key =
                header.startsWith(BEARER) ? header.substring(BEARER.length()).trim() : "";
        if (knownCaller != null && key.equals(knownKey) && !knownCaller.revoked()) {
            return knownCaller;
        }
        final Caller caller = front.keys().find(key);
        if (caller == null) {
            throw unknown("no key, or one that is not known");
        }
        knownKey = key;
        knownCaller = caller;
        return caller;
    }

    private Caller signer(final Exchange exchange, final String header) throws Problem {
        final SignedRequest request = SignedRequest.parse(header);
        if (request == null) {
            throw unknown("the signature is not written as docs/signing.md says");
        }
        final SignedRequest.Content content = new SignedRequest.Content(
                exchange.method,
                exchange.target,
                exchange.idempotencyKey == null ? "" : exchange.idempotencyKey,
                exchange.body(),
                exchange.bodyLength());
        final Signer signer = front.keys().find(request, content, System.currentTimeMillis());
        return switch (signer.verdict()) {
            case GOOD -> Objects.requireNonNull(signer.caller());
            case WRONG -> throw unknown("no such key, or not its signature of this request");
            case NOT_NOW ->
                throw new Problem(
                        401,
                        "SIGNATURE_TIME",
                        "signed more than " + front.settings().signatureSeconds() + " seconds from now");
            case REPLAYED -> throw new Problem(401, "REPLAYED", "the nonce was used before");
            case TOO_MANY -> throw new Problem(429, "RATE_LIMITED", "more signed requests than are remembered", 1);
        };
    }

    private static Problem unknown(final String detail) {
        return new Problem(401, "CREDENTIALS", detail);
    }

    private void count(final Caller caller) throws Problem {
        if (!front.keys().required() || caller.keyId().equals(countedFor)) {
            return;
        }
        leave();
        if (!front.connectionsOfKeys().enter(caller.keyId())) {
            front.counters().refusedConnections.increment();
            throw new Problem(429, "TOO_MANY_CONNECTIONS", "too many connections with this key", 1);
        }
        countedFor = caller.keyId();
    }

    /** The connection is gone. */
    void leave() {
        if (countedFor != null) {
            front.connectionsOfKeys().leave(countedFor);
            countedFor = null;
        }
    }
}
