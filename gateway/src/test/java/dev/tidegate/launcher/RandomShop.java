package dev.tidegate.launcher;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command;
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
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A journal of random commands of every kind from a seed. The world is so small, and time so slow against the holds, that
 * the rules meet each other all the time: short lines, late payments, campaigns that end, allotments, quotas, repeats.
 */
public final class RandomShop {
    private static final long BIRTH = 1_700_000_000_000L;
    private static final int SKUS = 4;
    private static final int HOUSES = 3;
    private static final int CHANNELS = 3;
    private static final int MOST_CAMPAIGNS = 40;

    private final Random dice;
    private Tidegate tidegate;
    private final GivenTime time;
    private final List<Long> orders = new ArrayList<>();
    private final List<Long> totals = new ArrayList<>();
    private final Queue<byte[]> records = new ConcurrentLinkedQueue<>();
    private final AtomicLong told = new AtomicLong();
    private CommandHeader lastHeader;
    private Command lastCommand;
    private long now = BIRTH;
    private int numbers;
    private int campaigns;

    private RandomShop(final long seed, final Tidegate tidegate, final GivenTime time) {
        dice = new Random(seed);
        this.tidegate = tidegate;
        this.time = time;
    }

    /** Fills a new folder. */
    public static void fill(final Path folder, final JournalSettings.Kind kind, final long seed, final int commands) {
        final GivenTime time = TimeSource.given(BIRTH);
        try (Tidegate tidegate = Tidegate.open(folder, options(kind, time))) {
            final RandomShop shop = new RandomShop(seed, tidegate, time);
            tidegate.listen(shop::take);
            shop.begin().play(commands);
            shop.readmit();
        }
    }

    private void take(
            final long sequence, final long time, final HeapBuffer buffer, final int offset, final int length) {
        if (MessageCheck.templateId(buffer, offset) == OrderLeftDecoder.TEMPLATE_ID) {
            records.add(Arrays.copyOfRange(buffer.byteArray(), offset, offset + length));
        }
        told.accumulateAndGet(sequence, Math::max);
    }

