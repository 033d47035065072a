package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.SetFreezeDecoder;

/** Stops or resumes new holds on a SKU. */
final class SetFreeze extends Handler {
    private final SetFreezeDecoder decoder = new SetFreezeDecoder();

    SetFreeze(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, SetFreezeDecoder.BLOCK_LENGTH, VERSION);
        return inRange(outcome, decoder.frozen(), 0, 1)
                && (decoder.reason() != 0 || refuse(outcome, OutcomeCode.REASON_REQUIRED));
    }

    @Override
    void apply(final Outcome outcome) {
        final int sku = decoder.sku();
        if (skuUsable(outcome, sku, 0)) {
            state.skus.freeze(sku, decoder.frozen() == 1);
            state.stocks.changed().mark(sku);
            state.events.settingChanged(SetFreezeDecoder.TEMPLATE_ID, sku, 0, 0, decoder.frozen());
        }
    }
}
