package dev.tidegate.client;

import dev.tidegate.wire.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Which events are wanted: those that are in every list that is not empty. Each method returns a copy with more.
 *
 * @param kinds templates of events, at most 64
 * @param skus that an event names, at most 1,000
 * @param channels that an event names or that its order is of, at most 1,000
 * @param orders that an event names, at most 1,000
 */
public record EventSelection(List<Integer> kinds, List<Integer> skus, List<Integer> channels, List<Long> orders) {
    /** Every event. */
    public static final EventSelection ALL = new EventSelection(List.of(), List.of(), List.of(), List.of());

    private static final int MOST_KINDS = 64;
    private static final int MOST = 1000;

    public EventSelection {
        kinds = bounded("kinds", kinds, MOST_KINDS);
        skus = bounded("skus", skus, MOST);
        channels = bounded("channels", channels, MOST);
        orders = bounded("orders", orders, MOST);
    }

    private static <T> List<T> bounded(final String name, final List<T> list, final int most) {
        if (list.size() > most) {
            throw new IllegalArgumentException(name + " are " + list.size() + ", must be " + most + " at most");
        }
        return List.copyOf(list);
    }

    private static <T> List<T> with(final List<T> list, final T one) {
        final List<T> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    /** Also events of that kind. */
    public EventSelection kind(final Class<? extends Event> kind) {
        final int template = Words.templateOfKind(kind.getSimpleName());
        if (template == 0) {
            throw new IllegalArgumentException("kind is " + kind.getSimpleName() + ", which is none");
        }
        return new EventSelection(with(kinds, template), skus, channels, orders);
    }

    /** Also events that name that SKU. */
    public EventSelection sku(final int sku) {
        return new EventSelection(kinds, with(skus, sku), channels, orders);
    }

    /** Also events of that channel and its orders. */
    public EventSelection channel(final int channel) {
        return new EventSelection(kinds, skus, with(channels, channel), orders);
    }

    /** Also events that name that order. */
    public EventSelection order(final long orderId) {
        return new EventSelection(kinds, skus, channels, with(orders, orderId));
    }
}
