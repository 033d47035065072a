package dev.tidegate.gateway.http;

import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.Callback;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Filled on the event loop, answered on whatever thread has the answer. */
final class Exchange implements Callback {
    private static final byte[] NOTHING = {};

    final HttpConnection connection;
    final String method;
    final String target;
    final boolean keepAlive;

    @Nullable
    String authorization;

    @Nullable
    String idempotencyKey;

    @Nullable
    String ifNoneMatch;

    @Nullable
    String contentType;

    /** Whether an earlier attempt has had no answer, so that this one goes past the shield: what the caller says. */
    @Nullable
    String repeat;

    @Nullable
    String accept;

    /** When its last byte came. */
    long wholeNanos;

    /** Who sent it, once that was asked. */
    @Nullable
    Caller caller;

    private byte[] body = NOTHING;
    private int bodyLength;

    /** Of the command that was taken, for the answer. */
    long idHigh;

    long idLow;

    private volatile @Nullable Response response;
    private Stream.@Nullable Beginning beginning;
    private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;

    Exchange(final HttpConnection connection, final String method, final String target, final boolean keepAlive) {
        this.connection = connection;
        this.method = method;
        this.target = target;
        this.keepAlive = keepAlive;
    }

    /** Room for so many more bytes of the body, which the caller then writes. */
    byte[] grow(final int more) {
        if (bodyLength + more > body.length) {
            body = Arrays.copyOf(body, Math.max(bodyLength + more, 2 * body.length));
        }
        return body;
    }

    int bodyLength() {
        return bodyLength;
    }

    void added(final int more) {
        bodyLength += more;
    }

    byte[] body() {
        return body;
    }

    /** The answer; null until it is there. */
    @Nullable
    Response response() {
        return response;
    }

    /** The header of the request, for routes that need more of it than stands here. */
    HttpHeaders headers() {
        return headers;
    }

    void headers(final HttpHeaders all) {
        headers = all;
    }

    /** Has the connection become a stream, once what was asked before is answered; on the event loop. */
    void become(final Stream.Beginning stream) {
        beginning = stream;
    }

    Stream.@Nullable Beginning beginning() {
        return beginning;
    }

    /** Answers on the event loop. */
    void answer(final Response answer) {
        response = answer;
    }

    /** Answers on another thread, and wakes the connection. */
    void answerLater(final Response answer) {
        response = answer;
        connection.wake();
    }

    /** On the answering thread. */
    @Override
    public void completed(final long correlation, final Outcome outcome) {
        connection.gate().counters().answered(outcome.code());
        response = Response.of(outcome, idHigh, idLow);
        connection.gate().bursts().touch(connection);
    }
}
