package dev.tidegate.message;

import dev.tidegate.Orders;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.Command.Urgency;
import java.util.List;

/** Commands that are accepted one after the other by a new engine, so that what comes of them finds something to change. */
final class MutationSeeds {
    private static final long FOR_EVER = 4_000_000_000_000L;

    private MutationSeeds() {}

    static List<Command> commands() {
        return List.of(
                new DefineSku("tea", 1),
                new DefineSku("rice", 2),
                new DefineWarehouse("house"),
                new DefineWarehouse("annex"),
                new DefineChannel("shop", true, List.of(1, 2)),
                new ReceiveStock(1, 1, 100_000, 1, 0, 0, 0),
                new ReceiveStock(2, 2, 100_000, 1, 0, 0, 0),
                new DefineCampaign("sale", 1, FOR_EVER),
                new SetCampaignItem(1, 1, 5, 10_000),
                new SetAllotment(1, 1, 1, 1_000),
                new SetChannelQuota(2, 1, QuotaMode.SHARE, 9_000),
                new SetPurchaseLimit(2, 100, 60_000));
    }

    /** Orders under that number, for a buyer who may buy some of it. */
    static List<Command> orders(final String number) {
        return List.of(
                order(number).line(1, 3, 100).build(),
                order(number).line(1, 4, 100).line(2, 5, 200).partial().build(),
                order(number)
                        .campaignLine(1, 1, 2, 50)
                        .line(2, 1, 1)
                        .holdMillis(50)
                        .build());
    }

    /** What can be done with the n-th order record; ids of records that were used again are not met. */
    static List<Command> about(final int n) {
        final long id = 1L << 32 | n;
        return List.of(
                new StartPayment(id),
                new ConfirmPayment(id, 100),
                new ConfirmPayment(id, 300),
                new FailPayment(id),
                new ShipOrder(id, List.of(new LineQuantity(1, 2))),
                new ShipOrder(id, List.of()),
                new ReturnLines(id, 1, List.of(new ReturnedLine(1, 1, Grade.SELLABLE))),
                new CancelOrder(id, 1, List.of(new LineQuantity(1, 1), new LineQuantity(2, Command.ALL))),
                Orders.cancel(id, 1),
                new AdjustStock(1, 1, AdjustMode.BY, -10, 1, 0));
    }

    private static Orders.Place order(final String number) {
        return Orders.place(1, number, "test", Urgency.NORMAL).buyer(0, 7);
    }
}
