package dev.tidegate.gateway.http;

import dev.tidegate.gateway.config.GatewaySettings;
import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.net.Listener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.charset.StandardCharsets;

/** HTTP/1.1 on a listener. */
public final class HttpProtocol implements Listener.Protocol {
    /** Name of what handles the requests, among the channel's handlers. */
    static final String HANDLER = "requests";

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Gate gate;
    private final Requests requests;

    public HttpProtocol(final Gate gate, final Feed feed) {
        this.gate = gate;
        requests = new Requests(gate, feed);
    }

    @Override
    public void open(final Channel channel, final Object address) {
        final HttpHandler handler = new HttpHandler(gate, address, requests);
        channel.pipeline()
                .addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(final ChannelHandlerContext context, final Object message) {
                        // The decoder keeps a head to itself until it is whole, so its beginning is seen here.
                        handler.bytesCame();
                        context.fireChannelRead(message);
                    }
                })
                .addLast(new HttpRequestDecoder(decoder(gate.settings())))
                .addLast(HANDLER, handler);
    }

    static HttpDecoderConfig decoder(final GatewaySettings settings) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(settings.maxHeaderBytes())
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setMaxChunkSize(CHUNK_BYTES);
    }

    @Override
    public byte[] tooMany() {
        return tooManyConnections();
    }

    static byte[] tooManyConnections() {
        final String body =
                "{\"type\":\"urn:tidegate:problem:TOO_MANY_CONNECTIONS\",\"title\":\"TOO_MANY_CONNECTIONS\","
                        + "\"status\":503,\"detail\":\"too many connections\",\"code\":\"TOO_MANY_CONNECTIONS\"}";
        return ("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nRetry-After: 1\r\n"
                        + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
