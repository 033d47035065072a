package dev.tidegate.gateway.http;

import dev.tidegate.gateway.net.Front;
import dev.tidegate.gateway.net.LastWords;
import dev.tidegate.gateway.net.Listener;
import dev.tidegate.gateway.net.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * HTTP while the journal is being read: the process lives, is not ready, and says how far it has come. Each connection
 * gets one answer, so that the next one finds whatever is served then.
 */
public final class HttpStarting implements Listener.Protocol {
    private final Front front;

    public HttpStarting(final Front front) {
        this.front = front;
    }

    @Override
    public void open(final Channel channel, final Object address) {
        channel.pipeline()
                .addLast(new HttpRequestDecoder(HttpProtocol.decoder(front.settings())))
                .addLast(new Waiting(channel));
        channel.eventLoop().schedule(() -> channel.close(), front.settings().requestMillis(), TimeUnit.MILLISECONDS);
    }

    private final class Waiting extends ChannelInboundHandlerAdapter implements Peer {
        private final Channel channel;
        private boolean answered;

        Waiting(final Channel channel) {
            this.channel = channel;
        }

        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) {
            try {
                if (message instanceof HttpRequest request && !answered) {
                    answered = true;
                    front.counters().requests.increment();
                    final boolean live = request.decoderResult().isSuccess()
                            && request.uri().split("\\?", 2)[0].equals("/livez");
                    answer(
                            live
                                    ? Response.json(new Json()
                                            .begin()
                                            .field("state", "live")
                                            .end())
                                    : replaying(),
                            request);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private void answer(final Response response, final HttpRequest request) {
            final ByteBuf out = channel.alloc().buffer();
            response.write(out, false, request.method().name().equals("HEAD"));
            channel.writeAndFlush(out).addListener(written -> LastWords.close(channel));
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            // A reset by the other side, or a TLS handshake that failed: there is nobody to tell.
            context.close();
        }

        @Override
        public void leave() {
            channel.close();
        }
    }

    private Response replaying() {
        final Front.Replayed replayed = front.replayed();
        final Json json = new Json()
                .begin()
                .field("type", "urn:tidegate:problem:NOT_READY")
                .field("title", "NOT_READY")
                .field("status", 503)
                .field("detail", "replaying: " + replayed.commands() + " commands so far; nothing was done")
                .field("code", "NOT_READY")
                .field("state", "replaying")
                .field("commandsReplayed", replayed.commands())
                .field("sequence", replayed.sequence())
                .end();
        return new Response(503, Response.PROBLEM, "Retry-After: 1\r\n", json.bytes());
    }

    @Override
    public byte[] tooMany() {
        return HttpProtocol.tooManyConnections();
    }
}
