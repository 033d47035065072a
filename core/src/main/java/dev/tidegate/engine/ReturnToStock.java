package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.Grade;
import dev.tidegate.message.sbe.ReturnFrom;
import dev.tidegate.message.sbe.ReturnToStockDecoder;
import dev.tidegate.stock.Bucket;

/** Units come back without an order, or leave quarantine. */
final class ReturnToStock extends Handler {
    private static final int PLACES = 2;

    private final ReturnToStockDecoder decoder = new ReturnToStockDecoder();
    private final Returns returns;

    ReturnToStock(final State state, final Returns returns) {
        super(state);
        this.returns = returns;
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, ReturnToStockDecoder.BLOCK_LENGTH, VERSION);
        if (decoder.reason() == 0) {
            return refuse(outcome, OutcomeCode.REASON_REQUIRED);
        }
        if (!inRange(outcome, decoder.fromRaw(), 1, PLACES)
                || !inRange(outcome, decoder.gradeRaw(), 1, ReturnLines.GRADES)) {
            return false;
        }
        if (decoder.fromRaw() == ReturnFrom.QUARANTINE.value() && decoder.gradeRaw() == Grade.QUARANTINE.value()) {
            return refuse(outcome, OutcomeCode.VALUE_OUT_OF_RANGE, 0, decoder.gradeRaw(), 0);
        }
        return ReceiveStock.positive(outcome, decoder.quantity());
    }

    @Override
    void apply(final Outcome outcome) {
        if (!skuUsable(outcome, decoder.sku(), 0) || !warehouseUsable(outcome, decoder.warehouse(), 0)) {
            return;
        }
        final int stock = state.stocks.find(decoder.sku(), decoder.warehouse());
        final int from = decoder.fromRaw() == ReturnFrom.SHIPPED.value() ? Bucket.SHIPPED : Bucket.QUARANTINE;
        final long there = stock == 0 ? 0 : state.stocks.units(stock, from);
        if (decoder.quantity() > there) {
            refuse(outcome, OutcomeCode.NOT_IN_BUCKET, 0, decoder.quantity(), there);
        } else {
            state.events.about(0, 0, 0, decoder.reason());
            returns.move(stock, from, decoder.grade(), decoder.quantity());
        }
    }
}
