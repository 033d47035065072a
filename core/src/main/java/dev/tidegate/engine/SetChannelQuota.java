package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.SetChannelQuotaDecoder;
import dev.tidegate.stock.Bucket;
import dev.tidegate.stock.Offers;

/** Sets the most a channel may hold and sell of a SKU, counted from now. */
final class SetChannelQuota extends Handler {
    private static final int BASIS_POINTS = 10_000;

    private final SetChannelQuotaDecoder decoder = new SetChannelQuotaDecoder();
    private final Settling settling;

    SetChannelQuota(final State state, final Settling settling) {
        super(state);
        this.settling = settling;
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, SetChannelQuotaDecoder.BLOCK_LENGTH, VERSION);
        final int mode = decoder.modeRaw();
        final long most = mode == Offers.QUOTA_NONE ? 0 : mode == Offers.QUOTA_UNITS ? MOST_UNITS : BASIS_POINTS;
        return inRange(outcome, mode, Offers.QUOTA_NONE, Offers.QUOTA_SHARE)
                && inRange(outcome, decoder.value(), 0, most);
    }

    @Override
    void apply(final Outcome outcome) {
        final int sku = decoder.sku();
        final int channel = decoder.channel();
        if (!skuUsable(outcome, sku, 0) || !channelUsable(outcome, channel)) {
            return;
        }
        settling.settle(sku);
        long base = 0;
        for (final int warehouse : state.channels.warehouses(channel)) {
            final int stock = state.stocks.find(sku, warehouse);
            base += stock == 0
                    ? 0
                    : state.stocks.units(stock, Bucket.SELLABLE) + state.stocks.units(stock, Bucket.HELD);
        }
        final int offer = state.offers.findOrAdd(sku, channel);
        state.offers.setQuota(offer, decoder.modeRaw(), decoder.value(), base, state.sequence);
        state.events.settingChanged(SetChannelQuotaDecoder.TEMPLATE_ID, sku, channel, 0, decoder.value());
    }
}
