package dev.tidegate.crash;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a child's callers ask for. Each operation follows from the caller, its number and what became of the one before,
 * so that whoever has read the answers can ask again, and knows what there must be.
 */
final class Sale {
    static final int SKUS = 5;
    static final long RECEIVED = 1_000_000;
    static final long PRICE = 100;

    /** How many callers there are, numbered from 0. */
    static final int CALLERS = 8;

    /** The caller of what is there before the sale. */
    static final int OPENING = 0xFFF;

    /** Of this SKU there is so little that some orders are refused. */
    private static final int SCARCE = SKUS;

    private static final long SCARCE_RECEIVED = 40;
    private static final long VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final String DOCUMENT = "{\"gift\":\"" + "wrapped in paper and ribbon, ".repeat(30) + "\"}";

    private Sale() {}

    /** The id of an operation; the same at every attempt. */
    static CommandHeader header(final long epochMillis, final int caller, final long number) {
        return CommandHeader.of(epochMillis << 16 | VERSION_7 | caller, VARIANT | number);
    }

    /** The operations of {@link #OPENING}, in this order, each when the one before has been answered. */
    static List<Command> opening() {
        final List<Command> commands = new ArrayList<>();
        commands.add(new Command.DefineWarehouse("east"));
        commands.add(new Command.DefineChannel("web", true, List.of(1)));
        for (int sku = 1; sku <= SKUS; sku++) {
            commands.add(new Command.DefineSku("SKU-" + sku, 0));
            commands.add(new Command.ReceiveStock(sku, 1, received(sku), 1, 0, 0, 0));
        }
        return commands;
    }

    private static long received(final int sku) {
        return sku == SCARCE ? SCARCE_RECEIVED : RECEIVED;
    }

    static long receivedInAll() {
        return (SKUS - 1) * RECEIVED + SCARCE_RECEIVED;
    }

    /** What an operation is for. */
    enum Step {
        PLACE,
        PAY,
        CANCEL,
        RECEIVE
    }

    /** @param order of the operation before, 0 where that was not an order that was taken */
    static Step step(final int caller, final long number, final long order) {
        final int then = chance(caller, number).nextInt(10);
        if (number % 3 == 0) {
            return Step.PLACE;
        }
        if (number % 3 == 2 || order == 0 || then < 2) {
            return Step.RECEIVE;
        }
        return then < 7 ? Step.PAY : Step.CANCEL;
    }

    /** Units that an operation orders or receives; those of the order before where it pays or cancels that. */
    static long units(final int caller, final long number) {
        final long of = number % 3 == 1 ? number - 1 : number;
        return 1 + chance(caller, of).nextInt(3);
    }

    static Command command(final int caller, final long number, final long order) {
        final Random random = chance(caller, number);
        final long units = 1 + random.nextInt(3);
        final int sku = 1 + random.nextInt(SKUS);
        return switch (step(caller, number, order)) {
            case PLACE ->
                Orders.place(1, caller + "-" + number, "crash", Command.Urgency.NORMAL)
                        .line(sku, units, units * PRICE)
                        .document(DOCUMENT)
                        .build();
            case PAY -> new Command.ConfirmPayment(order, units(caller, number) * PRICE);
            case CANCEL -> Orders.cancel(order, 1);
            case RECEIVE -> new Command.ReceiveStock(1, 1, 1, 1, 0, 0, 0);
        };
    }

    private static Random chance(final int caller, final long number) {
        return new Random(caller * 1_000_003L + number);
    }
}
