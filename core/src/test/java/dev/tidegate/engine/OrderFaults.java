package dev.tidegate.engine;

import static dev.tidegate.message.OutcomeCode.ALREADY_PAID;
import static dev.tidegate.message.OutcomeCode.ALREADY_SHIPPED;
import static dev.tidegate.message.OutcomeCode.DUPLICATE_LINE;
import static dev.tidegate.message.OutcomeCode.LINE_SHORT;
import static dev.tidegate.message.OutcomeCode.MORE_THAN_LEFT;
import static dev.tidegate.message.OutcomeCode.ORDER_ARCHIVED;
import static dev.tidegate.message.OutcomeCode.ORDER_EXPIRED;
import static dev.tidegate.message.OutcomeCode.TOO_MANY_LINES;
import static dev.tidegate.message.OutcomeCode.UNKNOWN_LINE;
import static dev.tidegate.message.OutcomeCode.UNKNOWN_ORDER;
import static dev.tidegate.message.OutcomeCode.VALUE_OUT_OF_RANGE;

import dev.tidegate.Orders;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.ReturnLinesDecoder;
import java.util.List;

/** What can be wrong with a command about an order. */
final class OrderFaults {
    static final String NEVER_WAS = "an order that never was has no state and no lines";
    static final long ORDERED = 10;
    static final long TOTAL = 2 * Store.PRICE;
    static final long UNKNOWN_ID = 4_711;
    private static final long LONG_RETENTION = 3_888_000_000L;
    private static final int GROUP_HEADER_BYTES = 4;
    private static final int UNKNOWN_GRADE = 9;

    private OrderFaults() {}

    /** Places the order that the command is about, unless it is about none, and takes it as far as the draft says. */
    static void placeOrder(final Scene scene) {
        scene.accepted(new DefineChannel("shop", true, List.of(scene.house, scene.annex)));
        scene.draft.lines.forEach(line -> line.quantity = line.quantity == ORDERED ? 2 : line.quantity);
        final long order = scene.accepted(scene.order()
                        .line(scene.tea, ORDERED, Store.PRICE)
                        .line(scene.rice, ORDERED, Store.PRICE)
                        .build())
                .entityId();
        if (scene.draft.orderId == 0) {
            scene.draft.orderId = order;
        }
        if (!scene.draft.unpaid) {
            scene.pay(order);
        }
        if (!scene.draft.unshipped) {
            scene.accepted(Orders.ship(order));
        }
    }

    /** Cancels an order and lets it leave at once; gives its record. */
    static byte[] leave(final Scene scene, final long order) {
        scene.limit(Limit.CLOSED_RETENTION_MILLIS, 1);
        scene.cancel(order);
        scene.limit(Limit.CLOSED_RETENTION_MILLIS, LONG_RETENTION);
        scene.pass(1);
        return scene.left(order);
    }

    static void shipNoMoreUnpaid(final Scene scene) {
        scene.accepted(new DefineChannel("shop", false, List.of(scene.house, scene.annex)));
    }

    static Fault unknownOrder() {
        return Fault.of(UNKNOWN_ORDER).draft(draft -> draft.orderId = UNKNOWN_ID);
    }

    static Fault archived() {
        return Fault.of(ORDER_ARCHIVED).finish(scene -> {
            scene.limit(Limit.CLOSED_RETENTION_MILLIS, 1);
            scene.cancel(scene.draft.orderId);
            scene.pass(1);
            scene.tick();
        });
    }

    static Fault cancelled(final OutcomeCode code) {
        return Fault.of(code).finish(scene -> scene.cancel(scene.draft.orderId));
    }

    static Fault expired() {
        return Fault.of(ORDER_EXPIRED).draft(draft -> draft.unpaid = true).finish(scene -> scene.pass(Store.HALF_HOUR));
    }

    static Fault alreadyPaid() {
        return Fault.of(ALREADY_PAID).arrange(scene -> scene.pay(scene.draft.orderId));
    }

    static Fault allShipped() {
        return Fault.of(ALREADY_SHIPPED).arrange(scene -> scene.accepted(Orders.ship(scene.draft.orderId)));
    }

    /** A correction takes what the line's order has. */
    static Fault lineShort() {
        return Fault.of(LINE_SHORT)
                .arrange(scene ->
                        scene.accepted(new AdjustStock(scene.line().sku, scene.house, AdjustMode.TO, 0, 1, 0)));
    }

    static Fault tooManyLines() {
        return Fault.of(TOO_MANY_LINES).draft(draft -> {
            for (int number = 3; number <= 2_001; number++) {
                draft.lines.add(new Draft.Line(number, 0, 0));
            }
        });
    }

    /** Names the line a first time, with nothing wrong. */
    static Fault duplicateLine() {
        return Fault.of(DUPLICATE_LINE)
                .pick(scene -> scene.draft.lines.add(
                        scene.draft.lines.indexOf(scene.line()), new Draft.Line(scene.line().number, 0, 0)));
    }

    static Fault unknownLine() {
        return Fault.of(UNKNOWN_LINE).pick(scene -> {
            final int number = scene.line().number;
            scene.draft.lines.stream()
                    .filter(line -> line.number == number)
                    .forEach(line -> line.number = CommonFaults.NOBODY);
        });
    }

    static Fault moreThanLeft() {
        return Fault.of(MORE_THAN_LEFT).line(line -> line.quantity = Math.max(line.quantity, CommonFaults.PLENTY));
    }

    static Fault gradeUnknown() {
        return Fault.of(VALUE_OUT_OF_RANGE).pick(scene -> {
            final Draft.Line line = scene.line();
            scene.draft.patchAt(() -> gradeOffset(scene.draft.lines.indexOf(line)), UNKNOWN_GRADE);
        });
    }

    private static int gradeOffset(final int index) {
        return ReturnLinesDecoder.BLOCK_LENGTH
                + GROUP_HEADER_BYTES
                + index * ReturnLinesDecoder.LinesDecoder.sbeBlockLength()
                + ReturnLinesDecoder.LinesDecoder.gradeEncodingOffset();
    }
}
