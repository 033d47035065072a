package dev.tidegate.engine;

import static dev.tidegate.engine.CommonFaults.*;
import static dev.tidegate.message.OutcomeCode.*;

import dev.tidegate.message.Command.ExtendHolds;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetFreeze;
import dev.tidegate.message.Command.SetHoldPolicy;
import dev.tidegate.message.Command.SetHoldTiming;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Command.SetSafetyStock;
import dev.tidegate.message.sbe.SetChannelQuotaDecoder;
import dev.tidegate.message.sbe.SetFreezeDecoder;
import dev.tidegate.message.sbe.SetHoldTimingDecoder;
import java.util.List;

/** The reasons to refuse what sets terms. */
final class PolicyPrecedence {
    private PolicyPrecedence() {}

    static List<Precedence> all() {
        return List.of(
                setCampaignItem(),
                setAllotment(),
                setHoldPolicy(),
                setSafetyStock(),
                setChannelQuota(),
                setPurchaseLimit(),
                setFreeze(),
                setHoldTiming(),
                extendHolds());
    }

    private static Precedence setCampaignItem() {
        return oneOfEach(
                        Precedence.of(
                                        "SetCampaignItem",
                                        draft -> new SetCampaignItem(
                                                draft.line().campaign, draft.line().sku, (int) draft.value, -1))
                                .prepare(scene -> scene.draft.line().campaign = scene.newCampaign()),
                        UNKNOWN_CAMPAIGN,
                        UNKNOWN_SKU)
                .alone(Fault.of(VALUE_OUT_OF_RANGE).draft(draft -> draft.value = -1))
                .state(unknownCampaign(), campaignEnded(), unknownSku(), skuRetired());
    }

    private static Precedence setAllotment() {
        return oneOfEach(
                        Precedence.of(
                                        "SetAllotment",
                                        draft -> new SetAllotment(
                                                draft.line().campaign,
                                                draft.line().sku,
                                                draft.line().warehouse,
                                                draft.line().quantity))
                                .prepare(scene -> {
                                    scene.draft.line().campaign = scene.newCampaign();
                                    scene.draft.line().inCampaign = true;
                                })
                                .arrange(Scene::defineCampaigns),
                        UNKNOWN_CAMPAIGN,
                        UNKNOWN_SKU,
                        UNKNOWN_WAREHOUSE)
                .alone(quantityOutOfRange())
                .state(
                        unknownCampaign(),
                        campaignEnded(),
                        unknownSku(),
                        skuRetired(),
                        unknownWarehouse(),
                        warehouseRetired(),
                        skuNotInCampaign(),
                        stocksFull(),
                        outOfStock());
    }

    private static Precedence setHoldPolicy() {
        final Precedence made = Precedence.of("SetHoldPolicy", PolicyPrecedence::holdPolicy)
                .alone(Fault.of(VALUE_OUT_OF_RANGE).draft(draft -> draft.value = -Store.MINUTE))
                .state(
                        unknownChannel().draft(draft -> draft.scope = HoldScope.CHANNEL),
                        channelRetired().draft(draft -> draft.scope = HoldScope.CHANNEL),
                        unknownSku().draft(draft -> draft.scope = HoldScope.SKU),
                        skuRetired().draft(draft -> draft.scope = HoldScope.SKU),
                        unknownCampaign().draft(draft -> draft.scope = HoldScope.CAMPAIGN),
                        campaignEnded().draft(draft -> draft.scope = HoldScope.CAMPAIGN));
        final String reason = "a policy has one target";
        return made.never(
                        reason,
                        UNKNOWN_CHANNEL,
                        CHANNEL_RETIRED,
                        UNKNOWN_SKU,
                        SKU_RETIRED,
                        UNKNOWN_CAMPAIGN,
                        CAMPAIGN_ENDED)
                .never(reason, CHANNEL_RETIRED, UNKNOWN_SKU, SKU_RETIRED, UNKNOWN_CAMPAIGN, CAMPAIGN_ENDED)
                .never(reason, UNKNOWN_SKU, SKU_RETIRED, UNKNOWN_CAMPAIGN, CAMPAIGN_ENDED)
                .never(reason, SKU_RETIRED, UNKNOWN_CAMPAIGN, CAMPAIGN_ENDED)
                .never(reason, UNKNOWN_CAMPAIGN, CAMPAIGN_ENDED);
    }

    private static SetHoldPolicy holdPolicy(final Draft draft) {
        final int target = switch (draft.scope) {
            case DEFAULT -> 0;
            case CHANNEL -> draft.channel;
            case SKU -> draft.line().sku;
            case CAMPAIGN -> draft.line().campaign;
        };
        return new SetHoldPolicy(
                draft.scope,
                target,
                Store.MINUTE,
                draft.value,
                Store.HALF_HOUR,
                HoldAnchor.ORDER,
                OnPaymentFailure.KEEP);
    }

    private static Precedence setSafetyStock() {
        return oneOfEach(
                        Precedence.of(
                                "SetSafetyStock",
                                draft -> new SetSafetyStock(draft.line().sku, draft.channel, draft.line().quantity)),
                        UNKNOWN_SKU,
                        UNKNOWN_CHANNEL)
                .alone(quantityOutOfRange())
                .state(unknownSku(), skuRetired(), unknownChannel(), channelRetired());
    }

    private static Precedence setChannelQuota() {
        return oneOfEach(
                        Precedence.of(
                                "SetChannelQuota",
                                draft -> new SetChannelQuota(
                                        draft.line().sku, draft.channel, QuotaMode.UNITS, draft.line().quantity)),
                        UNKNOWN_SKU,
                        UNKNOWN_CHANNEL)
                .alone(outOfRange(SetChannelQuotaDecoder.modeEncodingOffset()))
                .state(unknownSku(), skuRetired(), unknownChannel(), channelRetired());
    }

    private static Precedence setPurchaseLimit() {
        return oneOfEach(
                        Precedence.of(
                                "SetPurchaseLimit",
                                draft -> new SetPurchaseLimit(draft.line().sku, (int) draft.value, Store.MINUTE)),
                        UNKNOWN_SKU)
                .alone(Fault.of(VALUE_OUT_OF_RANGE).draft(draft -> draft.value = -1))
                .state(unknownSku(), skuRetired());
    }

    private static Precedence setFreeze() {
        return oneOfEach(
                        Precedence.of("SetFreeze", draft -> new SetFreeze(draft.line().sku, true, draft.reason)),
                        UNKNOWN_SKU)
                .alone(outOfRange(SetFreezeDecoder.frozenEncodingOffset()), reasonRequired())
                .state(unknownSku(), skuRetired());
    }

    private static Precedence setHoldTiming() {
        return oneOfEach(
                        Precedence.of(
                                "SetHoldTiming", draft -> new SetHoldTiming(draft.channel, HoldTiming.AT_PAYMENT)),
                        UNKNOWN_CHANNEL)
                .alone(outOfRange(SetHoldTimingDecoder.timingEncodingOffset()))
                .state(unknownChannel(), channelRetired());
    }

    private static Precedence extendHolds() {
        return Precedence.of("ExtendHolds", draft -> new ExtendHolds(1 + draft.value))
                .alone(Fault.of(VALUE_OUT_OF_RANGE).draft(draft -> draft.value = -1));
    }
}
