package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.SetAllotmentDecoder;
import dev.tidegate.stock.Bucket;

/** Ring-fences units of one SKU and warehouse for a campaign. */
final class SetAllotment extends Handler {
    private final SetAllotmentDecoder decoder = new SetAllotmentDecoder();
    private final Expiry expiry;
    private final Settling settling;

    SetAllotment(final State state, final Expiry expiry, final Settling settling) {
        super(state);
        this.expiry = expiry;
        this.settling = settling;
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, SetAllotmentDecoder.BLOCK_LENGTH, VERSION);
        return inRange(outcome, decoder.quantity(), 0, MOST_QUANTITY);
    }

    @Override
    void apply(final Outcome outcome) {
        final int campaign = decoder.campaign();
        final int sku = decoder.sku();
        if (campaignUsable(outcome, campaign)
                && skuUsable(outcome, sku, 0)
                && warehouseUsable(outcome, decoder.warehouse(), 0)
                && (state.campaigns.item(campaign, sku) != 0 || refuse(outcome, OutcomeCode.SKU_NOT_IN_CAMPAIGN))) {
            setAllotment(outcome, campaign, sku, state.stocks.find(sku, decoder.warehouse()));
        }
    }

    private void setAllotment(final Outcome outcome, final int campaign, final int sku, final int found) {
        final int known = state.campaigns.allotment(campaign, found);
        final long room = state.limits.get(Limits.STOCKS);
        if (found == 0 && state.stocks.slab().live() >= room
                || known == 0 && state.campaigns.allotments().live() >= room) {
            refuse(outcome, OutcomeCode.STOCKS_FULL);
            return;
        }
        if (added(known) > sellable(found)) {
            settling.settle(sku);
        }
        // Settling may have brought units back to this very allotment.
        final long added = added(known);
        if (added > sellable(found)) {
            refuse(outcome, OutcomeCode.OUT_OF_STOCK, 0, added, sellable(found));
            return;
        }
        final int stock = state.stocks.findOrAdd(sku, decoder.warehouse());
        final int allotment = known == 0 ? state.campaigns.addAllotment(campaign, stock) : known;
        if (added > 0) {
            state.events.about(0, 0, campaign, 0);
            state.stocks.move(stock, Bucket.SELLABLE, Bucket.ALLOTTED, added);
            state.campaigns.changeLeft(allotment, added);
        } else {
            expiry.toSellable(allotment, -added);
        }
        state.events.settingChanged(SetAllotmentDecoder.TEMPLATE_ID, sku, 0, campaign, decoder.quantity());
    }

    /** Units to add to the allotment, below zero when some are to go. */
    private long added(final int known) {
        return decoder.quantity() - (known == 0 ? 0 : state.campaigns.left(known));
    }

    private long sellable(final int stock) {
        return stock == 0 ? 0 : state.stocks.units(stock, Bucket.SELLABLE);
    }
}
