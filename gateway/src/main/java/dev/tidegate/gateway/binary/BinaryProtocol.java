package dev.tidegate.gateway.binary;

import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.net.Listener;
import dev.tidegate.wire.ByeCode;
import io.netty.channel.Channel;

/** The binary protocol on a listener. */
public final class BinaryProtocol implements Listener.Protocol {
    private final Gate gate;
    private final Feed feed;

    public BinaryProtocol(final Gate gate, final Feed feed) {
        this.gate = gate;
        this.feed = feed;
    }

    @Override
    public void open(final Channel channel, final Object address) {
        channel.pipeline().addLast(new BinaryHandler(gate, feed, address));
    }

    @Override
    public byte[] tooMany() {
        return Frames.bye(ByeCode.TOO_MANY_CONNECTIONS, "too many connections");
    }
}
