package dev.tidegate.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.ExtendHolds;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnToStock;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetFreeze;
import dev.tidegate.message.Command.SetHoldPolicy;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Command.SetSafetyStock;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.OutcomeCode;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The checks of the command alone: 3xx, docs/rules.md sections 3 to 6. */
final class CommandChecks {
    private static final long BILLION = 1_000_000_000L;
    private static final long TRILLION = 1_000_000_000_000L;
    static final long FOUR_HUNDRED_DAYS = 34_560_000_000L;
    private static final long DAY = 86_400_000L;
    private static final long TEN_YEARS = 315_360_000_000L;
    static final int ENTRIES = 32;
    private static final int LINES = 2_000;

    private CommandChecks() {}

    static void check(final Command command, final Books books) {
        if (command instanceof DefineSku c) {
            code(c.code());
            range(c.supplyClass(), 0, 3);
        } else if (command instanceof DefineWarehouse c) {
            code(c.code());
        } else if (command instanceof DefineChannel c) {
            channel(c);
        } else if (command instanceof DefineCampaign c) {
            campaign(c);
        } else if (command instanceof SetCampaignItem c) {
            range(c.limitPerBuyer(), 0, BILLION);
            range(c.capUnits(), -1, TRILLION);
        } else if (command instanceof SetAllotment c) {
            range(c.quantity(), 0, BILLION);
        } else if (command instanceof SetHoldPolicy c) {
            policy(c);
        } else if (command instanceof SetSafetyStock c) {
            range(c.quantity(), 0, BILLION);
        } else if (command instanceof SetChannelQuota c) {
            range(c.value(), 0, quotaMost(c));
        } else if (command instanceof SetPurchaseLimit c) {
            range(c.limitPerBuyer(), 0, BILLION);
            range(c.periodMillis(), 1, TEN_YEARS);
        } else if (command instanceof ExtendHolds c) {
            range(c.minimumMillis(), 1, DAY);
        } else if (command instanceof SetFreeze c) {
            reason(c.reason());
        } else if (command instanceof SetLimits c) {
            limits(c.limits());
        } else if (command instanceof ReceiveStock c) {
            reason(c.reason());
            quantity(c.quantity());
        } else if (command instanceof AdjustStock c) {
            adjust(c);
        } else if (command instanceof ReturnToStock c) {
            returnToStock(c);
        } else if (command instanceof PlaceOrder c) {
            PlaceOrderCheck.check(c, books);
        } else if (command instanceof CancelOrder c) {
            reason(c.reason());
            lineQuantities(c.lines());
        } else if (command instanceof ShipOrder c) {
            lineQuantities(c.lines());
        } else if (command instanceof ReturnLines c) {
            returnLines(c);
        } else if (command instanceof ReadmitOrder c) {
            reason(c.reason());
            if (!OrderRecord.isWhole(c.record(), c.orderId())) {
                throw Refused.of(OutcomeCode.RECORD_INVALID);
            }
        }
    }

    private static void code(final String code) {
        if (code.isEmpty() || code.getBytes(UTF_8).length > 64 || hasControls(code)) {
            throw Refused.of(OutcomeCode.CODE_INVALID);
        }
    }

    static boolean hasControls(final String text) {
        return text.chars().anyMatch(c -> c < 0x20 || c == 0x7F);
    }

    private static void range(final long value, final long least, final long most) {
        if (value < least || value > most) {
            throw Refused.asked(OutcomeCode.VALUE_OUT_OF_RANGE, value);
        }
    }

    private static void reason(final int reason) {
        if (reason == 0) {
            throw Refused.of(OutcomeCode.REASON_REQUIRED);
        }
    }

    private static void quantity(final long quantity) {
        if (quantity <= 0) {
            throw Refused.asked(OutcomeCode.QUANTITY_NOT_POSITIVE, quantity);
        }
        if (quantity > BILLION) {
            throw Refused.asked(OutcomeCode.QUANTITY_TOO_LARGE, quantity);
        }
    }

