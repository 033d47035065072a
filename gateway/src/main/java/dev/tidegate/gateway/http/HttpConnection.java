package dev.tidegate.gateway.http;

import dev.tidegate.gateway.net.AnswerSink;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.net.LastWords;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.pipeline.PipelineException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 caller. Requests may come before the last one is answered; the answers go out in the order of the
 * requests. On its event loop, but for what an {@link Exchange} does.
 */
final class HttpConnection extends AnswerSink {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached("idempotency-key");
    private static final AsciiString REPEAT = AsciiString.cached("tidegate-repeat");
    private static final int HEAD_BYTES = 192;

    private final Gate gate;
    private final Channel channel;
    private final Object address;
    private final Requests requests;
    private final Deque<Exchange> open = new ArrayDeque<>();
    private @Nullable Exchange arriving;
    private @Nullable Stream stream;
    private @Nullable ImportSession importing;
    private final Credentials credentials;
    private boolean ending;
    private boolean leaving;
    private long lastNanos = System.nanoTime();
    private long requestNanos;
    /** When the first bytes of a head came that is not whole yet; 0 when there are none. */
    private long headNanos;

    private long stalledNanos;

    HttpConnection(final Gate gate, final Channel channel, final Object address, final Requests requests) {
        super(channel.eventLoop());
        this.gate = gate;
        this.channel = channel;
        this.address = address;
        this.requests = requests;
        credentials = new Credentials(gate.front());
    }

    Channel channel() {
        return channel;
    }

    Gate gate() {
        return gate;
    }

    // ---- what comes

    /** Bytes came, of whatever. */
    void bytesCame() {
        if (headNanos == 0 && arriving == null) {
            headNanos = System.nanoTime();
        }
    }

    void read(final Object message) {
        lastNanos = System.nanoTime();
        headNanos = 0;
        if (stream != null) {
            stream.read(message);
            return;
        }
        if (ending) {
            return;
        }
        if (message instanceof HttpRequest && importing != null) {
            // The rows before it may take long: the import's answer closes the connection, and nothing of this was
            // done.
            ending = true;
            return;
        }
        if (message instanceof HttpRequest request) {
            begin(request);
        }
        if (message instanceof HttpContent content && arriving != null) {
            add(content);
        }
    }

    private void begin(final HttpRequest request) {
        requestNanos = lastNanos;
        if (request.decoderResult().isFailure()) {
            fail(new Problem(400, "BAD_REQUEST", "not a request of HTTP/1.1, or its header is too long"));
            return;
        }
        final HttpHeaders headers = request.headers();
        final Exchange exchange =
                new Exchange(this, request.method().name(), request.uri(), HttpUtil.isKeepAlive(request));
        exchange.authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        exchange.idempotencyKey = headers.get(IDEMPOTENCY_KEY);
        if (exchange.idempotencyKey != null && headers.getAll(IDEMPOTENCY_KEY).size() > 1) {
            fail(Problem.badRequest("Idempotency-Key stands there twice"));
            return;
        }
        exchange.ifNoneMatch = headers.get(HttpHeaderNames.IF_NONE_MATCH);
        exchange.contentType = headers.get(HttpHeaderNames.CONTENT_TYPE);
        exchange.headers(headers);
        exchange.repeat = headers.get(REPEAT);
        exchange.accept = headers.get(HttpHeaderNames.ACCEPT);
        if (Imports.isImport(exchange)) {
            beginImport(request, exchange);
            return;
        }
        if (HttpUtil.getContentLength(request, 0L) > gate.settings().maxBodyBytes()) {
            fail(tooLarge());
            return;
        }
        arriving = exchange;
        if (HttpUtil.is100ContinueExpected(request) && open.isEmpty()) {
            channel.writeAndFlush(channel.alloc().buffer().writeBytes(CONTINUE));
        }
    }

    // ---- an import, whose body is taken while it comes

    private void beginImport(final HttpRequest request, final Exchange exchange) {
        try {
            final int wait = gate.addressRates().take(address, 1, lastNanos);
            if (wait > 0) {
                throw new Problem(429, "RATE_LIMITED", "too many requests from this address", 1 + wait / 1000);
            }
            importing = requests.imports().begin(exchange);
        } catch (final Problem problem) {
            // The body that follows is not wanted.
            fail(problem);
            return;
        }
        gate.counters().requests.increment();
        arriving = exchange;
        if (HttpUtil.is100ContinueExpected(request) && open.isEmpty()) {
            channel.writeAndFlush(channel.alloc().buffer().writeBytes(CONTINUE));
        }
    }

