package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.SetPurchaseLimitDecoder;

/** Sets the most a buyer may hold and buy of a SKU in a period. */
final class SetPurchaseLimit extends Handler {
    private final SetPurchaseLimitDecoder decoder = new SetPurchaseLimitDecoder();

    SetPurchaseLimit(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, SetPurchaseLimitDecoder.BLOCK_LENGTH, VERSION);
        return inRange(outcome, decoder.limitPerBuyer(), 0, MOST_QUANTITY)
                && inRange(outcome, decoder.periodMillis(), 1, TEN_YEARS);
    }

    @Override
    void apply(final Outcome outcome) {
        final int sku = decoder.sku();
        if (skuUsable(outcome, sku, 0)) {
            state.skus.purchaseLimit(sku, decoder.limitPerBuyer(), decoder.periodMillis());
            state.events.settingChanged(SetPurchaseLimitDecoder.TEMPLATE_ID, sku, 0, 0, decoder.limitPerBuyer());
        }
    }
}
