package dev.tidegate.launcher.why;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.OrderView;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The order that is asked about.
 *
 * @param orderId its id; 0 when it goes by another name
 * @param channel code or number of its channel; null when it goes by another name
 * @param external the channel's number of it
 * @param commandId id of any command about it, or of its PlaceOrder; null when it goes by another name
 */
record Sought(
        long orderId,
        @Nullable String channel,
        String external,
        @Nullable UUID commandId) {
    /** Version of a UUID that begins with the time of its making, by the 48 bits above the lower 16 of its upper half. */
    private static final int TIMED = 7;

    private static final int CREATED_SHIFT = 16;
    /** An id further ahead of engine time than that is refused. */
    private static final long AHEAD_MILLIS = 300_000;

    /**
     * Whether a reading that begins with this state misses no command about it. Never for a number of the channel's own: it
     * may have been tried, and refused, at any time before.
     */
    boolean isBehind(final EngineReads reads) {
        if (orderId != 0) {
            return reads.order(orderId) == null && !reads.archived(orderId);
        }
        return commandId != null
                && commandId.version() == TIMED
                && reads.timeMillis() < (commandId.getMostSignificantBits() >>> CREATED_SHIFT) - AHEAD_MILLIS;
    }

    /** Whether {@link #isBehind} may be true of any state at all. */
    boolean mayBeBehind() {
        return channel == null;
    }

    /** Whether this PlaceOrder is for an order of that name. */
    boolean names(final Map<String, Object> placeOrder, final EngineReads reads) {
        return names(
                String.valueOf(placeOrder.get("channel")), String.valueOf(placeOrder.get("externalNumber")), reads);
    }

    /** Whether an order has that name. */
    boolean names(final OrderView order, final EngineReads reads) {
        return names(Integer.toString(order.channel()), order.externalNumber(), reads);
    }

    private boolean names(final String number, final String itsExternal, final EngineReads reads) {
        if (channel == null || !external.equals(itsExternal)) {
            return false;
        }
        final int byCode = reads.channel(channel);
        return byCode == 0 ? channel.equals(number) : number.equals(Integer.toString(byCode));
    }
}
