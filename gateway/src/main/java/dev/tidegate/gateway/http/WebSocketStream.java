package dev.tidegate.gateway.http;

import dev.tidegate.gateway.feed.EventBatch;
import dev.tidegate.gateway.feed.FeedEnd;
import dev.tidegate.gateway.feed.Outlet;
import dev.tidegate.gateway.feed.Subscriber;
import dev.tidegate.gateway.net.LastWords;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.EndCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.function.Function;

/** Events over a WebSocket, one object in each text message. The caller has nothing to say but Ping and Close. */
final class WebSocketStream extends Outlet implements Stream {
    private static final int FRAME_BYTES = 10;

    private final Subscriber subscriber;
    private boolean gathered;
    private boolean closing;

    WebSocketStream(final Channel channel, final int mostBytes, final Function<Outlet, Subscriber> subscribe) {
        super(channel, mostBytes);
        subscriber = subscribe.apply(this);
    }

    private void text(final byte[] json) {
        // The array is shared by everybody who sends the event, and is not written to: a server's frames are not
        // masked.
        write(new TextWebSocketFrame(Unpooled.wrappedBuffer(json)), FRAME_BYTES + json.length);
    }

    @Override
    public void begun(final EventCursor from) {
        heartbeat(from);
    }

    @Override
    public void event(final EventBatch batch, final int index) {
        text(batch.json(index));
        gathered = true;
    }

    @Override
    public void send(final EventCursor behind) {
        if (!gathered) {
            heartbeat(behind);
        }
        gathered = false;
        channel().flush();
    }

    private void heartbeat(final EventCursor behind) {
        text(new Json()
                .begin()
                .field("kind", "HEARTBEAT")
                .field("epoch", behind.epoch())
                .field("event", behind.sequence())
                .end()
                .bytes());
        channel().flush();
    }

    @Override
    public void ended(final FeedEnd end) {
        if (!closing) {
            text(EndJson.of(end));
            close(status(end.code()), end.code().name());
        }
        channel().flush();
    }

    private static WebSocketCloseStatus status(final EndCode code) {
        return switch (code) {
            case CLOSING -> WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
            case FORBIDDEN, BAD_REQUEST -> WebSocketCloseStatus.POLICY_VIOLATION;
            case STOPPED, UNAVAILABLE -> WebSocketCloseStatus.INTERNAL_SERVER_ERROR;
            case TOO_SLOW, TOO_MANY -> WebSocketCloseStatus.TRY_AGAIN_LATER;
            case REWOUND, RESYNC, UNSUBSCRIBED -> WebSocketCloseStatus.NORMAL_CLOSURE;
        };
    }

    private void close(final WebSocketCloseStatus status, final String reason) {
        closing = true;
        write(new CloseWebSocketFrame(status, reason), FRAME_BYTES + reason.length());
    }

    @Override
    public void over(final boolean taken) {
        if (taken) {
            LastWords.close(channel());
        } else {
            channel().close();
        }
    }

    @Override
    public void read(final Object message) {
        if (closing || !(message instanceof final WebSocketFrame frame)) {
            return;
        }
        if (frame instanceof PingWebSocketFrame) {
            final ByteBuf payload = frame.content();
            if (hasRoom()) {
                write(new PongWebSocketFrame(payload.retain()), FRAME_BYTES + payload.readableBytes());
                channel().flush();
            }
        } else if (frame instanceof CloseWebSocketFrame) {
            close(WebSocketCloseStatus.NORMAL_CLOSURE, "");
            subscriber.unsubscribe();
        } else if (!(frame instanceof PongWebSocketFrame)) {
            close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "nothing but Ping and Close is understood");
            subscriber.unsubscribe();
        }
    }

    @Override
    public void leave() {
        subscriber.leave();
    }

    @Override
    public void closed() {
        subscriber.closed();
    }
}
