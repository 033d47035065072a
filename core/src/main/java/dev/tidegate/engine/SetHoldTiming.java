package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.SetHoldTimingDecoder;

/** Says when stock is held. */
final class SetHoldTiming extends Handler {
    private final SetHoldTimingDecoder decoder = new SetHoldTimingDecoder();

    SetHoldTiming(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, SetHoldTimingDecoder.BLOCK_LENGTH, VERSION);
        return inRange(outcome, decoder.timingRaw(), 1, 2);
    }

    @Override
    void apply(final Outcome outcome) {
        final int channel = decoder.channel();
        if (channel == 0 || channelUsable(outcome, channel)) {
            state.channels.timing(channel, decoder.timingRaw());
            state.events.settingChanged(SetHoldTimingDecoder.TEMPLATE_ID, 0, channel, 0, decoder.timingRaw());
        }
    }
}
