package dev.tidegate.engine;

import static dev.tidegate.engine.CommonFaults.*;
import static dev.tidegate.engine.OrderFaults.*;
import static dev.tidegate.message.OutcomeCode.*;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnToStock;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The reasons to refuse what is done with an order. */
final class OrderPrecedence {
    private static final OutcomeCode[] LINE_ALONE = {QUANTITY_NOT_POSITIVE, QUANTITY_TOO_LARGE, DUPLICATE_LINE};
    private static final String ONE_STATE = "an order has one state";
    private static final String GOES_OUT = "an order of which units were shipped is not closed";
    private static final String NO_LIVE = "what has no live units has no short ones";

    private OrderPrecedence() {}

    static List<Precedence> all() {
        return List.of(
                startPayment(),
                confirmPayment(),
                failPayment(),
                cancelOrder(),
                shipOrder(),
                returnLines(),
                readmitOrder());
    }

    /** A command about an order of ten tea and ten rice, unpaid unless the command needs it otherwise. */
    private static Precedence about(final String command, final Function<Draft, Command> build) {
        return Precedence.of(command, build)
                .prepare(scene -> {
                    scene.draft.unpaid = true;
                    scene.draft.unshipped = true;
                })
                .arrange(OrderFaults::placeOrder)
                .never("an order that never was did not leave", UNKNOWN_ORDER, ORDER_ARCHIVED);
    }

    private static Precedence startPayment() {
        return open(about("StartPayment", draft -> new StartPayment(draft.orderId)))
                .state(
                        alreadyPaid(),
                        Fault.of(PAYMENT_ALREADY_STARTED)
                                .arrange(scene -> scene.accepted(new StartPayment(scene.draft.orderId))),
                        allShipped())
                .never(NEVER_WAS, UNKNOWN_ORDER, ALREADY_PAID, PAYMENT_ALREADY_STARTED, ALREADY_SHIPPED)
                .never(GOES_OUT, ALREADY_SHIPPED, ORDER_ARCHIVED, ORDER_CANCELLED, ORDER_EXPIRED)
                .never("a paid order does not expire", ORDER_EXPIRED, ALREADY_PAID)
                .never(ONE_STATE, PAYMENT_ALREADY_STARTED, ALREADY_PAID, ALREADY_SHIPPED);
    }

    private static Precedence failPayment() {
        return open(about("FailPayment", draft -> new FailPayment(draft.orderId)))
                .state(alreadyPaid(), allShipped())
                .never(NEVER_WAS, UNKNOWN_ORDER, ALREADY_PAID, ALREADY_SHIPPED)
                .never(GOES_OUT, ALREADY_SHIPPED, ORDER_ARCHIVED, ORDER_CANCELLED, ORDER_EXPIRED)
                .never("a paid order does not expire", ORDER_EXPIRED, ALREADY_PAID);
    }

    private static Precedence confirmPayment() {
        return about(
                        "ConfirmPayment",
                        draft -> new ConfirmPayment(draft.orderId, draft.total == null ? TOTAL : draft.total))
                .state(
                        unknownOrder(),
                        archived(),
                        cancelled(PAYMENT_AFTER_CANCEL),
                        alreadyPaid(),
                        Fault.of(PAYMENT_MISMATCH).draft(draft -> draft.total = TOTAL + 1),
                        lineShort())
                .never(NEVER_WAS, UNKNOWN_ORDER, PAYMENT_AFTER_CANCEL, ALREADY_PAID, PAYMENT_MISMATCH, LINE_SHORT)
                .never("a closed order is not short", LINE_SHORT, ORDER_ARCHIVED, PAYMENT_AFTER_CANCEL);
    }

