package dev.tidegate.gateway.feed;

import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import java.util.Arrays;

/**
 * Which events are wanted: those that are in every list that is not empty.
 *
 * @param kinds templates of events, ascending
 * @param skus that an event names, ascending
 * @param channels that an event names, or that its order is of, ascending
 * @param orders that an event names, ascending
 */
public record EventFilter(int[] kinds, int[] skus, int[] channels, long[] orders) {
    /** Entries of a list. */
    public static final int MOST = 1000;

    /** Everything. */
    public static final EventFilter NONE = new EventFilter(new int[0], new int[0], new int[0], new long[0]);

    /** What is to be done with an event. */
    enum Verdict {
        WANTED,
        UNWANTED,
        /** Only the channel of its order tells, which must be asked for. */
        ASK
    }

    public EventFilter {
        kinds = sorted(kinds);
        skus = sorted(skus);
        channels = sorted(channels);
        orders = orders.clone();
        Arrays.sort(orders);
    }

    private static int[] sorted(final int[] numbers) {
        final int[] copy = numbers.clone();
        Arrays.sort(copy);
        return copy;
    }

    private static boolean in(final int[] list, final int number) {
        return list.length == 0 || number != 0 && Arrays.binarySearch(list, number) >= 0;
    }

    /** Whether the channels of orders must be known for that caller. */
    boolean needsChannels(final Caller caller) {
        return caller.restricted() || channels.length > 0;
    }

    /**
     * Looks at an event. A caller who may touch only some channels' orders does not see the events of others, nor those
     * of orders whose channel nobody knows any more.
     */
    Verdict look(final Caller caller, final OrderChannels known, final HeapBuffer buffer, final int offset) {
        if (!in(kinds, MessageCheck.templateId(buffer, offset))
                || skus.length > 0 && !in(skus, EventKeys.sku(buffer, offset))) {
            return Verdict.UNWANTED;
        }
        final boolean needsChannels = needsChannels(caller);
        if (orders.length == 0 && !needsChannels) {
            return Verdict.WANTED;
        }
        final long order = EventKeys.order(buffer, offset);
        if (orders.length > 0 && (order == 0 || Arrays.binarySearch(orders, order) < 0)) {
            return Verdict.UNWANTED;
        }
        return needsChannels ? byChannel(caller, known, order, EventKeys.channel(buffer, offset)) : Verdict.WANTED;
    }

    private Verdict byChannel(final Caller caller, final OrderChannels known, final long order, final int own) {
        int channel = own;
        if (order != 0 && own == 0) {
            channel = known.of(order);
            if (channel == OrderChannels.NOT_ASKED) {
                return Verdict.ASK;
            }
        } else if (order != 0) {
            known.learn(order, own);
        }
        final boolean visible = order == 0 && channel == 0 || caller.allowsChannel(channel);
        return visible && in(channels, channel) ? Verdict.WANTED : Verdict.UNWANTED;
    }
}
