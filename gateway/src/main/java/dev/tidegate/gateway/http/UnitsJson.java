package dev.tidegate.gateway.http;

import dev.tidegate.view.StockView;

/** Writes what the view shows of a SKU as one object. */
final class UnitsJson implements StockView.Reader {
    private final Json json;

    UnitsJson(final Json json) {
        this.json = json;
    }

    @Override
    public void sku(
            final int sku,
            final long units,
            final long allotted,
            final boolean frozen,
            final boolean soldOut,
            final long sequence) {
        json.begin()
                .field("sku", sku)
                .field("units", units)
                .field("allotted", allotted)
                .field("frozen", frozen)
                .field("soldOut", soldOut)
                .field("sequence", sequence)
                .end();
    }
}
