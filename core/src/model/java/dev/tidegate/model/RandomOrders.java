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
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnToStock;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.model.Books.Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongUnaryOperator;

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
                externalNumber(),
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
                new byte[world.spoil() && dice.oneIn(6) ? 65_537 : dice.from(0, documentBytes)]);
    }

    private String externalNumber() {
        if (world.spoil()) {
            return dice.of("", "n".repeat(41), "\u00e9".repeat(21), "a\u0001", "n".repeat(40));
        }
        return "no" + (dice.oneIn(30) ? dice.from(0L, numbers) : ++numbers);
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

    Command confirm() {
        final Order order = world.order(each -> !each.paid && !each.refundRequested && each.closing != Books.CANCELLED);
        final long total = order == null ? 0 : order.total;
        final long amount = dice.oneIn(10) ? total + dice.of(-100L, -1L, 1L) : total;
        return new ConfirmPayment(orderKey(order), amount);
    }

    Command cancel() {
        final Order order = world.order();
        return new CancelOrder(orderKey(order), reason(), lineQuantities(order));
    }

    Command ship() {
        final Order order = world.order(world::maySoonShip);
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
        final Order shipped = world.order(each -> each.lines.stream().anyMatch(line -> line.shipped > line.returned));
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
}
