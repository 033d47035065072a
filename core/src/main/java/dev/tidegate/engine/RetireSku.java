package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.RetireSkuDecoder;
import dev.tidegate.stock.Bucket;

/** Ends a SKU that has no unit in the house. */
final class RetireSku extends Handler {
    private final RetireSkuDecoder decoder = new RetireSkuDecoder();

    RetireSku(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, RetireSkuDecoder.BLOCK_LENGTH, VERSION);
        return true;
    }

    @Override
    void apply(final Outcome outcome) {
        final int sku = decoder.sku();
        if (!skuUsable(outcome, sku, 0)) {
            return;
        }
        long units = 0;
        for (int stock = state.stocks.firstOf(sku); stock != 0; stock = state.stocks.nextOf(stock)) {
            units += inUse(state, stock);
        }
        if (units > 0) {
            refuse(outcome, OutcomeCode.SKU_IN_USE, 0, 0, units);
        } else {
            state.skus.retire(sku);
            state.stocks.changed().mark(sku);
            state.events.entityChanged(RetireSkuDecoder.TEMPLATE_ID, sku, false);
        }
    }

    /** Units in the house, and claims without units. */
    static long inUse(final State state, final int stock) {
        return state.stocks.unitsInHouse(stock)
                + state.stocks.units(stock, Bucket.QUARANTINE)
                + state.stocks.shortUnits(stock);
    }
}
