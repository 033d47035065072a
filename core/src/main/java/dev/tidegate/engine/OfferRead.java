package dev.tidegate.engine;

import dev.tidegate.message.OutcomeCode;

/** What a channel may still take of a SKU, asked of the same check that decides orders. */
final class OfferRead {
    private final State state;
    private final Reservation reservation;
    private final Basket basket = new Basket();

    OfferRead(final State state, final Reservation reservation) {
        this.state = state;
        this.reservation = reservation;
    }

    EngineReads.OfferView read(final int sku, final int channel) {
        if (!state.channels.exists(channel)) {
            return none(OutcomeCode.UNKNOWN_CHANNEL);
        }
        if (state.channels.retired(channel)) {
            return none(OutcomeCode.CHANNEL_RETIRED);
        }
        if (!state.skus.exists(sku)) {
            return none(OutcomeCode.UNKNOWN_SKU);
        }
        if (state.skus.retired(sku)) {
            return none(OutcomeCode.SKU_RETIRED);
        }
        if (state.channels.warehouses(channel).length == 0) {
            return none(OutcomeCode.WAREHOUSE_NOT_IN_CHANNEL);
        }
        return ask(sku, channel);
    }

    private static EngineReads.OfferView none(final OutcomeCode why) {
        return new EngineReads.OfferView(0, why);
    }

    /** Asks for more than there can be: what is granted is what there is, and why not more is the code. */
    private EngineReads.OfferView ask(final int sku, final int channel) {
        basket.clear();
        basket.channel = channel;
        final BasketLine line = basket.add();
        line.number = 1;
        line.sku = sku;
        line.campaign = 0;
        line.item = 0;
        line.namedWarehouse = 0;
        line.asked = Handler.MOST_UNITS + 1;
        reservation.check(basket, Reservation.Kind.AT_PAYMENT, true);
        final long units = line.granted;
        line.asked = units + 1;
        reservation.check(basket, Reservation.Kind.AT_PAYMENT, false);
        return new EngineReads.OfferView(units, basket.failure());
    }
}
