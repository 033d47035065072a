package dev.tidegate.engine;

import static dev.tidegate.engine.CommonFaults.*;
import static dev.tidegate.message.OutcomeCode.*;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.RetireChannel;
import dev.tidegate.message.Command.RetireSku;
import dev.tidegate.message.Command.RetireWarehouse;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.sbe.DefineChannelDecoder;
import java.util.Collections;
import java.util.List;

/** The reasons to refuse what defines and retires. */
final class CataloguePrecedence {
    private static final String NEW = "a code that is known needs no room";
    private static final String NEVER_DEFINED = "what has no valid code was never defined";
    private static final String KNOWN = "known";
    private static final long LONG_AGO = 1_000;

    private CataloguePrecedence() {}

    static List<Precedence> all() {
        return List.of(
                defineSku(),
                retireSku(),
                defineWarehouse(),
                retireWarehouse(),
                defineChannel(),
                retireChannel(),
                defineCampaign(),
                setLimits());
    }

    private static Precedence defineSku() {
        return Precedence.of("DefineSku", draft -> new DefineSku(draft.code, (int) draft.value))
                .alone(codeInvalid(), Fault.of(VALUE_OUT_OF_RANGE).draft(draft -> draft.value = 4))
                .state(
                        Fault.of(SKU_RETIRED)
                                .draft(draft -> draft.code = KNOWN)
                                .finish(scene -> scene.accepted(new RetireSku(scene.number(new DefineSku(KNOWN, 1))))),
                        limitReached(SKUS_FULL, Limit.SKUS, EngineReads.Counts::skus))
                .never(NEVER_DEFINED, CODE_INVALID, SKU_RETIRED)
                .never(NEW, SKU_RETIRED, SKUS_FULL);
    }

    private static Precedence retireSku() {
        return oneOfEach(
                        Precedence.of("RetireSku", draft -> new RetireSku(draft.line().sku))
                                .prepare(scene -> scene.draft.line().sku = scene.newSku()),
                        UNKNOWN_SKU)
                .state(
                        unknownSku(),
                        Fault.of(SKU_RETIRED).finish(scene -> scene.accepted(new RetireSku(scene.line().sku))),
                        Fault.of(SKU_IN_USE)
                                .arrange(scene -> scene.shipAway(scene.line().sku, scene.house, 10))
                                .finish(Scene::takeBack))
                .never("an unknown SKU has no units", UNKNOWN_SKU, SKU_IN_USE);
    }

    private static Precedence defineWarehouse() {
        return Precedence.of("DefineWarehouse", draft -> new DefineWarehouse(draft.code))
                .alone(codeInvalid())
                .state(
                        Fault.of(WAREHOUSE_RETIRED)
                                .draft(draft -> draft.code = KNOWN)
                                .finish(scene ->
                                        scene.accepted(new RetireWarehouse(scene.number(new DefineWarehouse(KNOWN))))),
                        limitReached(WAREHOUSES_FULL, Limit.WAREHOUSES, EngineReads.Counts::warehouses))
                .never(NEVER_DEFINED, CODE_INVALID, WAREHOUSE_RETIRED)
                .never(NEW, WAREHOUSE_RETIRED, WAREHOUSES_FULL);
    }

    private static Precedence retireWarehouse() {
        return oneOfEach(
                        Precedence.of("RetireWarehouse", draft -> new RetireWarehouse(draft.line().warehouse))
                                .prepare(scene -> scene.draft.line().warehouse = scene.newWarehouse()),
                        UNKNOWN_WAREHOUSE)
                .state(
                        unknownWarehouse(),
                        Fault.of(WAREHOUSE_RETIRED)
                                .finish(scene -> scene.accepted(new RetireWarehouse(scene.line().warehouse))),
                        Fault.of(WAREHOUSE_IN_USE)
                                .arrange(scene -> scene.shipAway(scene.tea, scene.line().warehouse, 10))
                                .finish(Scene::takeBack))
                .never("an unknown warehouse has no units", UNKNOWN_WAREHOUSE, WAREHOUSE_IN_USE);
    }

    private static Precedence defineChannel() {
        return oneOfEach(
                        Precedence.of("DefineChannel", draft -> new DefineChannel(draft.code, false, draft.warehouses))
                                .prepare(scene -> scene.draft.warehouses.addAll(List.of(scene.house, scene.annex))),
                        UNKNOWN_WAREHOUSE)
                .alone(
                        codeInvalid(),
                        outOfRange(DefineChannelDecoder.shipUnpaidEncodingOffset()),
                        Fault.of(TOO_MANY_ENTRIES).draft(draft -> {
                            for (int i = 0; i < 33; i++) {
                                draft.warehouses.add(1_000 + i);
                            }
                        }),
                        Fault.of(DUPLICATE_LINE).draft(draft -> draft.warehouses.add(2, draft.warehouses.get(0))))
                .state(
                        Fault.of(UNKNOWN_WAREHOUSE).pick(scene -> list(scene, NOBODY)),
                        Fault.of(WAREHOUSE_RETIRED)
                                .pick(scene -> list(scene, scene.newWarehouse()))
                                .finish(scene ->
                                        scene.accepted(new RetireWarehouse(scene.draft.warehouses.get(scene.at())))),
                        Fault.of(CHANNEL_RETIRED)
                                .pick(CataloguePrecedence::knownChannel)
                                .finish(scene -> scene.accepted(new RetireChannel(scene.draft.channel))),
                        Fault.of(QUOTA_IN_USE)
                                .pick(CataloguePrecedence::knownChannel)
                                .arrange(scene -> scene.accepted(
                                        new SetChannelQuota(scene.tea, scene.draft.channel, QuotaMode.UNITS, 5))),
                        limitReached(CHANNELS_FULL, Limit.CHANNELS, EngineReads.Counts::channels))
                .perLine(UNKNOWN_WAREHOUSE, WAREHOUSE_RETIRED)
                .never(NEVER_DEFINED, CODE_INVALID, CHANNEL_RETIRED, QUOTA_IN_USE)
                .never(NEW, CHANNELS_FULL, CHANNEL_RETIRED, QUOTA_IN_USE);
    }

