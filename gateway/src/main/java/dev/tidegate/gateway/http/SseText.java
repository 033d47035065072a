package dev.tidegate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;

/** Text of Server-Sent Events. */
final class SseText {
    static final String TYPE = "text/event-stream";

    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private SseText() {}

    /** The head of the answer, and how long to wait before the next attempt. Ends with the connection. */
    static ByteBuf head(final Channel channel) {
        return ascii(
                channel.alloc().buffer(),
                "HTTP/1.1 200 OK\r\nContent-Type: " + TYPE
                        + "\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\nConnection: close\r\n\r\nretry: 1000\n\n");
    }

    static ByteBuf ascii(final ByteBuf out, final String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
        return out;
    }

    /** One event. */
    static void event(final ByteBuf out, final String id, final String name, final byte[] json) {
        ascii(out, id.isEmpty() ? "event: " : "id: " + id + "\nevent: ");
        ascii(out, name);
        out.writeBytes(DATA);
        out.writeBytes(json);
        out.writeBytes(END);
    }

    /** Not an event, but the place from which a caller goes on. */
    static ByteBuf heartbeat(final ByteBuf out, final String id) {
        return ascii(out, id.isEmpty() ? ": heartbeat\n\n" : "id: " + id + "\n: heartbeat\n\n");
    }
}
