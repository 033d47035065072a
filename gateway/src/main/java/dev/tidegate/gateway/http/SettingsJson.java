package dev.tidegate.gateway.http;

import dev.tidegate.engine.EngineReads.AllotmentView;
import dev.tidegate.engine.EngineReads.CampaignItem;
import dev.tidegate.engine.EngineReads.CampaignSettings;
import dev.tidegate.engine.EngineReads.ChannelSettings;
import dev.tidegate.engine.EngineReads.HoldPolicyView;
import dev.tidegate.engine.EngineReads.SkuOfChannel;
import dev.tidegate.engine.EngineReads.SkuSettings;
import dev.tidegate.engine.EngineReads.WarehouseSettings;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.QuotaMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what commands have set, under the names under which they set it. */
final class SettingsJson {
    private SettingsJson() {}

    /** A SKU as lists have it. */
    static Json sku(final Json json, final SkuSettings sku) {
        fields(json.begin(), sku);
        return json.end();
    }

    /** The fields of a SKU, into an object that is open. */
    static void fields(final Json json, final SkuSettings sku) {
        json.field("sku", sku.sku())
                .field("code", sku.code())
                .field("supplyClass", sku.supplyClass())
                .field("retired", sku.retired())
                .field("frozen", sku.frozen())
                .field("safetyStock", sku.safetyStock())
                .field("limitPerBuyer", sku.limitPerBuyer())
                .field("periodMillis", sku.periodMillis());
        policy(json, "holdPolicy", sku.policy());
    }

    /** What is set of a SKU for single channels, into an object that is open. */
    static void ofChannels(final Json json, final List<SkuOfChannel> channels) {
        json.name("channels").beginList();
        for (final SkuOfChannel of : channels) {
            final QuotaMode mode = QuotaMode.values()[of.mode() - 1];
            json.begin()
                    .field("channel", of.channel())
                    .field("safetyStock", of.safetyStock())
                    .field("mode", mode.name())
                    .field("value", of.value());
            if (mode != QuotaMode.NONE) {
                json.field("quotaLeft", of.quotaLeft());
            }
            json.end();
        }
        json.endList();
    }

    static Json warehouse(final Json json, final WarehouseSettings warehouse) {
        return json.begin()
                .field("warehouse", warehouse.warehouse())
                .field("code", warehouse.code())
                .field("retired", warehouse.retired())
                .end();
    }

    static Json channel(final Json json, final ChannelSettings channel) {
        json.begin()
                .field("channel", channel.channel())
                .field("code", channel.code())
                .field("retired", channel.retired())
                .field("shipUnpaid", channel.shipUnpaid());
        json.name("warehouses").beginList();
        channel.warehouses().forEach(json::value);
        json.endList();
        if (channel.timing() != 0) {
            json.field("timing", timing(channel.timing()));
        }
        policy(json, "holdPolicy", channel.policy());
        return json.end();
    }

    static Json campaign(final Json json, final CampaignSettings campaign) {
        json.begin()
                .field("campaign", campaign.campaign())
                .field("code", campaign.code())
                .field("startMillis", campaign.startMillis())
                .field("endMillis", campaign.endMillis())
                .field("ended", campaign.ended());
        policy(json, "holdPolicy", campaign.policy());
        return json.end();
    }

    static Json item(final Json json, final CampaignItem item) {
        json.begin()
                .field("sku", item.sku())
                .field("limitPerBuyer", item.limitPerBuyer())
                .field("capUnits", item.capUnits());
        if (item.capUnits() >= 0) {
            json.field("capLeft", item.capLeft());
        }
        allotments(json, item.allotments());
        return json.end();
    }

    /** What is left ring-fenced at each warehouse, into an object that is open. */
    static void allotments(final Json json, final List<AllotmentView> allotments) {
        json.name("allotments").beginList();
        for (final AllotmentView allotment : allotments) {
            json.begin()
                    .field("warehouse", allotment.warehouse())
                    .field("left", allotment.left())
                    .end();
        }
        json.endList();
    }

    /** A hold policy, into an object that is open; nothing when there is none. */
    static void policy(final Json json, final String name, final @Nullable HoldPolicyView policy) {
        if (policy == null) {
            return;
        }
        json.name(name)
                .begin()
                .field("initialMillis", policy.initialMillis())
                .field("extendedMillis", policy.extendedMillis())
                .field("maximumMillis", policy.maximumMillis())
                .field("anchor", (policy.anchorPayment() ? HoldAnchor.PAYMENT : HoldAnchor.ORDER).name())
                .field(
                        "onPaymentFailure",
                        (policy.keepOnFailure() ? OnPaymentFailure.KEEP : OnPaymentFailure.RELEASE).name())
                .end();
    }

    static String timing(final int timing) {
        return HoldTiming.values()[timing - 1].name();
    }
}
