package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetFreeze;
import dev.tidegate.message.Command.SetHoldPolicy;
import dev.tidegate.message.Command.SetHoldTiming;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Command.SetSafetyStock;
import dev.tidegate.model.Books.Campaign;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes commands of the catalogue, policies and limits. */
final class RandomCatalogue {
    private static final String[] BAD_CODES = {"", "tab\there", "\u007f", "x".repeat(65), "\u00e9".repeat(33)};

    private final Dice dice;
    private final Swarm swarm;
    private final World world;

    RandomCatalogue(final Dice dice, final Swarm swarm, final World world) {
        this.dice = dice;
        this.swarm = swarm;
        this.world = world;
    }

    Command defineSku() {
        return new DefineSku(code("sku", swarm.skus(), world.books().skus.size()), world.spoil() ? 4 : dice.from(0, 3));
    }

    Command defineWarehouse() {
        return new DefineWarehouse(
                code("house", swarm.warehouses(), world.books().warehouses.size()));
    }

    private String code(final String name, final int wanted, final int known) {
        if (world.spoil()) {
            return dice.of(BAD_CODES);
        }
        final int most = dice.oneIn(swarm.tinyLimits() ? 2 : 12) ? known + 1 : Math.max(known, wanted);
        return name + dice.from(1, most);
    }

    Command defineChannel() {
        return defineChannel(
                code("channel", swarm.channels(), world.books().channels.size()));
    }

    Command defineChannel(final String code) {
        final List<Integer> warehouses = new ArrayList<>();
        for (int i = 1; i <= Math.max(1, world.books().warehouses.size()); i++) {
            if (!dice.oneIn(4) && (world.spoil() || !world.retiredWarehouse(i))) {
                warehouses.add(i);
            }
        }
        if (dice.oneIn(2)) {
            Collections.reverse(warehouses);
        }
        if (world.spoil()) {
            final int entry = dice.of(0, 9, 1);
            for (int i = dice.of(1, 2, 40); i > 0; i--) {
                warehouses.add(entry);
            }
        }
        return new DefineChannel(code, dice.oneIn(swarm.shipUnpaidOneIn()), List.copyOf(warehouses));
    }

    Command defineCampaign() {
        final long now = world.now();
        final int known = world.books().campaigns.size();
        if (known > 0 && !dice.oneIn(3)) {
            final Campaign old = world.books().campaigns.get(dice.from(Math.max(1, known - 2), known) - 1);
            final long end = dice.oneIn(4) ? old.end : now + dice.from(-2, swarm.campaignMost());
            final long start = dice.oneIn(3) ? now + dice.from(-5, 5) : old.start;
            return new DefineCampaign(old.code, start, world.spoil() ? start : Math.max(end, start + 1));
        }
        final long start = world.spoil() ? dice.of(-1L, now) : now + dice.from(-10, 15);
        final long end = world.spoil() ? start : start + dice.from(1, swarm.campaignMost());
        return new DefineCampaign(world.spoil() ? dice.of(BAD_CODES) : "campaign" + (known + 1), start, end);
    }

    Command setCampaignItem() {
        return new SetCampaignItem(
                world.campaign(),
                world.sku(),
                world.spoil() ? dice.of(-1, 1_000_000_001) : dice.of(0, 0, 1, 2, 4),
                world.spoil() ? dice.of(-2L, 1_000_000_000_001L) : dice.of(-1L, -1L, 0L, 3L, 6L, 12L));
    }

    Command setHoldPolicy() {
        final HoldScope scope = dice.of(HoldScope.values());
        final int target = switch (scope) {
            case DEFAULT -> world.spoil() ? 1 : 0;
            case CHANNEL -> world.spoil() ? dice.of(0, -1) : world.channel();
            case SKU -> world.sku();
            case CAMPAIGN -> world.campaign();
        };
        final long initial = world.spoil() ? dice.of(0L, 34_560_000_001L) : dice.from(1, swarm.holdMost());
        final long extended = world.spoil() ? dice.of(-1L, 34_560_000_001L) : dice.from(0, 2 * swarm.holdMost());
        final long maximum = world.spoil() ? initial - 1 : initial + dice.from(0, 2 * swarm.holdMost());
        return new SetHoldPolicy(
                scope,
                target,
                initial,
                extended,
                maximum,
                dice.of(HoldAnchor.values()),
                dice.of(OnPaymentFailure.values()));
    }

