package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.ExtendHolds;
import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.RetireChannel;
import dev.tidegate.message.Command.RetireSku;
import dev.tidegate.message.Command.RetireWarehouse;
import dev.tidegate.message.Command.SetFreeze;
import dev.tidegate.message.Command.SetHoldPolicy;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.CommandHeader.ActorType;
import dev.tidegate.model.Books.Campaign;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the steps of a run from its seed, looking at the model that they are applied to. The world is so small, and time so
 * slow against the holds, that rules meet each other all the time.
 */
public final class RandomCommands {
    private static final int USUAL_DOCUMENT_BYTES = 2;
    /** Of two runs of three: beside some 220 of all others. */
    private static final int EXTEND_HOLDS_WEIGHT = 3;

    private static final long FIVE_MINUTES = 300_000;
    private static final long BIRTH = 1_700_000_000_000L;

    private final Dice dice;
    private final Swarm swarm;
    private ReferenceModel model;
    private final World world;
    private final RandomCatalogue catalogue;
    private final RandomOrders orders;
    private final Deque<Command> prologue = new ArrayDeque<>();
    private final List<Step> sent = new ArrayList<>();
    private long time = BIRTH;
    private long keys;

    /** Commands for that model, whose orders are named by keys. */
    public RandomCommands(final long seed, final ReferenceModel model, final LongUnaryOperator keyOfOrder) {
        this(seed, model, keyOfOrder, USUAL_DOCUMENT_BYTES, 1, Math.floorMod(seed, 3) * EXTEND_HOLDS_WEIGHT);
    }

    /**
     * The same for a run with sizes and a time of its own.
     *
     * @param documentBytes largest document of an order
     * @param campaignStretch how many times longer a campaign lasts than the swarm says, where time goes faster
     * @param extendHolds how often holds are put off, beside the other commands' weights; 0 for never
     */
    public RandomCommands(
            final long seed,
            final ReferenceModel model,
            final LongUnaryOperator keyOfOrder,
            final int documentBytes,
            final int campaignStretch,
            final int extendHolds) {
        dice = new Dice(seed);
        swarm = Swarm.of(dice, campaignStretch, extendHolds);
        this.model = model;
        world = new World(dice, swarm, model.books());
        catalogue = new RandomCatalogue(dice, swarm, world);
        orders = new RandomOrders(dice, swarm, world, keyOfOrder, documentBytes);
        addPrologue();
    }

    private void addPrologue() {
        for (int i = 1; i <= swarm.skus(); i++) {
            prologue.add(new DefineSku("sku" + i, 1));
        }
        for (int i = 1; i <= swarm.warehouses(); i++) {
            prologue.add(new DefineWarehouse("house" + i));
        }
        prologue.add(new SetHoldPolicy(
                HoldScope.DEFAULT,
                0,
                swarm.holdMost(),
                dice.of(0, swarm.holdMost(), 2 * swarm.holdMost()),
                4L * swarm.holdMost(),
                dice.of(HoldAnchor.values()),
                dice.of(OnPaymentFailure.values())));
        final List<LimitValue> limits = new ArrayList<>();
        if (swarm.shortHorizon()) {
            limits.add(new LimitValue(Limit.ID_HORIZON_MILLIS, 60_000));
        }
        if (swarm.tinyIds()) {
            limits.add(new LimitValue(Limit.IDS_REMEMBERED, dice.from(40, 300)));
        }
        if (swarm.shortRetention()) {
            limits.add(new LimitValue(Limit.CLOSED_RETENTION_MILLIS, dice.from(1, 60)));
            limits.add(new LimitValue(Limit.RETURN_WINDOW_MILLIS, dice.of(0, 5, 40, 400)));
            limits.add(new LimitValue(Limit.EXTERNAL_MEMORY_MILLIS, swarm.numberMillis()));
            limits.add(new LimitValue(Limit.EXTERNALS_REMEMBERED, swarm.numbers()));
        }
        if (swarm.tinyLimits()) {
            limits.add(new LimitValue(Limit.ORDERS, dice.from(5, 60)));
            limits.add(new LimitValue(Limit.PURCHASE_COUNTERS, dice.from(0, 3)));
            limits.add(new LimitValue(Limit.REFUSALS_REMEMBERED, dice.from(0, 5)));
            limits.add(new LimitValue(Limit.STOCKS, dice.from(2, 6)));
            limits.add(new LimitValue(Limit.SKUS, swarm.skus() + 1));
            limits.add(new LimitValue(Limit.WAREHOUSES, swarm.warehouses() + 1));
            limits.add(new LimitValue(Limit.CHANNELS, swarm.channels() + 1));
            limits.add(new LimitValue(Limit.WORK_PER_TICK, dice.from(1, 3)));
        }
        if (!limits.isEmpty()) {
            prologue.add(new SetLimits(List.copyOf(limits)));
        }
    }

