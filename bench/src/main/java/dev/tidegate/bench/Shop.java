package dev.tidegate.bench;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What a workload needs to be there before it begins: limits, SKUs, a warehouse with stock, a channel, holds. */
final class Shop {
    private static final long YEAR_MILLIS = 365L * 24 * 3600 * 1000;
    private static final int PLENTY = 50_000_000;

    private final Plan plan;
    private final Executor executor;
    private final Dice dice = new Dice(11);
    private final long millis;

    /** Runs one command and answers its outcome. */
    @FunctionalInterface
    interface Executor {
        Outcome run(CommandHeader header, Command command);
    }

    private Shop(final Plan plan, final long millis, final Executor executor) {
        this.plan = plan;
        this.millis = millis;
        this.executor = executor;
    }

    static void open(final Plan plan, final long millis, final Executor executor) {
        new Shop(plan, millis, executor).open();
    }

    private void open() {
        run(new Command.SetLimits(limits()));
        run(new Command.DefineWarehouse("east"));
        run(new Command.DefineChannel("web", false, List.of(1)));
        final long hold = plan.holdMillis();
        run(new Command.SetHoldPolicy(
                Command.HoldScope.DEFAULT,
                0,
                hold,
                0,
                hold,
                Command.HoldAnchor.ORDER,
                Command.OnPaymentFailure.RELEASE));
        for (int sku = 1; sku <= plan.mix().skus(); sku++) {
            run(new Command.DefineSku("sku-" + sku, 0));
            if (plan.mix().limited()) {
                run(new Command.SetPurchaseLimit(sku, 1, YEAR_MILLIS));
            }
            for (long left = plan.mix().units(); left > 0; ) {
                final long units = Math.min(left, 1_000_000_000L);
                run(new Command.ReceiveStock(sku, 1, units, 1, 0, 0, 0));
                left -= units;
            }
        }
    }

    private List<LimitValue> limits() {
        final List<LimitValue> limits = new ArrayList<>();
        final int most = plan.tablesAtLimits() ? plan.room() : PLENTY;
        limits.add(new LimitValue(Limit.ID_HORIZON_MILLIS, Plan.ID_HORIZON_MILLIS));
        limits.add(new LimitValue(Limit.IDS_REMEMBERED, most));
        limits.add(new LimitValue(Limit.REFUSALS_REMEMBERED, plan.refusalsRemembered()));
        limits.add(new LimitValue(Limit.REFUSAL_MILLIS, YEAR_MILLIS));
        limits.add(new LimitValue(Limit.ORDERS, most));
        limits.add(new LimitValue(Limit.ORDER_LINES, most));
        limits.add(new LimitValue(Limit.PURCHASE_COUNTERS, most));
        limits.add(new LimitValue(Limit.CLOSED_RETENTION_MILLIS, 1));
        limits.add(new LimitValue(Limit.EXTERNALS_REMEMBERED, plan.openOrders()));
        return limits;
    }

    private void run(final Command command) {
        final long high = millis << 16 | 0x7000 | dice.next() & 0xFFF;
        final long low = dice.next() >>> 2 | 0x8000_0000_0000_0000L;
        final Outcome outcome = executor.run(CommandHeader.of(high, low), command);
        if (!outcome.accepted()) {
            throw new IllegalStateException(command + " was answered with " + outcome);
        }
    }
}
