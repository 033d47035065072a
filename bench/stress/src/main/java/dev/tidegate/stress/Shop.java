package dev.tidegate.stress;

import dev.tidegate.Orders;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import java.util.List;

/** An engine with one SKU in one warehouse, sold by one channel, each of number 1. Belongs to one thread at a time. */
public final class Shop {
    /** Time of every command. */
    public static final long NOON = 1_700_000_000_000L;

    /** An order of one unit. */
    public static final Command.PlaceOrder ORDER = order(0);

    private static final int NUMBER = 1;

    private final Engine engine = new Engine(new EngineSettings(7, 8, 8, 16, 8));
    private final CommandEncoder encoder = new CommandEncoder();
    private final HeapBuffer buffer = HeapBuffer.ofSize(1024);
    private final Outcome outcome = new Outcome();
    private long made;

    /** Nothing is on the shelf. */
    public Shop() {
        apply(new Command.DefineSku("tea", 1));
        apply(new Command.DefineWarehouse("house"));
        apply(new Command.DefineChannel("shop", false, List.of(NUMBER)));
    }

    public Engine engine() {
        return engine;
    }

    /** An id that the engine takes; the same for the same number. */
    public static CommandHeader id(final long number) {
        return CommandHeader.of(NOON << 16 | 0x7000, 1L << 63 | number);
    }

    /** An order of one unit, under that number of the channel's own. */
    public static Command.PlaceOrder order(final long number) {
        return Orders.place(1, "external-" + number, "TEST", Urgency.NORMAL)
                .line(1, 1, 100)
                .build();
    }

    /** Puts units on the shelf. */
    public void receive(final long units) {
        apply(new Command.ReceiveStock(NUMBER, NUMBER, units, 1, 0, 0, 0));
    }

    /** Applies a command under an id of its own; answers the number of what it made. */
    public long apply(final Command command) {
        return apply(id(1_000_000 + ++made), command);
    }

    /** Applies a command, which must be accepted; answers the number of what it made. */
    public long apply(final CommandHeader header, final Command command) {
        final int length = encoder.encode(header, command, buffer, 0);
        engine.apply(engine.sequence() + 1, NOON, buffer, 0, length, outcome);
        engine.events().clear();
        if (!outcome.accepted()) {
            throw new IllegalStateException(command + ": " + outcome);
        }
        return outcome.entityId();
    }
}
