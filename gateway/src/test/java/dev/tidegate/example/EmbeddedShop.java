package dev.tidegate.example;

import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.Outcome;
import java.nio.file.Path;
import java.util.List;

/** The sample of the README, compiled and run by {@link ReadmeTest}. */
final class EmbeddedShop {
    private EmbeddedShop() {}

    static StockView run(final Path folder) {
        // README: begin
        try (Tidegate tidegate = Tidegate.open(folder, TidegateOptions.defaults())) {
            final int house = tidegate.define(new Command.DefineWarehouse("HANGZHOU"));
            final int shop = tidegate.define(new Command.DefineChannel("tmall", false, List.of(house)));
            final int dress = tidegate.define(new Command.DefineSku("DRESS-RED-M", 0));
            tidegate.call(new Command.ReceiveStock(dress, house, 1_000, 1, 0, 0, 0));

            final Outcome placed = tidegate.call(Orders.place(shop, "TB-20261111-0001", "tmall", Urgency.NORMAL)
                    .line(dress, 2, 59_800)
                    .build());
            if (placed.accepted()) {
                tidegate.call(new Command.ConfirmPayment(placed.entityId(), 59_800));
                tidegate.call(Orders.ship(placed.entityId()));
            } else {
                System.out.println(placed.code() + ": line " + placed.line() + ", asked " + placed.asked()
                        + ", there are " + placed.available());
            }
            return tidegate.stock(dress);
        }
        // README: end
    }
}
