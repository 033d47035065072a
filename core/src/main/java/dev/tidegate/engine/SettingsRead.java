package dev.tidegate.engine;

import dev.tidegate.engine.EngineReads.AllotmentView;
import dev.tidegate.engine.EngineReads.CampaignItem;
import dev.tidegate.engine.EngineReads.CampaignSettings;
import dev.tidegate.engine.EngineReads.ChannelSettings;
import dev.tidegate.engine.EngineReads.HoldPolicyView;
import dev.tidegate.engine.EngineReads.ItemPage;
import dev.tidegate.engine.EngineReads.SkuOfChannel;
import dev.tidegate.engine.EngineReads.SkuSettings;
import dev.tidegate.engine.EngineReads.WarehouseSettings;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.FastList;
import org.jspecify.annotations.Nullable;

/** Reads back what commands have set: the catalogue, its policies and the limits. */
final class SettingsRead {
    private final State state;

    SettingsRead(final State state) {
        this.state = state;
    }

    List<Long> limits() {
        final FastList<Long> values = FastList.newList(Limits.COUNT);
        for (int limit = 1; limit <= Limits.COUNT; limit++) {
            values.add(state.limits.get(limit));
        }
        return List.copyOf(values);
    }

    HoldPolicyView defaultPolicy() {
        return view(state.policies.standard());
    }

    private @Nullable HoldPolicyView policy(final int policy) {
        return policy == 0 ? null : view(policy);
    }

    private HoldPolicyView view(final int policy) {
        return new HoldPolicyView(
                state.policies.initialMillis(policy),
                state.policies.extendedMillis(policy),
                state.policies.maximumMillis(policy),
                state.policies.anchorPayment(policy),
                state.policies.keepOnFailure(policy));
    }

    @Nullable
    SkuSettings sku(final int sku) {
        return !state.skus.exists(sku)
                ? null
                : new SkuSettings(
                        sku,
                        state.skus.codes().code(sku),
                        state.skus.supplyClass(sku),
                        state.skus.retired(sku),
                        state.skus.frozen(sku),
                        state.skus.safetyStock(sku),
                        state.skus.limitPerBuyer(sku),
                        state.skus.periodMillis(sku),
                        policy(state.skus.policy(sku)));
    }

    /** Pairs that only hold units, with nothing set, are left out. */
    List<SkuOfChannel> ofChannels(final int sku) {
        final FastList<SkuOfChannel> found = FastList.newList();
        for (int offer = state.skus.exists(sku) ? state.offers.firstOf(sku) : 0;
                offer != 0;
                offer = state.offers.nextOf(offer)) {
            final boolean quota = state.offers.hasQuota(offer);
            if (quota || state.offers.safetyStock(offer) != 0) {
                found.add(new SkuOfChannel(
                        state.offers.channelOf(offer),
                        state.offers.safetyStock(offer),
                        state.offers.quotaMode(offer),
                        state.offers.quotaValue(offer),
                        quota ? state.offers.quotaLeft(offer) : 0));
            }
        }
        return List.copyOf(found.sortThisByInt(SkuOfChannel::channel));
    }

    @Nullable
    WarehouseSettings warehouse(final int warehouse) {
        return !state.warehouses.exists(warehouse)
                ? null
                : new WarehouseSettings(
                        warehouse, state.warehouses.codes().code(warehouse), state.warehouses.retired(warehouse));
    }

    @Nullable
    ChannelSettings channel(final int channel) {
        if (!state.channels.exists(channel)) {
            return null;
        }
        final FastList<Integer> warehouses = FastList.newList();
        for (final int warehouse : state.channels.warehouses(channel)) {
            warehouses.add(warehouse);
        }
        return new ChannelSettings(
                channel,
                state.channels.codes().code(channel),
                state.channels.retired(channel),
                state.channels.shipUnpaid(channel),
                List.copyOf(warehouses),
                state.channels.ownTiming(channel),
                policy(state.channels.policy(channel)));
    }

    @Nullable
    CampaignSettings campaign(final int campaign) {
        return !state.campaigns.exists(campaign)
                ? null
                : new CampaignSettings(
                        campaign,
                        state.campaigns.codes().code(campaign),
                        state.campaigns.start(campaign),
                        state.campaigns.end(campaign),
                        state.now >= state.campaigns.end(campaign),
                        policy(state.campaigns.policy(campaign)));
    }

    @Nullable
    CampaignItem item(final int campaign, final int sku) {
        final int item = state.campaigns.item(campaign, sku);
        return item == 0 ? null : item(item);
    }

    private CampaignItem item(final int item) {
        final boolean cap = state.campaigns.hasCap(item);
        return new CampaignItem(
                state.campaigns.itemSku(item),
                state.campaigns.limitPerBuyer(item),
                state.campaigns.capUnits(item),
                cap ? state.campaigns.capLeft(item) : 0,
                state.campaigns.hasAllotments(item) ? allotments(item) : List.of());
    }

    /** By the SKU's warehouses, of which there are few; the table of allotments may be long. */
    private List<AllotmentView> allotments(final int item) {
        final FastList<AllotmentView> found = FastList.newList();
        for (int stock = state.stocks.firstOf(state.campaigns.itemSku(item));
                stock != 0;
                stock = state.stocks.nextOf(stock)) {
            final int allotment = state.campaigns.allotment(state.campaigns.itemCampaign(item), stock);
            if (allotment != 0) {
                found.add(new AllotmentView(state.stocks.warehouse(stock), state.campaigns.left(allotment)));
            }
        }
        return List.copyOf(found.sortThisByInt(AllotmentView::warehouse));
    }

    ItemPage items(final int campaign, final int from, final int records, final int most) {
        final FastList<CampaignItem> found = FastList.newList();
        final int used = state.campaigns.items().used();
        final long end = Math.min(used, (long) from + records - 1);
        int item = from;
        for (; item <= end && found.size() < most; item++) {
            if (state.campaigns.itemCampaign(item) == campaign) {
                found.add(item(item));
            }
        }
        return new ItemPage(List.copyOf(found), item > used ? 0 : item);
    }
}