    /** Names another warehouse wherever the entry's stands. */
    private static void list(final Scene scene, final int warehouse) {
        Collections.replaceAll(scene.draft.warehouses, scene.draft.warehouses.get(scene.at()), warehouse);
    }

    /** A channel with another list of warehouses than the draft's. */
    private static void knownChannel(final Scene scene) {
        scene.draft.code = KNOWN;
        scene.draft.channel = scene.number(new DefineChannel(KNOWN, false, List.of(scene.annex)));
    }

    private static Precedence retireChannel() {
        return oneOfEach(
                        Precedence.of("RetireChannel", draft -> new RetireChannel(draft.channel))
                                .prepare(scene -> scene.draft.channel = scene.newChannel()),
                        UNKNOWN_CHANNEL)
                .state(
                        unknownChannel(),
                        Fault.of(CHANNEL_RETIRED)
                                .finish(scene -> scene.accepted(new RetireChannel(scene.draft.channel))),
                        Fault.of(CHANNEL_IN_USE)
                                .arrange(CataloguePrecedence::failedOrder)
                                .finish(scene -> scene.pay(scene.draft.orderId)))
                .never("an unknown channel has no orders", UNKNOWN_CHANNEL, CHANNEL_IN_USE);
    }

    /** An order that does not hinder its channel's retirement, and can be paid late all the same. */
    private static void failedOrder(final Scene scene) {
        final Command order = Orders.place(scene.draft.channel, "failed", "test", Command.Urgency.NORMAL)
                .line(scene.rice, 1, Store.PRICE)
                .build();
        scene.draft.orderId = scene.accepted(order).entityId();
        scene.accepted(new FailPayment(scene.draft.orderId));
    }

    private static Precedence defineCampaign() {
        return Precedence.of("DefineCampaign", draft -> new DefineCampaign(draft.code, draft.start, draft.end))
                .prepare(scene -> {
                    scene.draft.start = LONG_AGO;
                    scene.draft.end = scene.time() + Store.HALF_HOUR;
                })
                .alone(
                        codeInvalid(),
                        Fault.of(VALUE_OUT_OF_RANGE).draft(draft -> draft.start = -1),
                        Fault.of(WINDOW_INVALID).draft(draft -> draft.end = draft.start))
                .state(
                        Fault.of(CAMPAIGN_ENDED)
                                .pick(CataloguePrecedence::knownCampaign)
                                .finish(scene -> scene.pass(Scene.CAMPAIGN_MILLIS)),
                        Fault.of(CAMPAIGN_STARTED).pick(CataloguePrecedence::knownCampaign),
                        limitReached(CAMPAIGNS_FULL, Limit.CAMPAIGNS, EngineReads.Counts::campaigns)
                                .arrange(Scene::newCampaign))
                .variant(
                        Fault.of(CAMPAIGN_ENDED).pick(scene -> scene.draft.end = scene.time() - 1),
                        CODE_INVALID,
                        CAMPAIGNS_FULL)
                .never(NEVER_DEFINED, CODE_INVALID, CAMPAIGN_STARTED)
                .never(NEW, CAMPAIGNS_FULL, CAMPAIGN_STARTED);
    }

    /** A campaign that has started, with another start than the draft's. */
    private static void knownCampaign(final Scene scene) {
        scene.draft.code = KNOWN;
        scene.accepted(new DefineCampaign(KNOWN, scene.time(), scene.time() + Scene.CAMPAIGN_MILLIS));
    }

    private static Precedence setLimits() {
        return Precedence.of("SetLimits", draft -> new SetLimits(draft.limits))
                .behindTheId(IdFaults.BEHIND_SET_LIMITS)
                .prepare(scene -> scene.draft.limits.addAll(
                        List.of(new LimitValue(Limit.WORK_PER_TICK, 10), new LimitValue(Limit.LINES_PER_ORDER, 10))))
                .alone(
                        Fault.of(NO_LINES).draft(draft -> draft.limits.clear()),
                        Fault.of(TOO_MANY_ENTRIES).draft(draft -> {
                            for (int i = 0; i < 33; i++) {
                                draft.limits.add(new LimitValue(Limit.WORK_PER_TICK, 10));
                            }
                        }),
                        Fault.of(VALUE_OUT_OF_RANGE)
                                .pick(scene -> scene.draft.limits.set(
                                        scene.at(),
                                        new LimitValue(
                                                scene.draft
                                                        .limits
                                                        .get(scene.at())
                                                        .limit(),
                                                0))),
                        Fault.of(DUPLICATE_LINE)
                                .pick(scene -> scene.draft.limits.add(
                                        scene.at(),
                                        new LimitValue(
                                                scene.draft
                                                        .limits
                                                        .get(scene.at())
                                                        .limit(),
                                                10))))
                .state(Fault.of(LIMIT_BELOW_USE).draft(draft -> draft.limits.add(new LimitValue(Limit.SKUS, 1))))
                .perLine(VALUE_OUT_OF_RANGE, DUPLICATE_LINE)
                .never(
                        "without entries none is wrong",
                        NO_LINES,
                        TOO_MANY_ENTRIES,
                        VALUE_OUT_OF_RANGE,
                        DUPLICATE_LINE,
                        LIMIT_BELOW_USE);
    }
}
