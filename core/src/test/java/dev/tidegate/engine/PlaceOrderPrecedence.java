package dev.tidegate.engine;

import static dev.tidegate.engine.CommonFaults.*;
import static dev.tidegate.message.OutcomeCode.*;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Alias;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetFreeze;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Command.SetSafetyStock;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import java.util.Collections;

/** The reasons to refuse an order. */
final class PlaceOrderPrecedence {
    private static final OutcomeCode[] LINE_ALONE = {QUANTITY_NOT_POSITIVE, QUANTITY_TOO_LARGE, AMOUNT_NEGATIVE};
    private static final OutcomeCode[] LINE_ENTITIES = {
        UNKNOWN_SKU,
        SKU_RETIRED,
        UNKNOWN_WAREHOUSE,
        WAREHOUSE_RETIRED,
        WAREHOUSE_NOT_IN_CHANNEL,
        UNKNOWN_CAMPAIGN,
        SKU_NOT_IN_CAMPAIGN
    };
    private static final OutcomeCode[] LINE_RESERVATION = {
        OUTSIDE_WINDOW,
        SKU_FROZEN,
        BUYER_REQUIRED,
        PURCHASE_LIMIT,
        PURCHASE_COUNTERS_FULL,
        CAMPAIGN_CAP,
        ALLOTMENT_EXHAUSTED,
        QUOTA_EXCEEDED,
        OUT_OF_STOCK,
        SAFETY_STOCK
    };
    private static final int SOME_LIMIT = 3;
    private static final int LOOSE_LIMIT = 1_000_000_000;
    private static final long BUYER = 7;

    private PlaceOrderPrecedence() {}

    static Precedence placeOrder() {
        final Precedence order = Precedence.of("PlaceOrder", PlaceOrderPrecedence::order)
                .prepare(scene -> scene.draft.lines.forEach(line -> line.warehouse = 0))
                .arrange(Scene::defineCampaigns)
                .perLine(LINE_ALONE)
                .perLine(LINE_ENTITIES)
                .perLine(LINE_RESERVATION);
        alone(order);
        entities(order);
        reservation(order);
        return exclusions(order);
    }

    private static PlaceOrder order(final Draft draft) {
        return new PlaceOrder(
                draft.channel,
                draft.externalNumber,
                draft.source,
                draft.urgency,
                Placing.ALL_OR_NONE,
                draft.currency,
                draft.totalAmount(),
                0,
                draft.buyer,
                draft.value,
                draft.orderLines(),
                draft.aliases,
                draft.document,
                draft.ordered,
                false);
    }

    private static void alone(final Precedence order) {
        order.alone(
                Fault.of(URGENCY_REQUIRED).draft(draft -> draft.urgency = null),
                outOfRange(PlaceOrderDecoder.placingEncodingOffset()),
                Fault.of(SOURCE_REQUIRED).draft(draft -> draft.source = ""),
                Fault.of(UNKNOWN_CURRENCY).draft(draft -> draft.currency = "XXX"),
                Fault.of(HOLD_TIME_OUT_OF_RANGE).draft(draft -> draft.value = -1),
                Fault.of(EXTERNAL_NUMBER_REQUIRED).draft(draft -> draft.externalNumber = ""),
                Fault.of(EXTERNAL_NUMBER_INVALID).draft(draft -> draft.externalNumber = "x".repeat(41)),
                Fault.of(DOCUMENT_TOO_LARGE).draft(draft -> draft.document = new byte[64 * 1024 + 1]),
                Fault.of(TOO_MANY_ENTRIES)
                        .draft(draft -> draft.aliases.addAll(Collections.nCopies(33, new Alias(1, "alias")))),
                Fault.of(NO_LINES).draft(draft -> draft.lines.clear()),
                Fault.of(TOO_MANY_LINES)
                        .draft(draft -> draft.lines.addAll(Collections.nCopies(2_000, draft.lines.get(1)))),
                notPositive(),
                tooLarge(),
                Fault.of(AMOUNT_NEGATIVE).line(line -> line.amount = -1),
                Fault.of(AMOUNT_OVERFLOW).draft(PlaceOrderPrecedence::addOverflow),
                Fault.of(AMOUNT_MISMATCH).draft(draft -> draft.total = 77L));
    }

