package dev.tidegate.simulation;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.Urgency;
import java.util.List;

/**
 * Commands from the words of a history. Not with the gateway's own reader of the same words: what that one misreads is to be
 * found.
 */
final class RecordedCommands {
    private RecordedCommands() {}

    /** The command of that name in docs/history.md. */
    static Command of(final String name, final RecordedLine arguments) {
        final Command command = switch (name) {
            case "place-order" -> placeOrder(arguments);
            case "start-payment" -> new Command.StartPayment(arguments.number("order"));
            case "confirm-payment" -> new Command.ConfirmPayment(arguments.number("order"), arguments.number("amount"));
            case "fail-payment" -> new Command.FailPayment(arguments.number("order"));
            case "cancel-order" ->
                new Command.CancelOrder(arguments.number("order"), arguments.integer("reason"), quantities(arguments));
            case "ship-order" -> new Command.ShipOrder(arguments.number("order"), quantities(arguments));
            case "receive-stock" ->
                new Command.ReceiveStock(
                        arguments.integer("sku"),
                        arguments.integer("warehouse"),
                        arguments.number("quantity"),
                        arguments.integer("reason"),
                        0,
                        0,
                        0);
            case "adjust-stock" ->
                new Command.AdjustStock(
                        arguments.integer("sku"),
                        arguments.integer("warehouse"),
                        AdjustMode.valueOf(arguments.text("mode")),
                        arguments.number("quantity"),
                        arguments.integer("reason"),
                        0);
            case "define-sku" -> new Command.DefineSku(arguments.text("code"), 0);
            case "define-warehouse" -> new Command.DefineWarehouse(arguments.text("code"));
            case "define-channel" ->
                new Command.DefineChannel(
                        arguments.text("code"), arguments.yes("shipUnpaid"), numbers(arguments, "warehouses"));
            default -> throw new IllegalArgumentException("the command " + name + " is not known here");
        };
        arguments.requireAllTaken(name);
        return command;
    }

    private static Command placeOrder(final RecordedLine arguments) {
        final Orders.Place order = Orders.place(
                arguments.integer("channel"),
                arguments.text("externalNumber"),
                arguments.text("source"),
                arguments.has("urgency") ? Urgency.valueOf(arguments.text("urgency")) : Urgency.NORMAL);
        if (arguments.has("placing") && arguments.text("placing").equals("PARTIAL")) {
            order.partial();
        }
        order.holdMillis(arguments.numberIfThere("holdMillis"));
        for (final RecordedLine line : arguments.objects("lines")) {
            order.line(new OrderLine(
                    line.integer("sku"),
                    line.integerIfThere("warehouse"),
                    0,
                    line.number("quantity"),
                    line.number("netAmount"),
                    0,
                    0));
            line.requireAllTaken("a line of an order");
        }
        return order.build();
    }

    private static List<LineQuantity> quantities(final RecordedLine arguments) {
        return arguments.objects("lines").stream()
                .map(line -> new LineQuantity(line.integer("line"), line.number("quantity")))
                .toList();
    }

    private static List<Integer> numbers(final RecordedLine arguments, final String name) {
        return arguments.list(name).stream()
                .map(item -> Integer.parseInt(String.valueOf(item)))
                .toList();
    }
}