    /** Goes on with another model, which takes the place of the first. */
    public void follow(final ReferenceModel other) {
        model = other;
        world.follow(other.books());
    }

    /** The next step at that time, whatever time it was before. */
    public Step next(final long timeMillis) {
        time = timeMillis;
        final Step step = step();
        sent.add(step);
        return step;
    }

    Step next() {
        passTime();
        final Step step = step();
        sent.add(step);
        return step;
    }

    private void passTime() {
        if (dice.oneIn(swarm.jumpOneIn())) {
            time += dice.of(100L, 100L, 1_000L, 61_000L, 400_000L, 90_000_000L);
        } else if (!dice.oneIn(3)) {
            time += dice.from(0, swarm.stepMost());
        }
    }

    private Step step() {
        final long key = ++keys;
        final long given = dice.oneIn(50) ? time - dice.from(1, 5) : time;
        if (!prologue.isEmpty()) {
            return new Step(key, given, header(), prologue.poll());
        }
        if (dice.oneIn(300) || model.nextDeadlineMillis() <= time && dice.oneIn(swarm.tickOneIn())) {
            return Step.tick(key, given);
        }
        if (dice.oneIn(4)) {
            return again(key, given);
        }
        return new Step(key, given, header(), command());
    }

    private Step again(final long key, final long given) {
        final Step first = dice.oneIn(4) ? dice.of(sent) : sent.get(Math.max(0, sent.size() - dice.from(1, 40)));
        if (first.isTick()) {
            return Step.tick(key, given);
        }
        final CommandHeader old = first.header();
        final int principal = dice.oneIn(8) ? 1 - old.principal() : old.principal();
        final CommandHeader header = new CommandHeader(
                old.idHigh(), old.idLow(), principal, dice.of(ActorType.values()), dice.from(0, 3), dice.from(0, 3));
        return new Step(key, given, header, dice.oneIn(4) ? command() : first.command());
    }

    private CommandHeader header() {
        final long now = Math.max(time, model.books().now);
        long created = Math.max(0, now - dice.from(0, 3));
        if (world.spoil()) {
            final long horizon = model.books().limit(Limit.ID_HORIZON_MILLIS);
            created = dice.of(
                    now - horizon,
                    now - horizon - 1,
                    now - horizon - 5_000,
                    now - 59_999,
                    now + FIVE_MINUTES,
                    now + FIVE_MINUTES + 1);
        }
        final long version = world.spoil() ? dice.of(4L, 6L, 0L) : 7L;
        final long variant = world.spoil() ? dice.of(0L, 1L, 3L) : 2L;
        return new CommandHeader(
                created << 16 | version << 12 | dice.from(0, 0xFFF),
                variant << 62 | keys,
                dice.oneIn(10) ? 1 : 0,
                ActorType.SYSTEM,
                0,
                0);
    }

    private Command command() {
        final Command rare = dice.oneIn(12) ? orders.aboutRareOrder() : null;
        final Command repair = rare == null ? repair(model.books()) : rare;
        return repair == null ? command(swarm.kind(dice)) : repair;
    }