    /** Whether the import wants more of its body now. */
    void importReads(final boolean reads) {
        if (reads && !channel.config().isAutoRead()) {
            // Until now it was not the caller who was silent.
            lastNanos = System.nanoTime();
        }
        channel.config().setAutoRead(reads && channel.isWritable());
    }

    /** The import has its answer. A body that has not ended then is not read any further. */
    void importEnded() {
        final Exchange exchange = Objects.requireNonNull(arriving);
        final boolean whole = Objects.requireNonNull(importing).isWhole();
        arriving = null;
        importing = null;
        lastNanos = System.nanoTime();
        if (whole && !ending) {
            open.add(exchange);
        } else {
            ending = true;
            final Exchange last = new Exchange(this, "", "", false);
            last.answer(Objects.requireNonNull(exchange.response()));
            open.add(last);
        }
        channel.config().setAutoRead(channel.isWritable());
        drain();
    }

    /** Goes on with an import on the event loop, after so many milliseconds; from any thread. */
    void later(final int millis, final Runnable step) {
        try {
            if (millis == 0) {
                loop().execute(step);
            } else {
                loop().schedule(step, millis, TimeUnit.MILLISECONDS);
            }
        } catch (final RejectedExecutionException ended) {
            // The event loops are gone, and the caller with them.
        }
    }

    private Problem tooLarge() {
        return new Problem(413, "BODY_TOO_LARGE", "at most " + gate.settings().maxBodyBytes() + " bytes");
    }

    private void add(final HttpContent content) {
        if (content.decoderResult().isFailure()) {
            final Problem problem = Problem.badRequest("the body is not as its header says");
            if (importing != null) {
                importing.breakOff(problem);
            } else {
                fail(problem);
            }
            return;
        }
        if (importing != null) {
            importing.take(content.content(), content instanceof LastHttpContent);
            return;
        }
        final Exchange exchange = Objects.requireNonNull(arriving);
        final ByteBuf bytes = content.content();
        final int count = bytes.readableBytes();
        if (exchange.bodyLength() + count > gate.settings().maxBodyBytes()) {
            fail(tooLarge());
            return;
        }
        bytes.readBytes(exchange.grow(count), exchange.bodyLength(), count);
        exchange.added(count);
        if (content instanceof LastHttpContent) {
            arriving = null;
            // Nothing behind a request that says it is the last may be done (RFC 9112, 9.6): it would have no answer.
            ending = !exchange.keepAlive;
            exchange.wholeNanos = lastNanos;
            open.add(exchange);
            gate.counters().requests.increment();
            dispatch(exchange);
            if (open.size() >= gate.settings().maxPipelined()) {
                channel.config().setAutoRead(false);
            }
        }
    }

    private void dispatch(final Exchange exchange) {
        try {
            final int wait = gate.addressRates().take(address, 1, lastNanos);
            if (wait > 0) {
                throw new Problem(429, "RATE_LIMITED", "too many requests from this address", 1 + wait / 1000);
            }
            requests.handle(exchange);
        } catch (final Problem problem) {
            exchange.answer(Response.of(problem));
        } catch (final RuntimeException bug) {
            requests.report(bug);
            exchange.answer(Response.of(new Problem(500, "INTERNAL", "the gateway failed; it has been logged")));
        }
    }

    /** What a request does once something it waited for is known. */
    @FunctionalInterface
    interface Step {
        void go() throws Problem;
    }

    /** Goes on with a request on the event loop, or answers why that cannot be; from any thread. */
    void goOn(final Exchange exchange, final @Nullable Throwable failure, final Step step) {
        try {
            loop().execute(() -> {
                try {
                    if (failure != null) {
                        throw problem(failure);
                    }
                    step.go();
                } catch (final Problem problem) {
                    exchange.answer(Response.of(problem));
                } catch (final RuntimeException bug) {
                    requests.report(bug);
                    exchange.answer(
                            Response.of(new Problem(500, "INTERNAL", "the gateway failed; it has been logged")));
                }
                drain();
            });
        } catch (final RejectedExecutionException ended) {
            // The event loops are gone, and the caller with them.
        }
    }

    /** Why a read of the engine was not done. */
    static Problem problem(final Throwable failure) {
        final Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof PipelineException stopped
                ? Problem.of(stopped.code())
                : new Problem(500, "INTERNAL", "the read failed");
    }

    /** Who sent the request. */
    Caller caller(final Exchange exchange) throws Problem {
        if (exchange.caller == null) {
            exchange.caller = credentials.caller(exchange);
        }
        return exchange.caller;
    }

    /** Answers what cannot be read any further, behind what is open, and closes. */
    private void fail(final Problem problem) {
        arriving = null;
        ending = true;
        final Exchange last = new Exchange(this, "", "", false);
        last.answer(Response.of(problem));
        open.add(last);
        drain();
    }