    private static void addOverflow(final Draft draft) {
        for (int i = 0; i < 2; i++) {
            final Draft.Line line = new Draft.Line(0, draft.lines.get(1).sku, 0);
            line.amount = Long.MAX_VALUE;
            draft.lines.add(line);
        }
    }

    private static void entities(final Precedence order) {
        order.state(
                unknownChannel(),
                channelRetired(),
                Fault.of(DUPLICATE_EXTERNAL).arrange(PlaceOrderPrecedence::takeTheNumber),
                Fault.of(BACKFILL_REQUIRED)
                        .draft(draft -> draft.ordered = 1)
                        .arrange(PlaceOrderPrecedence::forgetANumber),
                unknownSku(),
                skuRetired(),
                unknownWarehouse(),
                warehouseRetired(),
                Fault.of(WAREHOUSE_NOT_IN_CHANNEL).pick(scene -> {
                    final Draft.Line line = scene.line();
                    line.warehouse = line.warehouse == 0 ? scene.newWarehouse() : line.warehouse;
                }),
                unknownCampaign(),
                skuNotInCampaign(),
                limitReached(ORDERS_FULL, Limit.ORDERS, EngineReads.Counts::orders)
                        .arrange(Scene::bystander),
                limitReached(ORDER_LINES_FULL, Limit.ORDER_LINES, EngineReads.Counts::orderLines)
                        .arrange(Scene::bystander));
    }

    /** Cancelled at once, so that its channel can be retired: the number stays taken. */
    private static void takeTheNumber(final Scene scene) {
        final Command first = Orders.place(
                        scene.draft.channel, scene.draft.externalNumber, "test", Command.Urgency.NORMAL)
                .line(scene.rice, 1, Store.PRICE)
                .build();
        scene.cancel(scene.accepted(first).entityId());
    }

    /** Lets an order leave whose number is not remembered; any order that is as old needs a word then. */
    private static void forgetANumber(final Scene scene) {
        scene.limit(Limit.EXTERNALS_REMEMBERED, 0);
        OrderFaults.leave(scene, scene.bystander());
    }

    private static void reservation(final Precedence order) {
        order.state(
                Fault.of(OUTSIDE_WINDOW).line(line -> {
                    line.inCampaign = true;
                    line.beforeWindow = true;
                }),
                Fault.of(SKU_FROZEN).arrange(scene -> scene.accepted(new SetFreeze(scene.line().sku, true, 1))),
                Fault.of(BUYER_REQUIRED)
                        .line(line -> line.limitPerBuyer = SOME_LIMIT)
                        .arrange(PlaceOrderPrecedence::limitBuyers),
                Fault.of(PURCHASE_LIMIT)
                        .draft(draft -> draft.buyer = BUYER)
                        .line(line -> line.limitPerBuyer = SOME_LIMIT)
                        .arrange(PlaceOrderPrecedence::limitBuyers),
                limitReached(PURCHASE_COUNTERS_FULL, Limit.PURCHASE_COUNTERS, EngineReads.Counts::purchaseCounters)
                        .draft(draft -> draft.buyer = BUYER)
                        .line(line -> line.limitPerBuyer = line.limitPerBuyer == 0 ? LOOSE_LIMIT : line.limitPerBuyer)
                        .arrange(PlaceOrderPrecedence::limitBuyers),
                Fault.of(CAMPAIGN_CAP).line(line -> {
                    line.inCampaign = true;
                    line.cap = 5;
                }),
                Fault.of(ALLOTMENT_EXHAUSTED)
                        .line(line -> line.inCampaign = true)
                        .arrange(scene -> scene.accepted(
                                new SetAllotment(scene.line().campaign, scene.line().sku, scene.annex, 0))),
                Fault.of(QUOTA_EXCEEDED)
                        .arrange(scene -> scene.accepted(
                                new SetChannelQuota(scene.line().sku, scene.draft.channel, QuotaMode.UNITS, 5))),
                outOfStock(),
                Fault.of(SAFETY_STOCK)
                        .pick(PlaceOrderPrecedence::justEnough)
                        .arrange(scene -> scene.accepted(new SetSafetyStock(scene.line().sku, 0, 1)))
                        .finish(Scene::takeBack));
    }

