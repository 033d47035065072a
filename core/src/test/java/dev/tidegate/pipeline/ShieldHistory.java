package dev.tidegate.pipeline;

import dev.tidegate.Orders;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A small shop in which several threads trade at random, ask the shield before every order, and write down what it said:
 * everything sells out all the time, and comes back by receipts, cancellations, expiries and the ends of campaigns.
 */
final class ShieldHistory implements AutoCloseable {
    static final int SKUS = 4;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    /** An order that was told SOLD_OUT_NOW, and between which commands. */
    record Shielded(CommandHeader header, Command.PlaceOrder order, long notBefore, long notAfter) {}

    private record Accepted(CommandHeader header, Command.PlaceOrder order, long orderId) {}

    final RecordingJournal journal = new RecordingJournal();
    final Queue<Shielded> shielded = new ConcurrentLinkedQueue<>();
    final Queue<String> faults = new ConcurrentLinkedQueue<>();
    final AtomicInteger repeats = new AtomicInteger();
    final AtomicInteger accepted = new AtomicInteger();
    private final GivenTime time = TimeSource.given(Shop.START_MILLIS);
    private final Shop shop;
    private final int[] houses = new int[2];
    private final int[] channels = new int[2];
    private final AtomicInteger numbers = new AtomicInteger();
    private final Queue<Long> sold = new ConcurrentLinkedQueue<>();
    private volatile int campaign;

    ShieldHistory() {
        shop = Shop.empty(PipelineSettings.of(Durability.DISK, time), journal);
        for (int i = 0; i < 2; i++) {
            houses[i] = (int) shop.ask(new Command.DefineWarehouse("W" + i)).entityId();
        }
        for (int i = 0; i < 2; i++) {
            channels[i] = (int) shop.ask(new Command.DefineChannel("C" + i, false, List.of(houses[i], houses[1 - i])))
                    .entityId();
        }
        for (int i = 0; i < SKUS; i++) {
            shop.ask(new Command.DefineSku("S" + i, 0));
        }
        shop.ask(new Command.SetLimits(List.of(new LimitValue(Limit.ID_HORIZON_MILLIS, HOUR))));
    }

    static Engine engine() {
        return new Engine(EngineSettings.small());
    }

    private int sku(final SplittableRandom random) {
        return 1 + random.nextInt(SKUS);
    }

    /** Buys, pays, cancels and repeats. */
    void trade(final long seed, final int orders) {
        final SplittableRandom random = new SplittableRandom(seed);
        final Accepted[] mine = new Accepted[32];
        for (int i = 0; i < orders; i++) {
            final Accepted placed = place(random);
            if (placed != null) {
                settle(placed, random);
                mine[random.nextInt(mine.length)] = placed;
            }
            final Accepted some = mine[random.nextInt(mine.length)];
            if (some != null) {
                repeat(some, random);
            }
        }
    }

    private @Nullable Accepted place(final SplittableRandom random) {
        final CommandHeader header = shop.header();
        final Command.PlaceOrder order = order(random);
        final long before = shop.pipeline.stockView().sequence();
        if (shop.pipeline.soldOutNow(header, order)) {
            final long after = Shop.get(shop.pipeline.read(reads -> reads.sequence()));
            shielded.add(new Shielded(header, order, before, after));
            return null;
        }
        final Outcome outcome = Shop.get(shop.pipeline.submit(header, order));
        return outcome.accepted() ? new Accepted(header, order, outcome.entityId()) : null;
    }

    private Command.PlaceOrder order(final SplittableRandom random) {
        final int first = sku(random);
        final Orders.Place place =
                Orders.place(channels[random.nextInt(2)], "N" + numbers.incrementAndGet(), "shop", Urgency.NORMAL);
        final int named = random.nextInt(4) == 0 ? campaign : 0;
        if (named != 0) {
            place.campaignLine(named, first, 1, 100);
        } else {
            place.line(first, 1 + random.nextInt(2), 100);
        }
        if (random.nextInt(3) == 0) {
            place.line(sku(random), 1, 100);
        }
        return (random.nextBoolean() ? place.partial() : place).build();
    }

    private void settle(final Accepted placed, final SplittableRandom random) {
        accepted.incrementAndGet();
        final int fate = random.nextInt(10);
        if (fate < 6) {
            shop.ask(new Command.ConfirmPayment(placed.orderId, placed.order.totalAmount()));
            if (fate == 0) {
                sold.add(placed.orderId);
            }
        } else if (fate < 8) {
            shop.ask(Orders.cancel(placed.orderId, 1));
        } else if (fate == 8) {
            shop.ask(new Command.StartPayment(placed.orderId));
        }
        // Else it expires.
    }

    private void repeat(final Accepted some, final SplittableRandom random) {
        repeats.incrementAndGet();
        if (shop.pipeline.soldOutNow(some.header, some.order)) {
            faults.add("the repetition of an accepted command was covered: " + some);
        }
        if (random.nextInt(8) == 0) {
            final OutcomeCode code =
                    Shop.get(shop.pipeline.submit(some.header, some.order)).code();
            if (code != OutcomeCode.ACCEPTED && code != OutcomeCode.ACCEPTED_PARTLY && code != OutcomeCode.ID_TOO_OLD) {
                faults.add("the repetition of an accepted command was answered " + code);
            }
        }
    }

    /** Brings units, takes them away, changes policies, and lets time pass. */
    void manage(final long seed, final int steps) {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < steps; i++) {
            final int sku = sku(random);
            final int house = houses[random.nextInt(2)];
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> shop.ask(new Command.ReceiveStock(sku, house, 1 + random.nextInt(2), 1, 0, 0, 0));
                case 3 ->
                    shop.ask(new Command.AdjustStock(sku, house, Command.AdjustMode.BY, -1 - random.nextInt(2), 1, 0));
                case 4 -> shop.ask(new Command.SetSafetyStock(sku, 0, random.nextInt(2)));
                case 5 ->
                    shop.ask(new Command.SetHoldTiming(
                            channels[1],
                            random.nextInt(3) == 0 ? Command.HoldTiming.AT_PAYMENT : Command.HoldTiming.AT_ORDER));
                case 6 -> campaign(sku, house);
                case 7 -> Shop.get(shop.pipeline.advanceTo(time.nowMillis() + 5 * MINUTE));
                default -> cancelOne();
            }
        }
    }

    private void cancelOne() {
        final Long order = sold.poll();
        if (order != null) {
            shop.ask(Orders.cancel(order, 1));
        }
    }

    private void campaign(final int sku, final int house) {
        final long now = time.nowMillis();
        final int made =
                (int) shop.ask(new Command.DefineCampaign("K" + numbers.incrementAndGet(), now, now + 6 * MINUTE))
                        .entityId();
        if (made != 0) {
            shop.ask(new Command.SetCampaignItem(made, sku, 0, -1));
            shop.ask(new Command.SetAllotment(made, sku, house, 1));
            campaign = made;
        }
    }

    @Override
    public void close() {
        shop.close();
    }
}
