package dev.tidegate;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.view.UnitsLeft;
import java.util.concurrent.TimeUnit;

/** The sample of docs/embedding.md, compiled and run by {@link EmbeddingPageTest}. */
final class SoldOutShop {
    private SoldOutShop() {}

    // page: begin
    /** Places an order, or says at once that there is nothing left. */
    static OutcomeCode place(final Tidegate tidegate, final CommandHeader header, final Command.PlaceOrder order) {
        if (tidegate.soldOutNow(header, order)) {
            return OutcomeCode.SOLD_OUT_NOW;
        }
        final Outcome outcome = tidegate.submit(header, order).join();
        return outcome.code();
    }

    /** Waits, a second at most, until fewer units than that are left of the SKU; what is left then. */
    static UnitsLeft awaitFewer(final Tidegate tidegate, final int sku, final long units) {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        long seen = tidegate.stockView().sequence();
        while (tidegate.stockView().units(sku) >= units && System.nanoTime() < end) {
            seen = tidegate.stockView().awaitBehind(seen, end - System.nanoTime());
        }
        return tidegate.stockView().get(sku);
    }
    // page: end
}
