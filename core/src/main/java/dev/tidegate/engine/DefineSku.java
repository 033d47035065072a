package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.DefineSkuDecoder;

/** Makes a SKU, or changes the one with this code. */
final class DefineSku extends Handler {
    private static final int CLASSES = 3;

    private final DefineSkuDecoder decoder = new DefineSkuDecoder();
    private final CodeText code = new CodeText();

    DefineSku(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, DefineSkuDecoder.BLOCK_LENGTH, VERSION);
        return code.read(outcome, buffer, decoder.limit(), decoder.codeLength())
                && inRange(outcome, decoder.supplyClass(), 0, CLASSES);
    }

    @Override
    void apply(final Outcome outcome) {
        final int known = state.skus.codes().number(code.value());
        if (known != 0) {
            if (skuUsable(outcome, known, 0)) {
                state.skus.supplyClass(known, decoder.supplyClass());
                defined(outcome, known, false);
            }
        } else if (state.skus.slab().live() >= state.limits.get(Limits.SKUS)) {
            refuse(outcome, OutcomeCode.SKUS_FULL);
        } else {
            final int sku = state.skus.add(code.value(), decoder.supplyClass());
            state.stocks.changed().mark(sku);
            defined(outcome, sku, true);
        }
    }

    private void defined(final Outcome outcome, final int sku, final boolean made) {
        outcome.set(OutcomeCode.ACCEPTED, sku, 0, 0, 0);
        state.events.entityChanged(DefineSkuDecoder.TEMPLATE_ID, sku, made);
    }
}
