package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.DefineWarehouseDecoder;

/** Makes a warehouse. */
final class DefineWarehouse extends Handler {
    private final DefineWarehouseDecoder decoder = new DefineWarehouseDecoder();
    private final CodeText code = new CodeText();

    DefineWarehouse(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, DefineWarehouseDecoder.BLOCK_LENGTH, VERSION);
        return code.read(outcome, buffer, decoder.limit(), decoder.codeLength());
    }

    @Override
    void apply(final Outcome outcome) {
        final int known = state.warehouses.codes().number(code.value());
        if (known != 0) {
            if (warehouseUsable(outcome, known, 0)) {
                defined(outcome, known, false);
            }
        } else if (state.warehouses.slab().live() >= state.limits.get(Limits.WAREHOUSES)) {
            refuse(outcome, OutcomeCode.WAREHOUSES_FULL);
        } else {
            defined(outcome, state.warehouses.add(code.value()), true);
        }
    }

    private void defined(final Outcome outcome, final int warehouse, final boolean made) {
        outcome.set(OutcomeCode.ACCEPTED, warehouse, 0, 0, 0);
        state.events.entityChanged(DefineWarehouseDecoder.TEMPLATE_ID, warehouse, made);
    }
}
