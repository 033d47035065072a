package dev.tidegate.engine;

import static dev.tidegate.engine.CommonFaults.*;
import static dev.tidegate.message.OutcomeCode.*;

import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.ReturnToStock;
import dev.tidegate.message.sbe.AdjustStockDecoder;
import dev.tidegate.message.sbe.ReturnToStockDecoder;
import java.util.List;

/** The reasons to refuse what changes the ledger without an order. */
final class StockPrecedence {
    private static final String ONE_SIGN = "a quantity has one sign";
    private static final String NO_PAIR = "a pair that is not there has all its room";

    private StockPrecedence() {}

    static List<Precedence> all() {
        return List.of(receive(), adjust(), returnToStock());
    }

    private static Precedence receive() {
        return oneOfEach(
                        Precedence.of(
                                "ReceiveStock",
                                draft -> new ReceiveStock(
                                        draft.line().sku,
                                        draft.line().warehouse,
                                        draft.line().quantity,
                                        draft.reason,
                                        0,
                                        0,
                                        0)),
                        UNKNOWN_SKU,
                        UNKNOWN_WAREHOUSE)
                .alone(reasonRequired(), notPositive(), tooLarge())
                .state(
                        unknownSku(),
                        skuRetired(),
                        unknownWarehouse(),
                        warehouseRetired(),
                        stocksFull(),
                        stockOverflow())
                .never(ONE_SIGN, QUANTITY_NOT_POSITIVE, QUANTITY_TOO_LARGE, STOCK_OVERFLOW)
                .never(NO_PAIR, STOCK_OVERFLOW, UNKNOWN_SKU, UNKNOWN_WAREHOUSE, STOCKS_FULL);
    }

    private static Precedence adjust() {
        return oneOfEach(
                        Precedence.of(
                                "AdjustStock",
                                draft -> new AdjustStock(
                                        draft.line().sku,
                                        draft.line().warehouse,
                                        draft.mode,
                                        draft.line().quantity,
                                        draft.reason,
                                        0)),
                        UNKNOWN_SKU,
                        UNKNOWN_WAREHOUSE)
                .alone(
                        reasonRequired(),
                        outOfRange(AdjustStockDecoder.modeEncodingOffset()),
                        Fault.of(QUANTITY_NOT_POSITIVE)
                                .draft(draft -> draft.mode = AdjustMode.TO)
                                .line(line -> line.quantity = -1),
                        Fault.of(QUANTITY_TOO_LARGE).line(line -> line.quantity = MOST_UNITS + 1))
                .state(
                        unknownSku(),
                        skuRetired(),
                        unknownWarehouse(),
                        warehouseRetired(),
                        stocksFull(),
                        stockOverflow(),
                        Fault.of(BELOW_ZERO).line(line -> line.quantity = Math.min(line.quantity, -PLENTY)))
                .variant(Fault.of(QUANTITY_TOO_LARGE).line(line -> line.quantity = -MOST_QUANTITY - 1), BELOW_ZERO)
                .never("what is below zero in no known mode is not wrong", VALUE_OUT_OF_RANGE, QUANTITY_NOT_POSITIVE)
                .never(ONE_SIGN, QUANTITY_NOT_POSITIVE, QUANTITY_TOO_LARGE, STOCKS_FULL, STOCK_OVERFLOW)
                .never(ONE_SIGN, BELOW_ZERO, STOCKS_FULL, STOCK_OVERFLOW)
                .never(NO_PAIR, STOCK_OVERFLOW, UNKNOWN_SKU, UNKNOWN_WAREHOUSE, STOCKS_FULL);
    }

    private static Precedence returnToStock() {
        return oneOfEach(
                        Precedence.of(
                                        "ReturnToStock",
                                        draft -> new ReturnToStock(
                                                draft.line().sku,
                                                draft.line().warehouse,
                                                ReturnFrom.SHIPPED,
                                                Grade.SELLABLE,
                                                draft.line().quantity,
                                                draft.reason,
                                                0))
                                .prepare(scene -> scene.shipAway(scene.tea, scene.house, 10)),
                        UNKNOWN_SKU,
                        UNKNOWN_WAREHOUSE)
                .alone(
                        reasonRequired(),
                        outOfRange(ReturnToStockDecoder.gradeEncodingOffset()),
                        notPositive(),
                        tooLarge())
                .state(
                        unknownSku(),
                        skuRetired(),
                        unknownWarehouse(),
                        warehouseRetired(),
                        Fault.of(NOT_IN_BUCKET).line(line -> line.quantity = Math.max(line.quantity, PLENTY)))
                .never(ONE_SIGN, QUANTITY_NOT_POSITIVE, QUANTITY_TOO_LARGE)
                .never("what takes nothing does not take too much", QUANTITY_NOT_POSITIVE, NOT_IN_BUCKET);
    }
}