    /** Brings back what left last and is not forgotten, and lets goods and money come to it. */
    private void readmit() {
        final long last = tidegate.call(new SetSafetyStock(1, 0, 1)).sequence();
        for (long deadline = System.nanoTime() + 120_000_000_000L; told.get() < last; Thread.yield()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the events of command " + last + " did not come");
            }
        }
        final List<byte[]> left = new ArrayList<>(records);
        for (final byte[] record : left.subList(Math.max(0, left.size() - 20), left.size())) {
            final long order = new HeapBuffer(record).getLong(MessageCheck.HEADER_BYTES);
            send(new ReadmitOrder(order, 1, record));
            send(new ReturnLines(order, 1, List.of(new ReturnedLine(1, Command.ALL, oneOf(Grade.values())))));
            send(new ConfirmPayment(order, totals.get(orders.indexOf(order))));
            send(new ShipOrder(order, List.of()));
        }
    }

    /** Fills a new folder in two segments; the second ends so many days after it began. */
    public static void fillTwoSegments(
            final Path folder, final JournalSettings.Kind kind, final long seed, final int commands, final int days) {
        final GivenTime time = TimeSource.given(BIRTH);
        final RandomShop shop;
        try (Tidegate tidegate = Tidegate.open(folder, options(kind, time))) {
            shop = new RandomShop(seed, tidegate, time).begin().play(commands);
        }
        try (Tidegate tidegate = Tidegate.open(folder, options(kind, time))) {
            shop.tidegate = tidegate;
            shop.play(commands);
            shop.now += TimeUnit.DAYS.toMillis(days);
            time.moveTo(shop.now);
            shop.play(commands / 10);
        }
    }

    private static TidegateOptions options(final JournalSettings.Kind kind, final GivenTime time) {
        return TidegateOptions.defaults().withJournal(kind).withTime(time);
    }

    private RandomShop begin() {
        for (int i = 1; i <= SKUS; i++) {
            send(new DefineSku("sku" + i, 1));
        }
        for (int i = 1; i <= HOUSES; i++) {
            send(new DefineWarehouse("house" + i));
        }
        send(new DefineChannel("web", false, List.of(1, 2)));
        send(new DefineChannel("door", true, List.of(3, 1)));
        send(new DefineChannel("later", false, List.of(2)));
        send(new SetHoldTiming(3, HoldTiming.AT_PAYMENT));
        send(new SetHoldPolicy(
                HoldScope.DEFAULT, 0, 2_000, 3_000, 20_000, HoldAnchor.PAYMENT, OnPaymentFailure.RELEASE));
        send(new SetHoldPolicy(HoldScope.CHANNEL, 2, 1_000, 0, 20_000, HoldAnchor.ORDER, OnPaymentFailure.KEEP));
        send(new SetLimits(List.of(
                new LimitValue(Limit.RETURN_WINDOW_MILLIS, 10_000),
                new LimitValue(Limit.CLOSED_RETENTION_MILLIS, 10_000),
                new LimitValue(Limit.EXTERNAL_MEMORY_MILLIS, 40_000))));
        return this;
    }

    private RandomShop play(final int commands) {
        for (int i = 0; i < commands; i++) {
            if (dice.nextInt(3) == 0) {
                now += dice.nextInt(20) == 0 ? dice.nextInt(5_000) : dice.nextInt(120);
                time.moveTo(now);
            }
            if (dice.nextInt(40) == 0) {
                tidegate.submit(lastHeader, dice.nextBoolean() ? lastCommand : command())
                        .join();
            } else {
                send(command());
            }
        }
        return this;
    }

    private void send(final Command command) {
        lastHeader = tidegate.newHeader();
        lastCommand = command;
        final Outcome outcome = tidegate.submit(lastHeader, command).join();
        if (outcome.accepted() && command instanceof PlaceOrder order) {
            orders.add(outcome.entityId());
            totals.add(order.totalAmount());
        }
        if (outcome.accepted() && command instanceof DefineCampaign) {
            campaigns = (int) outcome.entityId();
        }
    }

    private Command command() {
        final int kind = dice.nextInt(100);
        if (kind < 32 || orders.isEmpty()) {
            return place();
        }
        if (kind < 70) {
            return ofOrder(kind);
        }
        if (kind < 86) {
            return stock(kind);
        }
        return policy(kind);
    }

    private PlaceOrder place() {
        final List<OrderLine> lines = new ArrayList<>();
        long total = 0;
        for (int i = 0; i <= dice.nextInt(3); i++) {
            final long amount = dice.nextInt(1_000);
            total += amount;
            final int campaign = campaigns > 0 && dice.nextInt(3) == 0 ? campaigns : 0;
            lines.add(new OrderLine(
                    sku(), dice.nextInt(4) == 0 ? house() : 0, campaign, 1 + dice.nextInt(5), amount, 0, 0));
        }
        final Placing placing = dice.nextInt(3) == 0 ? Placing.PARTIAL : Placing.ALL_OR_NONE;
        final String number = "N" + (dice.nextInt(30) == 0 ? numbers : ++numbers);
        return new PlaceOrder(
                channel(),
                number,
                "test",
                Urgency.NORMAL,
                placing,
                "CNY",
                total,
                dice.nextInt(3),
                dice.nextInt(2),
                0,
                lines,
                List.of(),
                new byte[dice.nextInt(3)]);
    }

    private Command ofOrder(final int kind) {
        final int which = orders.size() - 1 - dice.nextInt(Math.min(orders.size(), 25));
        final long order = orders.get(which);
        if (kind < 40) {
            return new StartPayment(order);
        }
        if (kind < 50) {
            return new ConfirmPayment(order, totals.get(which) + (dice.nextInt(15) == 0 ? 1 : 0));
        }
        if (kind < 52) {
            return new FailPayment(order);
        }
        if (kind < 57) {
            return new CancelOrder(order, 1, quantities());
        }
        if (kind < 63) {
            return new ShipOrder(order, quantities());
        }
        return new ReturnLines(
                order, 1, List.of(new ReturnedLine(1, dice.nextInt(3) == 0 ? Command.ALL : 1, oneOf(Grade.values()))));
    }

    private List<LineQuantity> quantities() {
        return dice.nextBoolean()
                ? List.of()
                : List.of(new LineQuantity(1, dice.nextBoolean() ? Command.ALL : 1 + dice.nextInt(2)));
    }

    private Command stock(final int kind) {
        if (kind < 77) {
            return new ReceiveStock(sku(), house(), 1 + dice.nextInt(12), 1, 0, 0, 0);
        }
        if (kind < 80) {
            return new AdjustStock(sku(), house(), AdjustMode.BY, dice.nextInt(13) - 6, 1, 0);
        }
        if (kind < 83) {
            return new AdjustStock(sku(), house(), AdjustMode.TO, dice.nextInt(12), 1, 0);
        }
        return new ReturnToStock(
                sku(), house(), oneOf(ReturnFrom.values()), oneOf(Grade.values()), 1 + dice.nextInt(2), 1, 0);
    }

    private Command policy(final int kind) {
        if (kind < 88 && campaigns < MOST_CAMPAIGNS) {
            return new DefineCampaign("campaign" + (campaigns + 1), now, now + 1 + dice.nextInt(6_000));
        }
        if (kind < 91) {
            return new SetCampaignItem(Math.max(1, campaigns), sku(), dice.nextInt(4), dice.nextInt(20) - 1);
        }
        if (kind < 95) {
            return new SetAllotment(Math.max(1, campaigns), sku(), house(), dice.nextInt(6));
        }
        if (kind < 97) {
            return new SetSafetyStock(sku(), dice.nextInt(CHANNELS + 1), dice.nextInt(3));
        }
        if (kind < 98) {
            return new SetChannelQuota(sku(), channel(), oneOf(QuotaMode.values()), dice.nextInt(30));
        }
        return kind < 99
                ? new SetPurchaseLimit(sku(), dice.nextInt(6), 10_000)
                : new SetFreeze(sku(), dice.nextInt(4) == 0, 1);
    }

    private int sku() {
        return 1 + dice.nextInt(SKUS);
    }

    private int house() {
        return 1 + dice.nextInt(HOUSES);
    }

    private int channel() {
        return 1 + dice.nextInt(CHANNELS);
    }

    private <T> T oneOf(final T[] values) {
        return values[dice.nextInt(values.length)];
    }
}