    private static void channel(final DefineChannel c) {
        code(c.code());
        if (c.warehouses().size() > ENTRIES) {
            throw Refused.asked(OutcomeCode.TOO_MANY_ENTRIES, c.warehouses().size());
        }
        final Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < c.warehouses().size(); i++) {
            if (!seen.add(c.warehouses().get(i))) {
                throw Refused.line(OutcomeCode.DUPLICATE_LINE, i + 1);
            }
        }
    }

    private static void campaign(final DefineCampaign c) {
        code(c.code());
        range(c.startMillis(), 0, Long.MAX_VALUE);
        if (c.endMillis() <= c.startMillis()) {
            throw Refused.of(OutcomeCode.WINDOW_INVALID);
        }
    }

    private static void policy(final SetHoldPolicy c) {
        if (c.scope() == HoldScope.DEFAULT) {
            range(c.target(), 0, 0);
        } else {
            range(c.target(), 1, Integer.MAX_VALUE);
        }
        range(c.initialMillis(), 1, FOUR_HUNDRED_DAYS);
        range(c.extendedMillis(), 0, FOUR_HUNDRED_DAYS);
        range(c.maximumMillis(), c.initialMillis(), FOUR_HUNDRED_DAYS);
    }

    private static long quotaMost(final SetChannelQuota c) {
        return switch (c.mode()) {
            case NONE -> 0;
            case UNITS -> TRILLION;
            case SHARE -> 10_000;
        };
    }

    private static void limits(final List<LimitValue> limits) {
        if (limits.isEmpty()) {
            throw Refused.of(OutcomeCode.NO_LINES);
        }
        if (limits.size() > ENTRIES) {
            throw Refused.asked(OutcomeCode.TOO_MANY_ENTRIES, limits.size());
        }
        final Set<Limit> seen = EnumSet.noneOf(Limit.class);
        for (int i = 0; i < limits.size(); i++) {
            final LimitValue entry = limits.get(i);
            final LimitRange range = LimitRange.of(entry.limit());
            if (entry.value() < range.least() || entry.value() > range.most()) {
                throw Refused.line(OutcomeCode.VALUE_OUT_OF_RANGE, i + 1, entry.value(), 0);
            }
            if (!seen.add(entry.limit())) {
                throw Refused.line(OutcomeCode.DUPLICATE_LINE, i + 1, entry.value(), 0);
            }
        }
    }

    private static void adjust(final AdjustStock c) {
        reason(c.reason());
        if (c.mode() == AdjustMode.TO && c.quantity() < 0) {
            throw Refused.asked(OutcomeCode.QUANTITY_NOT_POSITIVE, c.quantity());
        }
        final long most = c.mode() == AdjustMode.TO ? TRILLION : BILLION;
        if (c.quantity() > most || c.quantity() < -most) {
            throw Refused.asked(OutcomeCode.QUANTITY_TOO_LARGE, c.quantity());
        }
    }

    private static void returnToStock(final ReturnToStock c) {
        reason(c.reason());
        if (c.from() == ReturnFrom.QUARANTINE && c.grade() == Grade.QUARANTINE) {
            throw Refused.asked(OutcomeCode.VALUE_OUT_OF_RANGE, 2);
        }
        quantity(c.quantity());
    }

    private static void lineQuantities(final List<LineQuantity> lines) {
        if (lines.size() > LINES) {
            throw Refused.asked(OutcomeCode.TOO_MANY_LINES, lines.size(), LINES);
        }
        final Set<Integer> seen = new HashSet<>();
        lines.forEach(line -> lineQuantity(line.line(), line.quantity(), seen));
    }

    private static void lineQuantity(final int line, final long quantity, final Set<Integer> seen) {
        if (quantity != Command.ALL) {
            lineQuantityRange(line, quantity);
        }
        if (!seen.add(line)) {
            throw Refused.line(OutcomeCode.DUPLICATE_LINE, line);
        }
    }

    static void lineQuantityRange(final int line, final long quantity) {
        if (quantity <= 0) {
            throw Refused.line(OutcomeCode.QUANTITY_NOT_POSITIVE, line, quantity, 0);
        }
        if (quantity > BILLION) {
            throw Refused.line(OutcomeCode.QUANTITY_TOO_LARGE, line, quantity, 0);
        }
    }

    private static void returnLines(final ReturnLines c) {
        reason(c.reason());
        if (c.lines().isEmpty()) {
            throw Refused.of(OutcomeCode.NO_LINES);
        }
        if (c.lines().size() > LINES) {
            throw Refused.asked(OutcomeCode.TOO_MANY_LINES, c.lines().size(), LINES);
        }
        final Set<Integer> seen = new HashSet<>();
        c.lines().forEach(line -> lineQuantity(line.line(), line.quantity(), seen));
    }
}
