package dev.tidegate.gateway.feed;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.pipeline.Pipeline;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.collections.Long2LongHashMap;

/**
 * Which channel an order is of. Most events name their order only; the channel is learned from the event that placed it,
 * or asked of the engine. Holds two generations of so many orders, and forgets the older one when the newer is full.
 */
final class OrderChannels {
    /** Nothing is known of the order here. */
    static final int NOT_ASKED = -1;

    /** Orders asked for in one read, which the engine's own thread does. */
    static final int MOST_AT_ONCE = 64;

    private static final int MOST = 250_000;
    private static final long MISSING = -1;

    private final Pipeline pipeline;
    private Long2LongHashMap newer = new Long2LongHashMap(MISSING);
    private Long2LongHashMap older = new Long2LongHashMap(MISSING);

    OrderChannels(final Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** The channel; 0 when the engine has no such order in memory, {@link #NOT_ASKED} when it must be asked. */
    synchronized int of(final long order) {
        final long channel = newer.get(order);
        if (channel != MISSING) {
            return (int) channel;
        }
        final long before = older.get(order);
        if (before != MISSING) {
            put(order, (int) before);
        }
        return (int) before;
    }

    synchronized void learn(final long order, final int channel) {
        put(order, channel);
    }

    private void put(final long order, final int channel) {
        if (newer.size() >= MOST) {
            older = newer;
            newer = new Long2LongHashMap(MISSING);
        }
        newer.put(order, channel);
    }

    /** Asks the engine for these orders, at most {@link #MOST_AT_ONCE}. */
    CompletableFuture<Void> ask(final Collection<Long> orders) {
        final List<Long> asked = List.copyOf(orders);
        return pipeline.read(reads -> channels(reads, asked)).thenAccept(channels -> {
            for (int i = 0; i < channels.length; i++) {
                learn(asked.get(i), channels[i]);
            }
        });
    }

    private static int[] channels(final EngineReads reads, final List<Long> orders) {
        final int[] channels = new int[orders.size()];
        for (int i = 0; i < channels.length; i++) {
            final OrderView order = reads.order(orders.get(i));
            channels[i] = order == null ? 0 : order.channel();
        }
        return channels;
    }
}
