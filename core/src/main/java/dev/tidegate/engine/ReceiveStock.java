package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.ReceiveStockDecoder;

/** Units came in. */
final class ReceiveStock extends Handler {
    private final ReceiveStockDecoder decoder = new ReceiveStockDecoder();
    private final Receipts receipts;

    ReceiveStock(final State state, final Receipts receipts) {
        super(state);
        this.receipts = receipts;
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, ReceiveStockDecoder.BLOCK_LENGTH, VERSION);
        return (decoder.reason() != 0 || refuse(outcome, OutcomeCode.REASON_REQUIRED))
                && positive(outcome, decoder.quantity());
    }

    static boolean positive(final Outcome outcome, final long quantity) {
        if (quantity <= 0) {
            return refuse(outcome, OutcomeCode.QUANTITY_NOT_POSITIVE, 0, quantity, 0);
        }
        return quantity <= MOST_QUANTITY || refuse(outcome, OutcomeCode.QUANTITY_TOO_LARGE, 0, quantity, 0);
    }

    @Override
    void apply(final Outcome outcome) {
        final int sku = decoder.sku();
        final int warehouse = decoder.warehouse();
        if (skuUsable(outcome, sku, 0)
                && warehouseUsable(outcome, warehouse, 0)
                && receipts.fits(outcome, sku, warehouse, decoder.quantity())) {
            receipts.receive(sku, warehouse, decoder.quantity(), decoder.reason());
        }
    }
}
