package dev.tidegate.message;

import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.Alias;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.ExtendHolds;
import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.RetireChannel;
import dev.tidegate.message.Command.RetireSku;
import dev.tidegate.message.Command.RetireWarehouse;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnToStock;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetFreeze;
import dev.tidegate.message.Command.SetHoldPolicy;
import dev.tidegate.message.Command.SetHoldTiming;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Command.SetSafetyStock;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.Command.Urgency;
import java.util.Arrays;
import java.util.List;

/** A valid command of every kind. */
final class Samples {
    static final long NOON = 1_700_000_000_000L;
    static final CommandHeader HEADER =
            new CommandHeader(NOON << 16 | 0x7000 | 0xABC, 1L << 63 | 42, -9, CommandHeader.ActorType.DEVICE, 77, 88);

    private static final CommandEncoder ENCODER = new CommandEncoder();
    private static final long ORDER = 1;

    private Samples() {}

    static List<Command> commands() {
        return List.of(
                new DefineSku("茶 tea", 3),
                new DefineWarehouse("Lager Süd"),
                new DefineWarehouse(""),
                new DefineChannel("shop", true, List.of(1, 65_534)),
                new DefineCampaign("sale", NOON - 5, NOON + 1_000_000),
                new SetCampaignItem(1, 2, 300, -1),
                new ReceiveStock(1, 2, 1_000_000_000, 3, 4, 5, 6),
                new SetAllotment(1, 2, 3, 4),
                new SetHoldPolicy(HoldScope.CAMPAIGN, 1, 2, 3, 4, HoldAnchor.PAYMENT, OnPaymentFailure.KEEP),
                new SetSafetyStock(1, 2, 3),
                new SetChannelQuota(1, 2, QuotaMode.SHARE, 6_000),
                new SetPurchaseLimit(1, 2, 3),
                new SetFreeze(3, true, 2),
                new SetHoldTiming(1, HoldTiming.AT_PAYMENT),
                new SetLimits(Arrays.stream(Limit.values())
                        .map(limit -> new LimitValue(limit, 1_000L + limit.ordinal()))
                        .toList()),
                new AdjustStock(1, 2, AdjustMode.TO, -7, 3, 4),
                new ReturnToStock(1, 2, ReturnFrom.QUARANTINE, Grade.SCRAP, 3, 4, 5),
                placeOrder(),
                new StartPayment(ORDER),
                new ConfirmPayment(ORDER, -123),
                new FailPayment(Long.MIN_VALUE),
                new CancelOrder(ORDER, 65_000, List.of(new LineQuantity(1, 2), new LineQuantity(65_000, Command.ALL))),
                new ShipOrder(ORDER, List.of(new LineQuantity(3, Command.ALL))),
                new ReturnLines(
                        ORDER,
                        9,
                        List.of(new ReturnedLine(1, 2, Grade.QUARANTINE), new ReturnedLine(2, 3, Grade.SELLABLE))),
                new ReadmitOrder(ORDER, 7, new byte[] {1, -2, 3}),
                new ExtendHolds(300_000),
                new RetireSku(-1),
                new RetireWarehouse(65_000),
                new RetireChannel(1));
    }

    private static PlaceOrder placeOrder() {
        return new PlaceOrder(
                1,
                "№ 4711",
                "APP-12",
                Urgency.URGENT,
                Placing.PARTIAL,
                "EUR",
                333,
                -1,
                Long.MAX_VALUE,
                60_000,
                List.of(new OrderLine(1, 2, 3, 4, 111, 5, 6), new OrderLine(-7, 8, 9, -10, 222, 11, 12)),
                List.of(new Alias(1, "first"), new Alias(65_000, "a value of thirty-two characters")),
                new byte[] {1, 2, 3, -4},
                NOON - 1,
                true);
    }

    /** The message of a command, alone in its buffer. */
    static byte[] message(final Command command) {
        final HeapBuffer buffer = HeapBuffer.ofSize(CommandEncoder.sizeOf(command));
        final int length = ENCODER.encode(HEADER, command, buffer, 0);
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    static byte[] tick() {
        final HeapBuffer buffer = HeapBuffer.ofSize(64);
        return Arrays.copyOf(buffer.byteArray(), CommandEncoder.encodeTick(buffer, 0));
    }
}
