package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.RetireWarehouseDecoder;

/** Ends a warehouse that holds no unit and that no channel sells from. */
final class RetireWarehouse extends Handler {
    private final RetireWarehouseDecoder decoder = new RetireWarehouseDecoder();

    RetireWarehouse(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, RetireWarehouseDecoder.BLOCK_LENGTH, VERSION);
        return true;
    }

    @Override
    void apply(final Outcome outcome) {
        final int warehouse = decoder.warehouse();
        if (!warehouseUsable(outcome, warehouse, 0)) {
            return;
        }
        final long units = units(warehouse);
        final long inUse = units > 0 ? units : channels(warehouse);
        if (inUse > 0) {
            refuse(outcome, OutcomeCode.WAREHOUSE_IN_USE, 0, 0, inUse);
        } else {
            state.warehouses.retire(warehouse);
            state.events.entityChanged(RetireWarehouseDecoder.TEMPLATE_ID, warehouse, false);
        }
    }

    private long units(final int warehouse) {
        long units = 0;
        for (int stock = 1; stock <= state.stocks.slab().used(); stock++) {
            if (state.stocks.warehouse(stock) == warehouse) {
                units += RetireSku.inUse(state, stock);
            }
        }
        return units;
    }

    private long channels(final int warehouse) {
        long count = 0;
        for (int channel = 1; channel <= state.channels.slab().used(); channel++) {
            if (!state.channels.retired(channel) && state.channels.sellsFrom(channel, warehouse)) {
                count++;
            }
        }
        return count;
    }
}
