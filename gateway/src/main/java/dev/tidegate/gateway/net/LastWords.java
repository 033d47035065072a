package dev.tidegate.gateway.net;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that its last words arrive: a socket closed with bytes unread is reset, and the other side may
 * never see what was written before.
 */
public final class LastWords {
    private static final long LISTEN_MILLIS = 500;

    private LastWords() {}

    /** Behind what was written: says that nothing more comes, lets the other side finish, and closes. */
    public static void close(final Channel channel) {
        if (channel instanceof DuplexChannel duplex && channel.pipeline().get(SslHandler.class) == null) {
            duplex.shutdownOutput();
            channel.config().setAutoRead(true);
            channel.eventLoop().schedule(() -> channel.close(), LISTEN_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            channel.close();
        }
    }
}
