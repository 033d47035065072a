package dev.tidegate.engine;

import dev.tidegate.engine.EngineReads.CampaignAllotment;
import dev.tidegate.engine.EngineReads.CampaignView;
import dev.tidegate.engine.EngineReads.ChannelSafety;
import dev.tidegate.engine.EngineReads.ChannelView;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.FastList;
import org.jspecify.annotations.Nullable;

/** Reads what channels and campaigns are made of. */
final class CatalogueRead {
    private CatalogueRead() {}

    static @Nullable ChannelView channel(final State state, final int channel) {
        if (!state.channels.exists(channel)) {
            return null;
        }
        final FastList<Integer> warehouses = FastList.newList();
        for (final int warehouse : state.channels.warehouses(channel)) {
            warehouses.add(warehouse);
        }
        final FastList<ChannelSafety> safety = FastList.newList();
        for (int sku = 1; sku <= state.skus.slab().used(); sku++) {
            final long units = state.offers.safetyStock(state.offers.find(sku, channel));
            if (units > 0) {
                safety.add(new ChannelSafety(sku, units));
            }
        }
        return new ChannelView(List.copyOf(warehouses), state.channels.ownTiming(channel), List.copyOf(safety));
    }

    static @Nullable CampaignView campaign(final State state, final int campaign) {
        if (!state.campaigns.exists(campaign)) {
            return null;
        }
        final FastList<CampaignAllotment> allotments = FastList.newList();
        for (final int allotment : state.campaigns.allotmentsOf(campaign)) {
            final int stock = state.campaigns.allotmentStock(allotment);
            allotments.add(new CampaignAllotment(
                    state.stocks.sku(stock), state.stocks.warehouse(stock), state.campaigns.left(allotment)));
        }
        return new CampaignView(
                state.campaigns.start(campaign), state.campaigns.end(campaign), List.copyOf(allotments));
    }
}
