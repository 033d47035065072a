package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.DefineChannelDecoder;

/** Makes a channel, or changes the one with this code. */
final class DefineChannel extends Handler {
    private static final int MOST_WAREHOUSES = 32;

    private final DefineChannelDecoder decoder = new DefineChannelDecoder();
    private final CodeText code = new CodeText();
    private int[] warehouses = new int[0];

    DefineChannel(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, DefineChannelDecoder.BLOCK_LENGTH, VERSION);
        final DefineChannelDecoder.WarehousesDecoder group = decoder.warehouses();
        final int count = group.count();
        final int[] listed = new int[Math.min(count, MOST_WAREHOUSES)];
        for (int i = 0; group.hasNext(); i++) {
            final int warehouse = group.next().warehouse();
            if (i < listed.length) {
                listed[i] = warehouse;
            }
        }
        warehouses = listed;
        return code.read(outcome, buffer, decoder.limit(), decoder.codeLength())
                && inRange(outcome, decoder.shipUnpaid(), 0, 1)
                && (count <= MOST_WAREHOUSES || refuse(outcome, OutcomeCode.TOO_MANY_ENTRIES, 0, count, 0))
                && noneTwice(outcome);
    }

    @Override
    void apply(final Outcome outcome) {
        for (int i = 0; i < warehouses.length; i++) {
            if (!warehouseUsable(outcome, warehouses[i], i + 1)) {
                return;
            }
        }
        final boolean shipUnpaid = decoder.shipUnpaid() == 1;
        final int known = state.channels.codes().number(code.value());
        if (known != 0) {
            if (channelUsable(outcome, known) && listMayChange(outcome, known)) {
                state.channels.change(known, shipUnpaid, warehouses);
                defined(outcome, known, false);
            }
        } else if (state.channels.slab().live() >= state.limits.get(Limits.CHANNELS)) {
            refuse(outcome, OutcomeCode.CHANNELS_FULL);
        } else {
            defined(outcome, state.channels.add(code.value(), shipUnpaid, warehouses), true);
        }
    }

    private boolean noneTwice(final Outcome outcome) {
        for (int i = 1; i < warehouses.length; i++) {
            for (int j = 0; j < i; j++) {
                if (warehouses[i] == warehouses[j]) {
                    return refuse(outcome, OutcomeCode.DUPLICATE_LINE, i + 1, 0, 0);
                }
            }
        }
        return true;
    }

    private boolean listMayChange(final Outcome outcome, final int channel) {
        final long quotas = state.channels.quotas(channel);
        return quotas == 0
                || state.channels.hasWarehouses(channel, warehouses)
                || refuse(outcome, OutcomeCode.QUOTA_IN_USE, 0, 0, quotas);
    }

    private void defined(final Outcome outcome, final int channel, final boolean made) {
        outcome.set(OutcomeCode.ACCEPTED, channel, 0, 0, 0);
        state.events.entityChanged(DefineChannelDecoder.TEMPLATE_ID, channel, made);
    }
}