    /** Keeps the world from running dry: makes anew what was retired, has ended or went out of hand; null for nothing. */
    private @Nullable Command repair(final Books books) {
        if (books.channels.size() < books.limit(Limit.CHANNELS)
                && books.channels.stream().filter(channel -> !channel.retired).count() < swarm.channels()) {
            return catalogue.defineChannel("channel" + (books.channels.size() + 1));
        }
        if (dice.oneIn(4)
                && books.skus.size() < books.limit(Limit.SKUS)
                && books.skus.stream().filter(sku -> !sku.retired).count() < swarm.skus()) {
            return new DefineSku("sku" + (books.skus.size() + 1), 2);
        }
        if (dice.oneIn(4)
                && books.warehouses.size() < books.limit(Limit.WAREHOUSES)
                && books.warehouses.stream().filter(house -> !house.retired).count() < swarm.warehouses()) {
            return new DefineWarehouse("house" + (books.warehouses.size() + 1));
        }
        final List<Campaign> running =
                books.campaigns.stream().filter(each -> each.end > books.now).toList();
        if (dice.oneIn(4) && running.size() < swarm.campaigns()) {
            return catalogue.defineCampaign();
        }
        if (dice.oneIn(4) && running.stream().anyMatch(each -> each.items.isEmpty())) {
            return catalogue.setCampaignItem();
        }
        if (dice.oneIn(6)
                && running.stream()
                        .anyMatch(each ->
                                each.items.keySet().stream().noneMatch(sku -> books.hasAllotment(each.number, sku)))) {
            return orders.setAllotment();
        }
        if (dice.oneIn(20) && books.skus.stream().anyMatch(sku -> sku.frozen)) {
            return new SetFreeze(world.sku(), false, 1);
        }
        if (dice.oneIn(3) && books.pairs.values().stream().anyMatch(pair -> pair.total() > 1_000_000)) {
            return dice.oneIn(2)
                    ? orders.receive()
                    : new AdjustStock(world.sku(), world.warehouse(), AdjustMode.TO, dice.from(0, 9), 1, 0);
        }
        return null;
    }

    private Command command(final Swarm.Kind kind) {
        return switch (kind) {
            case DEFINE_SKU -> catalogue.defineSku();
            case RETIRE_SKU -> new RetireSku(world.skuToRetire());
            case DEFINE_WAREHOUSE -> catalogue.defineWarehouse();
            case RETIRE_WAREHOUSE -> new RetireWarehouse(world.warehouseToRetire());
            case DEFINE_CHANNEL -> catalogue.defineChannel();
            case RETIRE_CHANNEL -> new RetireChannel(world.channel());
            case DEFINE_CAMPAIGN -> catalogue.defineCampaign();
            case SET_CAMPAIGN_ITEM -> catalogue.setCampaignItem();
            case SET_ALLOTMENT -> orders.setAllotment();
            case SET_HOLD_POLICY -> catalogue.setHoldPolicy();
            case SET_SAFETY_STOCK -> catalogue.setSafetyStock();
            case SET_CHANNEL_QUOTA -> catalogue.setChannelQuota();
            case SET_PURCHASE_LIMIT -> catalogue.setPurchaseLimit();
            case SET_FREEZE -> catalogue.setFreeze();
            case SET_HOLD_TIMING -> catalogue.setHoldTiming();
            case SET_LIMITS -> catalogue.setLimits();
            case RECEIVE_STOCK -> orders.receive();
            case ADJUST_STOCK -> orders.adjust();
            case RETURN_TO_STOCK -> orders.returnToStock();
            case PLACE_ORDER -> orders.place();
            case START_PAYMENT -> new StartPayment(orders.orderKey(world.order(order -> !order.paid)));
            case CONFIRM_PAYMENT -> orders.confirm();
            case FAIL_PAYMENT ->
                new FailPayment(orders.orderKey(
                        world.order(order -> !order.paid && (order.state == Books.PAYING || dice.oneIn(4)))));
            case CANCEL_ORDER -> orders.cancel();
            case SHIP_ORDER -> orders.ship();
            case RETURN_LINES -> orders.returnLines();
            case READMIT_ORDER -> orders.readmit();
            case EXTEND_HOLDS -> new ExtendHolds(dice.of(0, 1, 2, swarm.holdMost(), 3 * swarm.holdMost()));
        };
    }
}