    private static Precedence cancelOrder() {
        return linesOf(open(about(
                                "CancelOrder",
                                draft -> new CancelOrder(draft.orderId, draft.reason, draft.lineQuantities()))
                        .alone(reasonRequired(), tooManyLines(), notPositive(), tooLarge(), duplicateLine())
                        .perLine(LINE_ALONE)
                        .perLine(UNKNOWN_LINE, MORE_THAN_LEFT)))
                .state(allShipped(), unknownLine(), moreThanLeft())
                .never(NEVER_WAS, UNKNOWN_ORDER, ALREADY_SHIPPED)
                .never(GOES_OUT, ALREADY_SHIPPED, ORDER_ARCHIVED, ORDER_CANCELLED, ORDER_EXPIRED);
    }

    private static Precedence shipOrder() {
        return linesOf(open(about("ShipOrder", draft -> new ShipOrder(draft.orderId, draft.lineQuantities()))
                        .prepare(scene -> scene.draft.unshipped = true)
                        .alone(tooManyLines(), notPositive(), tooLarge(), duplicateLine())
                        .perLine(LINE_ALONE)
                        .perLine(UNKNOWN_LINE, MORE_THAN_LEFT, LINE_SHORT)))
                .state(
                        Fault.of(NOT_PAID).draft(draft -> draft.unpaid = true).finish(OrderFaults::shipNoMoreUnpaid),
                        allShipped(),
                        unknownLine(),
                        moreThanLeft(),
                        lineShort())
                .never(NEVER_WAS, UNKNOWN_ORDER, NOT_PAID, ALREADY_SHIPPED, LINE_SHORT)
                .never(GOES_OUT, ALREADY_SHIPPED, ORDER_ARCHIVED, ORDER_CANCELLED, ORDER_EXPIRED)
                .never("a closed order is not short", LINE_SHORT, ORDER_ARCHIVED, ORDER_CANCELLED)
                .never(NO_LIVE, LINE_SHORT, ALREADY_SHIPPED)
                .never("a line that is not there is not short", LINE_SHORT, UNKNOWN_LINE);
    }

    private static Precedence returnLines() {
        final String nothingShipped = "what was never shipped has no last shipment";
        return linesOf(about("ReturnLines", OrderPrecedence::returned)
                        .prepare(scene -> {})
                        .alone(
                                reasonRequired(),
                                Fault.of(NO_LINES).draft(draft -> draft.lines.clear()),
                                tooManyLines(),
                                gradeUnknown(),
                                notPositive(),
                                tooLarge(),
                                duplicateLine())
                        .perLine(VALUE_OUT_OF_RANGE, QUANTITY_NOT_POSITIVE, QUANTITY_TOO_LARGE, DUPLICATE_LINE)
                        .perLine(UNKNOWN_LINE, MORE_THAN_LEFT, NOT_IN_BUCKET))
                .state(
                        unknownOrder(),
                        archived().draft(draft -> draft.unshipped = true),
                        Fault.of(NOT_SHIPPED).draft(draft -> draft.unshipped = true),
                        Fault.of(RETURN_WINDOW_OVER).finish(scene -> {
                            scene.limit(Limit.RETURN_WINDOW_MILLIS, 0);
                            scene.pass(1);
                        }),
                        unknownLine(),
                        moreThanLeft(),
                        Fault.of(NOT_IN_BUCKET).arrange(OrderPrecedence::returnWithoutOrder))
                .never(
                        "without lines none is wrong",
                        NO_LINES,
                        TOO_MANY_LINES,
                        VALUE_OUT_OF_RANGE,
                        QUANTITY_NOT_POSITIVE,
                        QUANTITY_TOO_LARGE,
                        DUPLICATE_LINE,
                        UNKNOWN_LINE,
                        MORE_THAN_LEFT,
                        NOT_IN_BUCKET)
                .never(NEVER_WAS, UNKNOWN_ORDER, NOT_SHIPPED, RETURN_WINDOW_OVER, NOT_IN_BUCKET)
                .never(GOES_OUT, ORDER_ARCHIVED, RETURN_WINDOW_OVER)
                .never(nothingShipped, NOT_SHIPPED, RETURN_WINDOW_OVER)
                .never("what asks for nothing finds it", QUANTITY_NOT_POSITIVE, NOT_IN_BUCKET)
                .never("a line that is not there has no units", UNKNOWN_LINE, NOT_IN_BUCKET);
    }