    /** The SKU's own limit is the same as the campaign item's, so that it does not matter which one applies. */
    private static void limitBuyers(final Scene scene) {
        scene.accepted(new SetPurchaseLimit(scene.line().sku, scene.line().limitPerBuyer, Store.MINUTE));
    }

    /** Lets there be as many units as the line asks for, which come back when everything else is arranged. */
    private static void justEnough(final Scene scene) {
        final Draft.Line line = scene.line();
        scene.shipAway(line.sku, line.warehouse == 0 ? scene.house : line.warehouse, line.quantity);
    }

    private static Precedence exclusions(final Precedence order) {
        final String noLine = "without lines none is wrong";
        final String unknown = "what is unknown has no terms";
        final String noBuyer = "nothing is counted for nobody";
        return oneOfEach(order, UNKNOWN_CHANNEL, UNKNOWN_SKU, UNKNOWN_WAREHOUSE)
                .never("a number is empty or too long", EXTERNAL_NUMBER_REQUIRED, EXTERNAL_NUMBER_INVALID)
                .never("such a number was never taken", DUPLICATE_EXTERNAL, EXTERNAL_NUMBER_REQUIRED)
                .never("such a number was never taken", DUPLICATE_EXTERNAL, EXTERNAL_NUMBER_INVALID)
                .never("a quantity has one sign", QUANTITY_NOT_POSITIVE, QUANTITY_TOO_LARGE)
                .never(noLine, NO_LINES, TOO_MANY_LINES, AMOUNT_OVERFLOW, ORDER_LINES_FULL)
                .never(noLine, NO_LINES, LINE_ALONE)
                .never(noLine, NO_LINES, LINE_ENTITIES)
                .never(noLine, NO_LINES, LINE_RESERVATION)
                .never(
                        "what asks for nothing does not ask for too much",
                        QUANTITY_NOT_POSITIVE,
                        PURCHASE_LIMIT,
                        CAMPAIGN_CAP,
                        ALLOTMENT_EXHAUSTED,
                        QUOTA_EXCEEDED,
                        OUT_OF_STOCK,
                        SAFETY_STOCK)
                .never(unknown, UNKNOWN_CHANNEL, DUPLICATE_EXTERNAL, QUOTA_EXCEEDED)
                .never(
                        unknown,
                        UNKNOWN_SKU,
                        SKU_FROZEN,
                        BUYER_REQUIRED,
                        PURCHASE_LIMIT,
                        PURCHASE_COUNTERS_FULL,
                        CAMPAIGN_CAP,
                        ALLOTMENT_EXHAUSTED,
                        QUOTA_EXCEEDED,
                        SAFETY_STOCK)
                .never("an unknown warehouse has no stock", UNKNOWN_WAREHOUSE, SAFETY_STOCK)
                .never(
                        unknown,
                        UNKNOWN_CAMPAIGN,
                        SKU_NOT_IN_CAMPAIGN,
                        OUTSIDE_WINDOW,
                        CAMPAIGN_CAP,
                        ALLOTMENT_EXHAUSTED)
                .never("only an item has terms", SKU_NOT_IN_CAMPAIGN, CAMPAIGN_CAP, ALLOTMENT_EXHAUSTED)
                .never(noBuyer, BUYER_REQUIRED, PURCHASE_LIMIT, PURCHASE_COUNTERS_FULL)
                .neverAcross(noBuyer, BUYER_REQUIRED, PURCHASE_LIMIT, PURCHASE_COUNTERS_FULL)
                .never(
                        "a line takes from the allotment or from what is sellable",
                        ALLOTMENT_EXHAUSTED,
                        QUOTA_EXCEEDED,
                        OUT_OF_STOCK,
                        SAFETY_STOCK)
                .never("there is enough or there is not", OUT_OF_STOCK, SAFETY_STOCK);
    }
}