    Command setSafetyStock() {
        return new SetSafetyStock(
                world.sku(),
                dice.oneIn(2) ? 0 : world.channel(),
                world.spoil() ? dice.of(-1L, 1_000_000_001L) : dice.from(0, 3));
    }

    Command setChannelQuota() {
        final QuotaMode mode = dice.of(QuotaMode.values());
        final long value = switch (mode) {
            case NONE -> world.spoil() ? 1 : 0;
            case UNITS -> world.spoil() ? dice.of(-1L, 1_000_000_000_001L) : dice.from(0, 12);
            case SHARE -> world.spoil() ? dice.of(-1L, 10_001L) : dice.of(0L, 3_333L, 5_000L, 9_999L, 10_000L);
        };
        return new SetChannelQuota(world.sku(), world.channel(), mode, value);
    }

    Command setPurchaseLimit() {
        return new SetPurchaseLimit(
                world.sku(),
                world.spoil() ? dice.of(-1, 1_000_000_001) : dice.of(0, 0, 2, 5, 9),
                world.spoil() ? dice.of(0L, 315_360_000_001L) : dice.of(3L, 25L, 200L, 60_000L));
    }

    Command setFreeze() {
        return new SetFreeze(world.sku(), dice.oneIn(4), world.spoil() ? 0 : 4);
    }

    Command setHoldTiming() {
        return new SetHoldTiming(
                dice.oneIn(2) ? 0 : world.channel(),
                dice.oneIn(swarm.atPaymentOneIn()) ? HoldTiming.AT_PAYMENT : HoldTiming.AT_ORDER);
    }

    Command setLimits() {
        final List<LimitValue> entries = new ArrayList<>();
        for (int i = dice.from(1, 2); i > 0; i--) {
            entries.add(limit(dice.of(Limit.values())));
        }
        if (world.spoil()) {
            entries.add(new LimitValue(dice.of(Limit.values()), dice.of(-1L, 0L, 400_000_000_000L)));
            if (dice.oneIn(3)) {
                entries.clear();
            } else if (dice.oneIn(3)) {
                entries.addAll(Collections.nCopies(33, entries.get(0)));
            }
        }
        return new SetLimits(List.copyOf(entries));
    }

    private LimitValue limit(final Limit limit) {
        final boolean tiny = swarm.tinyLimits();
        final long value = switch (limit) {
            case LINES_PER_ORDER -> dice.from(1, 6);
            case ID_HORIZON_MILLIS -> dice.of(60_000L, 61_000L, 120_000L, 600_000L);
            case IDS_REMEMBERED -> swarm.tinyIds() ? dice.from(200, 500) : dice.of(1L, 50_000L);
            case REFUSALS_REMEMBERED -> dice.of(0L, 3L, 20L, 1_000L, 50_000L);
            case REFUSAL_MILLIS -> dice.of(0L, 2L, 20L, 1_000L);
            case ORDERS -> world.books().orders.size() + dice.from(-1, tiny ? 4 : 400);
            case ORDER_LINES -> world.books().linesInMemory() + dice.from(-1, tiny ? 8 : 900);
            case PURCHASE_COUNTERS -> world.books().counters.size() + dice.from(-1, tiny ? 1 : 20);
            case WORK_PER_TICK -> dice.of(1L, 2L, 3L, 256L);
            case CLOSED_RETENTION_MILLIS -> dice.of(1L, 5L, 40L, 1_000L);
            case RETURN_WINDOW_MILLIS -> dice.of(0L, 5L, 100L, 5_000L);
            case SKUS -> world.books().skus.size() + dice.from(-1, 3);
            case WAREHOUSES -> world.books().warehouses.size() + dice.from(-1, 3);
            case CHANNELS -> world.books().channels.size() + dice.from(-1, 3);
            case CAMPAIGNS -> world.books().campaigns.size() + dice.from(-1, 40);
            case STOCKS -> world.books().allotments.size() + dice.from(-1, tiny ? 3 : 60);
            case EXTERNAL_MEMORY_MILLIS -> dice.of(0L, 20L, 500L, 10_000L);
            case EXTERNALS_REMEMBERED ->
                dice.oneIn(6) ? 0 : world.books().numbers.size() + dice.from(-1, tiny ? 4 : 200);
        };
        return new LimitValue(limit, value);
    }
}
