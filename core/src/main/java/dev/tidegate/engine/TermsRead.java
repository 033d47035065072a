package dev.tidegate.engine;

import dev.tidegate.engine.EngineReads.AllotmentView;
import dev.tidegate.engine.EngineReads.TermsView;
import java.util.List;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.mutable.FastList;

/** The terms that the reservation check of one line would look at now; for whoever has to explain an answer. */
final class TermsRead {
    private final State state;

    TermsRead(final State state) {
        this.state = state;
    }

    TermsView read(final int channel, final int sku, final int campaign, final long buyerHigh, final long buyerLow) {
        final int offer = state.skus.exists(sku) ? state.offers.find(sku, channel) : 0;
        final int item =
                state.campaigns.exists(campaign) && state.skus.exists(sku) ? state.campaigns.item(campaign, sku) : 0;
        final boolean quota = state.offers.hasQuota(offer);
        final boolean cap = item != 0 && state.campaigns.hasCap(item);
        final int counter = state.counters.find(buyerHigh, buyerLow, sku, campaign);
        return new TermsView(
                state.skus.exists(sku) && state.skus.frozen(sku),
                state.skus.exists(sku) ? Math.max(state.skus.safetyStock(sku), state.offers.safetyStock(offer)) : 0,
                quota,
                quota ? state.offers.quotaLeft(offer) : 0,
                limit(sku, item),
                state.counters.counted(counter, state.now),
                cap,
                cap ? state.campaigns.capLeft(item) : 0,
                state.campaigns.exists(campaign) ? state.campaigns.start(campaign) : 0,
                state.campaigns.exists(campaign) ? state.campaigns.end(campaign) : 0,
                item != 0 && state.campaigns.hasAllotments(item) ? allotments(campaign, sku) : List.of());
    }

    private long limit(final int sku, final int item) {
        if (item != 0) {
            return state.campaigns.limitPerBuyer(item);
        }
        return state.skus.exists(sku) ? state.skus.limitPerBuyer(sku) : 0;
    }

    private List<AllotmentView> allotments(final int campaign, final int sku) {
        final MutableList<AllotmentView> found = FastList.newList();
        for (final int allotment : state.campaigns.allotmentsOf(campaign)) {
            final int stock = state.campaigns.allotmentStock(allotment);
            if (state.stocks.sku(stock) == sku) {
                found.add(new AllotmentView(state.stocks.warehouse(stock), state.campaigns.left(allotment)));
            }
        }
        return List.copyOf(found);
    }
}
