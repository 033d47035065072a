package dev.tidegate.engine;

import dev.tidegate.message.CommandKind;
import org.jspecify.annotations.Nullable;

/** Which handler takes which command. */
final class Handlers {
    private static final int MOST_TEMPLATES = 64;

    private Handlers() {}

    static @Nullable Handler[] of(
            final State state,
            final Reservation reservation,
            final Holding holding,
            final ShortLines shortLines,
            final Expiry expiry,
            final Settling settling,
            final Deadlines deadlines) {
        final @Nullable Handler[] handlers = new Handler[MOST_TEMPLATES];
        addCatalogue(handlers, state, expiry, settling);
        final Receipts receipts = new Receipts(state, shortLines);
        final Returns returns = new Returns(state, shortLines);
        add(handlers, CommandKind.RECEIVE_STOCK, new ReceiveStock(state, receipts));
        add(handlers, CommandKind.ADJUST_STOCK, new AdjustStock(state, receipts, settling, shortLines));
        add(handlers, CommandKind.RETURN_TO_STOCK, new ReturnToStock(state, returns));
        add(handlers, CommandKind.PLACE_ORDER, new PlaceOrder(state, reservation, holding, settling, deadlines));
        add(handlers, CommandKind.START_PAYMENT, new StartPayment(state, expiry));
        add(handlers, CommandKind.CONFIRM_PAYMENT, new ConfirmPayment(state, reservation, holding, expiry, settling));
        add(handlers, CommandKind.FAIL_PAYMENT, new FailPayment(state, expiry));
        add(handlers, CommandKind.CANCEL_ORDER, new CancelOrder(state, holding, expiry));
        add(handlers, CommandKind.SHIP_ORDER, new ShipOrder(state, holding, expiry));
        add(handlers, CommandKind.RETURN_LINES, new ReturnLines(state, expiry, returns));
        add(handlers, CommandKind.READMIT_ORDER, new ReadmitOrder(state, deadlines));
        add(handlers, CommandKind.EXTEND_HOLDS, new ExtendHolds(state, deadlines));
        return handlers;
    }

    private static void addCatalogue(
            final @Nullable Handler[] handlers, final State state, final Expiry expiry, final Settling settling) {
        add(handlers, CommandKind.DEFINE_SKU, new DefineSku(state));
        add(handlers, CommandKind.RETIRE_SKU, new RetireSku(state));
        add(handlers, CommandKind.DEFINE_WAREHOUSE, new DefineWarehouse(state));
        add(handlers, CommandKind.RETIRE_WAREHOUSE, new RetireWarehouse(state));
        add(handlers, CommandKind.DEFINE_CHANNEL, new DefineChannel(state));
        add(handlers, CommandKind.RETIRE_CHANNEL, new RetireChannel(state));
        add(handlers, CommandKind.DEFINE_CAMPAIGN, new DefineCampaign(state));
        add(handlers, CommandKind.SET_CAMPAIGN_ITEM, new SetCampaignItem(state));
        add(handlers, CommandKind.SET_ALLOTMENT, new SetAllotment(state, expiry, settling));
        add(handlers, CommandKind.SET_HOLD_POLICY, new SetHoldPolicy(state));
        add(handlers, CommandKind.SET_SAFETY_STOCK, new SetSafetyStock(state));
        add(handlers, CommandKind.SET_CHANNEL_QUOTA, new SetChannelQuota(state, settling));
        add(handlers, CommandKind.SET_PURCHASE_LIMIT, new SetPurchaseLimit(state));
        add(handlers, CommandKind.SET_FREEZE, new SetFreeze(state));
        add(handlers, CommandKind.SET_HOLD_TIMING, new SetHoldTiming(state));
        add(handlers, CommandKind.SET_LIMITS, new SetLimits(state));
    }

    private static void add(final @Nullable Handler[] handlers, final CommandKind kind, final Handler handler) {
        handlers[kind.templateId()] = handler;
    }
}
