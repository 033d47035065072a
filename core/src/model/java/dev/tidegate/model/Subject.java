package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import java.util.List;

/** What the rules are tried on: the model, or the engine. */
public interface Subject {
    ReferenceOutcome apply(long sequence, long timeMillis, CommandHeader header, Command command);

    void tick(long sequence, long timeMillis);

    /** Earliest of all that is to come; {@link Long#MAX_VALUE} for nothing. */
    long nextDeadlineMillis();

    /** What stands of a SKU in a warehouse; all 0 when nothing ever did. */
    Ledger.Stock stock(int sku, int warehouse);

    /** Every record with which an order has left memory, the last at the end. */
    List<byte[]> records(long id);

    /** Whether an order had that id and is not in memory any more. */
    boolean archived(long id);

    /** The order that left with that number, as long as it is remembered; 0 for none. */
    long archived(int channel, String number);

    /** An order in memory, or null. */
    Ledger.Order order(long id);

    Ledger.Counts counts();
}
