package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.SetLimitsDecoder;

/** Changes logical limits, all or none. */
final class SetLimits extends Handler {
    private static final int MOST_ENTRIES = 32;

    private final SetLimitsDecoder decoder = new SetLimitsDecoder();
    private final int[] limit = new int[MOST_ENTRIES];
    private final long[] value = new long[MOST_ENTRIES];
    private int count;

    SetLimits(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, SetLimitsDecoder.BLOCK_LENGTH, VERSION);
        final SetLimitsDecoder.LimitsDecoder entries = decoder.limits();
        if (entries.count() == 0) {
            return refuse(outcome, OutcomeCode.NO_LINES);
        }
        if (entries.count() > MOST_ENTRIES) {
            return refuse(outcome, OutcomeCode.TOO_MANY_ENTRIES, 0, entries.count(), 0);
        }
        count = 0;
        for (int seen = 0; entries.hasNext(); ) {
            entries.next();
            final int number = entries.limitRaw();
            if (!Limits.inRange(number, entries.value())) {
                return refuse(outcome, OutcomeCode.VALUE_OUT_OF_RANGE, count + 1, entries.value(), 0);
            }
            if ((seen & 1 << number) != 0) {
                return refuse(outcome, OutcomeCode.DUPLICATE_LINE, count + 1, entries.value(), 0);
            }
            seen |= 1 << number;
            limit[count] = number;
            value[count++] = entries.value();
        }
        return true;
    }

    @Override
    void apply(final Outcome outcome) {
        for (int i = 0; i < count; i++) {
            final long inUse = inUse(limit[i]);
            if (value[i] < inUse) {
                refuse(outcome, OutcomeCode.LIMIT_BELOW_USE, i + 1, value[i], inUse);
                return;
            }
        }
        for (int i = 0; i < count; i++) {
            set(limit[i], value[i]);
            state.events.settingChanged(SetLimitsDecoder.TEMPLATE_ID, limit[i], 0, 0, value[i]);
        }
        state.room.follow();
    }

    /** A longer horizon must not take a forgotten id for a new one: ids that were too old stay so. */
    private void set(final int number, final long newValue) {
        final long old = state.limits.get(number);
        if (number == Limits.ID_HORIZON_MILLIS && newValue > old) {
            state.idFloor = Math.max(state.idFloor, state.now - old);
        }
        state.limits.set(number, newValue);
    }

    private long inUse(final int number) {
        if (number == Limits.IDS_REMEMBERED) {
            return state.accepted.count();
        }
        if (number == Limits.REFUSALS_REMEMBERED) {
            return state.refused.count();
        }
        if (number == Limits.EXTERNALS_REMEMBERED) {
            return state.numbers.count();
        }
        if (number == Limits.ORDERS) {
            return state.orders.slab().live();
        }
        if (number == Limits.ORDER_LINES) {
            return state.lines.slab().live();
        }
        if (number == Limits.PURCHASE_COUNTERS) {
            return state.counters.count();
        }
        return entitiesInUse(number);
    }

    private long entitiesInUse(final int number) {
        if (number == Limits.SKUS) {
            return state.skus.slab().live();
        }
        if (number == Limits.WAREHOUSES) {
            return state.warehouses.slab().live();
        }
        if (number == Limits.CHANNELS) {
            return state.channels.slab().live();
        }
        if (number == Limits.CAMPAIGNS) {
            return state.campaigns.slab().live();
        }
        if (number == Limits.STOCKS) {
            return Math.max(
                    state.stocks.slab().live(), state.campaigns.allotments().live());
        }
        return 0;
    }
}
