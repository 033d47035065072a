package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.Alias;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnToStock;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.model.Books.NumberKey;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Remembered;
import dev.tidegate.model.RecordRecipe.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes commands of stock and orders. */
final class RandomOrders {
    private static final long BILLION = 1_000_000_000L;

    private final Dice dice;
    private final Swarm swarm;
    private final World world;
    private final LongUnaryOperator keyOfOrder;
    private final int documentBytes;
    private long numbers;

    RandomOrders(
            final Dice dice,
            final Swarm swarm,
            final World world,
            final LongUnaryOperator keyOfOrder,
            final int documentBytes) {
        this.documentBytes = documentBytes;
        this.dice = dice;
        this.swarm = swarm;
        this.world = world;
        this.keyOfOrder = keyOfOrder;
    }

    Command receive() {
        return receive(world.sku(), world.warehouse());
    }

    Command receive(final int sku, final int warehouse) {
        return new ReceiveStock(sku, warehouse, quantity(2 * swarm.mostUnits()), reason(), 0, 0, 0);
    }

    private long quantity(final int most) {
        return world.spoil() ? dice.of(0L, -3L, BILLION + 1) : dice.from(1, most);
    }

    private int reason() {
        return world.spoil() ? 0 : 5;
    }

    Command adjust() {
        if (dice.oneIn(3)) {
            final long counted = dice.oneIn(15)
                    ? dice.of(1_000 * BILLION, 1_000 * BILLION + 1, -1L)
                    : dice.from(0, 2 * swarm.mostUnits());
            return new AdjustStock(world.sku(), world.warehouse(), AdjustMode.TO, counted, reason(), 0);
        }
        final long by = world.spoil()
                ? dice.of(BILLION + 1, -BILLION - 1)
                : dice.from(-3 * swarm.mostUnits(), swarm.mostUnits());
        return new AdjustStock(world.sku(), world.warehouse(), AdjustMode.BY, by, reason(), 0);
    }

    Command returnToStock() {
        return new ReturnToStock(
                world.sku(),
                world.warehouse(),
                dice.of(ReturnFrom.values()),
                dice.of(Grade.values()),
                quantity(3),
                reason(),
                0);
    }

    Command setAllotment() {
        final long units = world.spoil() ? dice.of(-1L, BILLION + 1) : dice.from(0, 2 * swarm.mostUnits());
        final int campaign = world.campaign();
        return new SetAllotment(campaign, world.skuOf(campaign), world.warehouse(), units);
    }

    Command place() {
        final int channel = world.channel();
        final List<OrderLine> lines = lines(channel);
        long total = lines.stream().mapToLong(OrderLine::netAmount).sum();
        if (world.spoil()) {
            total += dice.of(-1L, 1L);
        }
        final long buyer = dice.oneIn(12) ? 0 : dice.from(1, swarm.buyers());
        return new PlaceOrder(
                channel,
                externalNumber(channel),
                world.spoil() ? dice.of("", "A B", "\t") : "TEST",
                world.spoil() ? null : dice.of(Urgency.values()),
                dice.oneIn(swarm.partialOneIn()) ? Placing.PARTIAL : Placing.ALL_OR_NONE,
                world.spoil() ? dice.of("ZZZ", "usd", "") : dice.of("CNY", "USD"),
                total,
                dice.oneIn(5) ? buyer : 0,
                buyer,
                world.spoil() ? dice.of(-1L, 34_560_000_001L) : dice.oneIn(3) ? dice.from(1, 2 * swarm.holdMost()) : 0,
                List.copyOf(lines),
                Collections.nCopies(world.spoil() ? 33 : dice.from(0, 1), new Alias(1, "alias")),
                new byte[world.spoil() && dice.oneIn(6) ? 65_537 : dice.from(0, documentBytes)],
                orderedMillis(),
                dice.oneIn(6));
    }

    /** Mostly now; else about now, or about where orders begin to be too old. */
    private long orderedMillis() {
        if (world.spoil()) {
            return -1;
        }
        final long floor = world.books().floorOfNumbers;
        if (!dice.oneIn(4)) {
            return 0;
        }
        return floor == Books.NO_FLOOR || dice.oneIn(4)
                ? world.now() - dice.from(0, 100)
                : floor + dice.of(0L, 300_000L, 300_001L, 300_001L);
    }

    private String externalNumber(final int channel) {
        if (world.spoil()) {
            return dice.of("", "n".repeat(41), "\u00e9".repeat(21), "a\u0001", "n".repeat(40));
        }
        final List<String> left = world.books().numbers.keySet().stream()
                .filter(number -> number.channel() == channel)
                .map(NumberKey::number)
                .toList();
        if (!left.isEmpty() && dice.oneIn(25)) {
            return dice.of(left);
        }
        return "no" + (dice.oneIn(25) ? dice.from(0L, numbers) : ++numbers);
    }

    private List<OrderLine> lines(final int channel) {
        final List<OrderLine> lines = new ArrayList<>();
        final int count = world.spoil() ? dice.of(0, 9) : dice.from(1, swarm.mostLines());
        for (int i = 0; i < count; i++) {
            final int sku = world.sku();
            final int warehouse = dice.oneIn(2) ? 0 : world.warehouseOf(channel);
            final long amount = world.spoil() ? dice.of(-1L, Long.MAX_VALUE) : dice.from(0, 3) * 100L;
            lines.add(new OrderLine(sku, warehouse, world.campaignOf(sku), quantity(swarm.mostUnits()), amount, 0, 0));
        }
        return lines;
    }

