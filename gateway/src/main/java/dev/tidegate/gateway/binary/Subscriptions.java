package dev.tidegate.gateway.binary;

import dev.tidegate.gateway.feed.EventFilter;
import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.feed.FeedStart;
import dev.tidegate.gateway.feed.Subscriber;
import dev.tidegate.gateway.feed.Transport;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.SubscribeDecoder;
import dev.tidegate.message.sbe.UnsubscribeDecoder;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.EndCode;
import dev.tidegate.wire.Scope;
import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The event subscriptions of one connection, by their correlations; on its event loop. */
final class Subscriptions {
    private static final int MOST_KINDS = 64;

    private final Feed feed;
    private final Caller caller;
    private final Channel channel;
    private final BinaryConnection connection;
    private final Map<Long, Subscriber> open = new HashMap<>();

    Subscriptions(final Feed feed, final Caller caller, final Channel channel, final BinaryConnection connection) {
        this.feed = feed;
        this.caller = caller;
        this.channel = channel;
        this.connection = connection;
    }

    boolean none() {
        return open.isEmpty();
    }

    /** Begins one, or refuses it; {@code wait} is how long its address must wait, 0 for not at all. */
    void subscribe(final HeapBuffer buffer, final int offset, final boolean closing, final int wait) {
        final SubscribeDecoder asked = new SubscribeDecoder();
        asked.wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        final long correlation = asked.correlation();
        if (!caller.allows(Scope.READ)) {
            refuse(correlation, EndCode.FORBIDDEN, "the key does not have the scope READ");
        } else if (closing) {
            refuse(correlation, EndCode.CLOSING, "the gateway is going down");
        } else if (wait > 0) {
            refuse(correlation, EndCode.TOO_MANY, "too many frames from this address");
        } else if (open.containsKey(correlation)) {
            refuse(correlation, EndCode.BAD_REQUEST, "there is a subscription with this correlation");
        } else if (open.size() >= feed.settings().subscriptionsPerConnection()) {
            refuse(correlation, EndCode.TOO_MANY, "too many subscriptions on this connection");
        } else {
            begin(correlation, asked);
        }
    }

    private void begin(final long correlation, final SubscribeDecoder asked) {
        final FeedStart start;
        final EventFilter filter;
        try {
            start = start(asked.epoch(), asked.event());
            filter = filter(asked);
        } catch (final IllegalArgumentException wrong) {
            refuse(correlation, EndCode.BAD_REQUEST, String.valueOf(wrong.getMessage()));
            return;
        }
        if (!feed.enter(caller, Transport.BINARY)) {
            refuse(correlation, EndCode.TOO_MANY, "too many subscriptions, in all or with this key");
            return;
        }
        final EventFrames frames = new EventFrames(
                channel,
                feed.settings().bytesInFlight(),
                feed.settings().heartbeatMillis(),
                correlation,
                taken -> over(correlation, taken));
        open.put(correlation, feed.subscribe(channel.eventLoop(), caller, Transport.BINARY, filter, start, frames));
    }

    private static FeedStart start(final long epoch, final long event) {
        if (epoch != 0) {
            return FeedStart.at(new EventCursor(epoch, event));
        }
        if (event != 0 && event != 1) {
            throw new IllegalArgumentException("without an epoch the event is 0 for the oldest or 1 for the newest");
        }
        return event == 0 ? FeedStart.OLDEST : FeedStart.NEWEST;
    }

    private static EventFilter filter(final SubscribeDecoder asked) {
        final SubscribeDecoder.KindsDecoder kinds = asked.kinds();
        final int[] templates = new int[most("kinds", kinds.count(), MOST_KINDS)];
        for (int i = 0; i < templates.length; i++) {
            templates[i] = kinds.next().kind();
        }
        final SubscribeDecoder.SkusDecoder skus = asked.skus();
        final int[] ofSkus = new int[most("skus", skus.count(), EventFilter.MOST)];
        for (int i = 0; i < ofSkus.length; i++) {
            ofSkus[i] = skus.next().sku();
        }
        final SubscribeDecoder.ChannelsDecoder channels = asked.channels();
        final int[] ofChannels = new int[most("channels", channels.count(), EventFilter.MOST)];
        for (int i = 0; i < ofChannels.length; i++) {
            ofChannels[i] = channels.next().channel();
        }
        final SubscribeDecoder.OrdersDecoder orders = asked.orders();
        final long[] ofOrders = new long[most("orders", orders.count(), EventFilter.MOST)];
        for (int i = 0; i < ofOrders.length; i++) {
            ofOrders[i] = orders.next().orderId();
        }
        return new EventFilter(templates, ofSkus, ofChannels, ofOrders);
    }

    private static int most(final String name, final int count, final int most) {
        if (count > most) {
            throw new IllegalArgumentException(name + " are more than " + most);
        }
        return count;
    }

    private void refuse(final long correlation, final EndCode code, final String reason) {
        connection.send(EventFrames.refused(correlation, code, reason));
    }

    void unsubscribe(final HeapBuffer buffer, final int offset) {
        final long correlation = new UnsubscribeDecoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())
                .correlation();
        final Subscriber subscriber = open.get(correlation);
        if (subscriber == null) {
            refuse(correlation, EndCode.BAD_REQUEST, "there is no subscription with this correlation");
        } else {
            subscriber.unsubscribe();
        }
    }

    private void over(final long correlation, final boolean taken) {
        open.remove(correlation);
        connection.subscriptionOver(taken);
    }

    void leave() {
        List.copyOf(open.values()).forEach(Subscriber::leave);
    }

    void closed() {
        List.copyOf(open.values()).forEach(Subscriber::closed);
    }
}