    private static Precedence readmitOrder() {
        return Precedence.of("ReadmitOrder", draft -> new ReadmitOrder(draft.orderId, draft.reason, draft.record))
                .arrange(OrderPrecedence::letLeave)
                .alone(
                        reasonRequired(),
                        Fault.of(RECORD_INVALID)
                                .close(scene -> scene.draft.record =
                                        Arrays.copyOf(scene.draft.record, scene.draft.record.length + 1)))
                .state(
                        Fault.of(UNKNOWN_ORDER).close(OrderPrecedence::nameAnother),
                        Fault.of(ORDER_IN_MEMORY)
                                .arrange(scene ->
                                        scene.accepted(new ReadmitOrder(scene.draft.orderId, 1, scene.draft.record))),
                        Fault.of(ORDER_FORGOTTEN).finish(scene -> {
                            scene.limit(Limit.EXTERNAL_MEMORY_MILLIS, 0);
                            scene.pass(1);
                        }),
                        Fault.of(RECORD_MISMATCH)
                                .finish(scene -> scene.draft
                                        .record[MessageCheck.HEADER_BYTES + OrderLeftDecoder.paidEncodingOffset()] = 1),
                        limitReached(ORDERS_FULL, Limit.ORDERS, EngineReads.Counts::orders)
                                .arrange(Scene::bystander),
                        limitReached(ORDER_LINES_FULL, Limit.ORDER_LINES, EngineReads.Counts::orderLines)
                                .arrange(Scene::bystander))
                .never("an order that never was did not come back", UNKNOWN_ORDER, ORDER_IN_MEMORY);
    }

    private static void letLeave(final Scene scene) {
        scene.draft.orderId = scene.bystander();
        scene.draft.record = leave(scene, scene.draft.orderId);
    }

    /** Lets command and record name an order that never was. */
    private static void nameAnother(final Scene scene) {
        scene.draft.orderId = UNKNOWN_ID;
        new HeapBuffer(scene.draft.record).putLong(MessageCheck.HEADER_BYTES, UNKNOWN_ID);
    }

    private static Command returned(final Draft draft) {
        return new ReturnLines(
                draft.orderId,
                draft.reason,
                draft.lines.stream()
                        .map(line -> new ReturnedLine(line.number, line.quantity, Grade.SELLABLE))
                        .toList());
    }

    /** Takes the order's units back before the order does; nothing is there to be taken when it was not shipped. */
    private static void returnWithoutOrder(final Scene scene) {
        scene.ask(new ReturnToStock(scene.line().sku, scene.house, ReturnFrom.SHIPPED, Grade.SELLABLE, ORDERED, 1, 0));
    }

    private static Precedence open(final Precedence precedence) {
        return precedence
                .state(unknownOrder(), archived(), cancelled(ORDER_CANCELLED), expired())
                .never(NEVER_WAS, UNKNOWN_ORDER, ORDER_CANCELLED, ORDER_EXPIRED)
                .never("an order is closed for one reason", ORDER_CANCELLED, ORDER_EXPIRED);
    }

    private static Precedence linesOf(final Precedence precedence) {
        return precedence
                .never("a quantity has one sign", QUANTITY_NOT_POSITIVE, QUANTITY_TOO_LARGE)
                .never("what asks for nothing does not ask for too much", QUANTITY_NOT_POSITIVE, MORE_THAN_LEFT)
                .never(NEVER_WAS, UNKNOWN_ORDER, UNKNOWN_LINE, MORE_THAN_LEFT)
                .never("a line that is not there has nothing left", UNKNOWN_LINE, MORE_THAN_LEFT);
    }
}
