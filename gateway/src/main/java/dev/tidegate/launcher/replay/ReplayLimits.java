package dev.tidegate.launcher.replay;

import dev.tidegate.launcher.replay.ReplayStep.OpeningStock;
import dev.tidegate.launcher.replay.ReplayStep.PlaceOrder;
import dev.tidegate.launcher.replay.ReplayStep.ReturnInvoice;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.SetLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The engine's limits, sized to the file: every id and refusal is remembered and every order may be returned until its
 * last record. A file that no setting can hold is found here.
 */
final class ReplayLimits {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final long MOST_MILLIS = 3_650 * DAY_MILLIS;
    private static final long MOST_UNITS_OF_A_SKU = 1_000_000_000_000L;
    private static final int MOST_SKU_BYTES = 64;
    private static final int MOST_IDS = 50_000_000;
    private static final int MOST_LINES = 100_000_000;
    private static final int MOST_SKUS = 10_000_000;

    private final ReplayScript script;
    private long orders;
    private long lines;
    private long commands;
    private long stocks;

    private ReplayLimits(final ReplayScript script) throws OrdersFileException {
        this.script = script;
        commands = script.setupHeaders().size();
        for (final ReplayStep step : script.plan().steps()) {
            count(step);
        }
    }

    /**
     * The command that sets them.
     *
     * @throws OrdersFileException if the file has more of something than the engine can be set to hold
     */
    static SetLimits of(final ReplayScript script) throws OrdersFileException {
        for (final String sku : script.skuRecords().keySet()) {
            // Five digits and ASCII letters, so a character is a byte.
            require("the characters of stock code " + sku, sku.length(), MOST_SKU_BYTES);
        }
        return new ReplayLimits(script).command();
    }

    private void count(final ReplayStep step) throws OrdersFileException {
        if (step instanceof OpeningStock opening) {
            require("the opening stock of " + opening.sku(), opening.quantity(), MOST_UNITS_OF_A_SKU);
            commands += ReplayScript.receipts(opening).size();
            stocks++;
        } else if (step instanceof PlaceOrder order) {
            commands += 3;
            orders++;
            lines += order.lines().size();
        } else if (step instanceof ReturnInvoice returned) {
            commands += returned.lines().size();
        }
    }

    private SetLimits command() throws OrdersFileException {
        final long spanMillis = script.endMillis() - script.startMillis();
        require(
                "the days between the first record and the last",
                spanMillis / DAY_MILLIS + 1,
                MOST_MILLIS / DAY_MILLIS);
        final long coverMillis = Math.min(spanMillis + DAY_MILLIS, MOST_MILLIS);
        final List<LimitValue> limits = new ArrayList<>();
        limits.add(new LimitValue(Limit.LINES_PER_ORDER, ReplayScript.MOST_ORDER_LINES));
        limits.add(new LimitValue(Limit.ID_HORIZON_MILLIS, coverMillis));
        limits.add(limit(Limit.IDS_REMEMBERED, commands, MOST_IDS));
        limits.add(limit(Limit.REFUSALS_REMEMBERED, orders, MOST_IDS));
        limits.add(new LimitValue(Limit.REFUSAL_MILLIS, coverMillis));
        limits.add(limit(Limit.ORDERS, orders, MOST_IDS));
        limits.add(limit(Limit.ORDER_LINES, lines, MOST_LINES));
        limits.add(new LimitValue(Limit.CLOSED_RETENTION_MILLIS, coverMillis));
        limits.add(new LimitValue(Limit.RETURN_WINDOW_MILLIS, coverMillis));
        limits.add(limit(Limit.SKUS, script.skuRecords().size(), MOST_SKUS));
        limits.add(limit(Limit.STOCKS, stocks, MOST_SKUS));
        return new SetLimits(limits);
    }

    private static LimitValue limit(final Limit limit, final long needed, final long most) throws OrdersFileException {
        require(limit.name().toLowerCase(Locale.ROOT), needed, most);
        return new LimitValue(limit, Math.max(needed, 1));
    }

    private static void require(final String name, final long found, final long most) throws OrdersFileException {
        if (found > most) {
            throw new OrdersFileException(
                    "too large to be replayed: " + name + " would be " + found + ", at most " + most + " is possible");
        }
    }
}