    long orderKey(final Order order) {
        if (order == null || world.spoil()) {
            return dice.of(0L, -1L, 900_000_000L);
        }
        if (dice.oneIn(15)) {
            return Math.max(1, keyOfOrder.applyAsLong(dice.from(1L, world.books().lastOrderId)));
        }
        return keyOfOrder.applyAsLong(order.id);
    }

    /** Mostly money; goods of an order that was shipped unpaid come back in its place. */
    Command confirm() {
        final boolean back = dice.oneIn(3);
        final Order order = world.order(each -> !each.paid
                && !each.refundRequested
                && each.closing != Books.CANCELLED
                && (!back || each.readmitted || each.done()));
        if (order != null && order.state == Books.OUTBOUND && !order.paid && !dice.oneIn(4)) {
            return order.shipped() > order.returned() ? returnAll(order) : new StartPayment(orderKey(order));
        }
        final long total = order == null ? 0 : order.total;
        final long amount = dice.oneIn(10) ? total + dice.of(-100L, -1L, 1L) : total;
        return new ConfirmPayment(orderKey(order), amount);
    }

    Command cancel() {
        final Order order = world.order();
        return new CancelOrder(orderKey(order), reason(), lineQuantities(order));
    }

    Command ship() {
        final boolean unpaid = dice.oneIn(3);
        final Order order = world.order(each -> world.maySoonShip(each) && (!unpaid || !each.paid));
        return new ShipOrder(orderKey(order), lineQuantities(order));
    }

    private List<LineQuantity> lineQuantities(final Order order) {
        final List<LineQuantity> lines = new ArrayList<>();
        if (order == null || dice.oneIn(2)) {
            return lines;
        }
        for (int line = 1; line <= order.lines.size() + (dice.oneIn(40) ? 1 : 0); line++) {
            if (dice.oneIn(2)) {
                lines.add(new LineQuantity(world.spoil() ? dice.of(1, 0, 7) : line, units()));
            }
        }
        return world.spoil() && dice.oneIn(6) && !lines.isEmpty()
                ? Collections.nCopies(2_001, lines.get(0))
                : List.copyOf(lines);
    }

    private long units() {
        return dice.oneIn(3) ? Command.ALL : quantity(3);
    }

    Command returnLines() {
        final boolean back = dice.oneIn(3);
        final Order shipped = world.order(each -> each.lines.stream().anyMatch(line -> line.shipped > line.returned)
                && (each.readmitted || !back && (!each.closed() || dice.oneIn(4))));
        final List<ReturnedLine> lines = new ArrayList<>();
        if (shipped != null && !world.spoil()) {
            final int most = shipped.lines.size();
            for (int line = dice.from(1, most); line <= most + (dice.oneIn(40) ? 1 : 0); line += dice.from(1, 2)) {
                lines.add(new ReturnedLine(world.spoil() ? dice.of(1, 0, 7) : line, units(), dice.of(Grade.values())));
            }
        }
        final boolean tooMany = world.spoil() && dice.oneIn(6) && !lines.isEmpty();
        return new ReturnLines(
                orderKey(shipped), reason(), tooMany ? Collections.nCopies(2_001, lines.get(0)) : List.copyOf(lines));
    }

    /** For an order that is seldom met: what it is there for. Null when that is to wait. */
    @Nullable
    Command aboutRareOrder() {
        final List<Order> rare = world.books().orders.values().stream()
                .filter(each -> each.readmitted || each.state == Books.OUTBOUND && !each.paid)
                .toList();
        if (rare.isEmpty()) {
            return null;
        }
        final Order order = dice.of(rare);
        if (order.shipped() > order.returned()) {
            return returnAll(order);
        }
        return order.readmitted || dice.oneIn(20) ? new ConfirmPayment(orderKey(order), order.total) : null;
    }

    /** What was shipped and not returned yet. */
    private Command returnAll(final Order order) {
        final List<ReturnedLine> lines = order.lines.stream()
                .filter(line -> line.shipped > line.returned)
                .map(line -> new ReturnedLine(line.number, dice.oneIn(4) ? 1 : Command.ALL, dice.of(Grade.values())))
                .toList();
        return new ReturnLines(orderKey(order), reason(), lines);
    }

    /** Mostly an order that has left; while none has, what leads there. */
    Command readmit() {
        final Books books = world.books();
        final List<Long> left = books.records.keySet().stream()
                .filter(id -> !books.orders.containsKey(id))
                .toList();
        final List<Long> known =
                books.numbers.values().stream().map(Remembered::orderId).toList();
        if (left.isEmpty() && !dice.oneIn(4)) {
            return dice.oneIn(2) ? ship() : cancel();
        }
        final boolean inMemory = left.isEmpty() || dice.oneIn(12);
        if (inMemory || world.spoil()) {
            return readmit(orderKey(world.order(each -> each.readmitted)), Fault.NONE);
        }
        final long id = someOf(known.isEmpty() || dice.oneIn(6) ? left : known);
        final boolean older = books.records.get(id).size() > 1 && dice.oneIn(3);
        final Fault fault = older ? Fault.OLDER : dice.oneIn(4) ? dice.of(Fault.values()) : Fault.NONE;
        return readmit(keyOfOrder.applyAsLong(id), fault);
    }

    private Command readmit(final long key, final Fault fault) {
        final List<Long> had = List.copyOf(world.books().records.keySet());
        final long other = had.isEmpty() || !dice.oneIn(10) ? key : keyOfOrder.applyAsLong(dice.of(had));
        return new ReadmitOrder(key, reason(), new RecordRecipe(other, fault, dice.from(0, 1_000_000)).written());
    }

    /** Mostly of the last. */
    private long someOf(final List<Long> ids) {
        return dice.oneIn(2) ? dice.of(ids) : ids.get(Math.max(0, ids.size() - dice.from(1, 4)));
    }
}
