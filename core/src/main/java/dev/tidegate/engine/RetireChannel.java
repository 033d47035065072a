package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.RetireChannelDecoder;

/** Ends a channel without open orders. */
final class RetireChannel extends Handler {
    private final RetireChannelDecoder decoder = new RetireChannelDecoder();

    RetireChannel(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, RetireChannelDecoder.BLOCK_LENGTH, VERSION);
        return true;
    }

    @Override
    void apply(final Outcome outcome) {
        final int channel = decoder.channel();
        if (!channelUsable(outcome, channel)) {
            return;
        }
        final long open = state.channels.openOrders(channel);
        if (open > 0) {
            refuse(outcome, OutcomeCode.CHANNEL_IN_USE, 0, 0, open);
        } else {
            state.channels.retire(channel);
            state.events.entityChanged(RetireChannelDecoder.TEMPLATE_ID, channel, false);
        }
    }
}
