package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.SetSafetyStockDecoder;

/** Sets units that are never offered. */
final class SetSafetyStock extends Handler {
    private final SetSafetyStockDecoder decoder = new SetSafetyStockDecoder();

    SetSafetyStock(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, SetSafetyStockDecoder.BLOCK_LENGTH, VERSION);
        return inRange(outcome, decoder.quantity(), 0, MOST_QUANTITY);
    }

    @Override
    void apply(final Outcome outcome) {
        final int sku = decoder.sku();
        final int channel = decoder.channel();
        if (!skuUsable(outcome, sku, 0) || channel != 0 && !channelUsable(outcome, channel)) {
            return;
        }
        if (channel == 0) {
            state.skus.safetyStock(sku, decoder.quantity());
            state.stocks.changed().mark(sku);
        } else {
            state.offers.safetyStock(state.offers.findOrAdd(sku, channel), decoder.quantity());
        }
        state.events.settingChanged(SetSafetyStockDecoder.TEMPLATE_ID, sku, channel, 0, decoder.quantity());
    }
}