    // ---- what goes

    @Override
    protected void drain() {
        if (!channel.isActive() || stream != null) {
            return;
        }
        boolean wrote = false;
        long now = 0;
        while (channel.isWritable() && !open.isEmpty() && open.peek().response() != null) {
            final Exchange exchange = open.remove();
            final boolean keepAlive = exchange.keepAlive && !isLast();
            write(exchange, keepAlive);
            if (!wrote) {
                now = System.nanoTime();
            }
            if (exchange.wholeNanos != 0) {
                gate.counters().httpNanos.record(now - exchange.wholeNanos);
            }
            wrote = true;
            if (!keepAlive) {
                ending = true;
                open.clear();
                channel.writeAndFlush(channel.alloc().buffer(0)).addListener(written -> LastWords.close(channel));
            }
        }
        if (wrote) {
            gate.counters().flushes.increment();
            channel.flush();
            readOn();
        }
        final Exchange next = open.peek();
        if (next != null && next.beginning() != null && next.response() == null) {
            become(next, Objects.requireNonNull(next.beginning()));
        } else if (leaving && !ending && open.isEmpty() && arriving == null) {
            ending = true;
            // Behind what the socket has not taken yet.
            channel.writeAndFlush(channel.alloc().buffer(0)).addListener(written -> channel.close());
        }
    }

    /** Whether nothing is answered behind what was taken out last: who is not told may send more into the end (RFC 9112, 9.6). */
    private boolean isLast() {
        return leaving && open.isEmpty() && arriving == null;
    }

    /** Reads on unless there is a reason not to. */
    private void readOn() {
        if (!ending && open.size() < gate.settings().maxPipelined()) {
            channel.config().setAutoRead(channel.isWritable() && (importing == null || !importing.holdsUp()));
        }
    }

    private void become(final Exchange exchange, final Stream.Beginning beginning) {
        try {
            stream = beginning.begin();
            open.clear();
            channel.config().setAutoRead(true);
            if (leaving) {
                stream.leave();
            }
        } catch (final Problem problem) {
            exchange.answer(Response.of(problem));
            drain();
        }
    }

    private void write(final Exchange exchange, final boolean keepAlive) {
        final Response response = Objects.requireNonNull(exchange.response());
        final ByteBuf out =
                channel.alloc().directBuffer(HEAD_BYTES + response.headers().length() + response.length());
        response.write(out, keepAlive, exchange.method.equals("HEAD"));
        channel.write(out, channel.voidPromise());
    }

    void writabilityChanged() {
        stalledNanos = channel.isWritable() ? 0 : System.nanoTime();
        if (stream != null) {
            return;
        }
        if (channel.isWritable()) {
            drain();
            // Even if nothing was left to write.
            if (stream == null) {
                readOn();
            }
        } else {
            channel.config().setAutoRead(false);
        }
    }

    // ---- the end

    void beginLeave() {
        leaving = true;
        if (stream != null) {
            stream.leave();
        }
        drain();
    }

    /** Looks at the clock. */
    void check() {
        final long now = System.nanoTime();
        if (stream != null) {
            // It has a clock of its own.
            return;
        }
        if (stalledNanos != 0 && over(stalledNanos, gate.settings().stallMillis(), now)) {
            channel.close();
        } else if (importing != null) {
            checkImport(importing, now);
        } else if (arriving != null && over(requestNanos, gate.settings().requestMillis(), now)
                || headNanos != 0 && !ending && over(headNanos, gate.settings().requestMillis(), now)) {
            gate.counters().byes.increment();
            headNanos = 0;
            fail(new Problem(408, "TOO_SLOW", "the request did not end in time"));
        } else if (open.isEmpty() && over(lastNanos, gate.settings().idleMillis(), now)) {
            channel.close();
        }
    }

    /** An import may be long, but it must go on, and end. */
    private void checkImport(final ImportSession session, final long now) {
        final boolean stopped =
                !session.holdsUp() && over(lastNanos, gate.settings().requestMillis(), now);
        if (stopped
                || now - requestNanos
                        > TimeUnit.SECONDS.toNanos(gate.settings().imports().seconds())) {
            gate.counters().byes.increment();
            session.breakOff(new Problem(408, "TOO_SLOW", "the import did not go on, or end, in time"));
        }
    }

    private static boolean over(final long since, final int millis, final long now) {
        return now - since > TimeUnit.MILLISECONDS.toNanos(millis);
    }

    void closed() {
        ending = true;
        if (importing != null) {
            importing.breakOff(new Problem(408, "GONE", "the connection has ended"));
        }
        credentials.leave();
        open.clear();
        if (stream != null) {
            stream.closed();
        }
    }
}
