package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.SetCampaignItemDecoder;

/** Puts a SKU into a campaign, or changes its terms. */
final class SetCampaignItem extends Handler {
    private final SetCampaignItemDecoder decoder = new SetCampaignItemDecoder();

    SetCampaignItem(final State state) {
        super(state);
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, SetCampaignItemDecoder.BLOCK_LENGTH, VERSION);
        return inRange(outcome, decoder.limitPerBuyer(), 0, MOST_QUANTITY)
                && inRange(outcome, decoder.capUnits(), -1, MOST_UNITS);
    }

    @Override
    void apply(final Outcome outcome) {
        final int campaign = decoder.campaign();
        if (campaignUsable(outcome, campaign) && skuUsable(outcome, decoder.sku(), 0)) {
            state.campaigns.setItem(campaign, decoder.sku(), decoder.limitPerBuyer(), decoder.capUnits());
            state.events.settingChanged(
                    SetCampaignItemDecoder.TEMPLATE_ID, decoder.sku(), 0, campaign, decoder.capUnits());
        }
    }
}
