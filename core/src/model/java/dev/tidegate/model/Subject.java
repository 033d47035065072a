package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;

/** What the rules are tried on: the model, or the engine. */
public interface Subject {
    ReferenceOutcome apply(long sequence, long timeMillis, CommandHeader header, Command command);

    void tick(long sequence, long timeMillis);

    /** Earliest of all that is to come; {@link Long#MAX_VALUE} for nothing. */
    long nextDeadlineMillis();

    /** What stands of a SKU in a warehouse; all 0 when nothing ever did. */
    Ledger.Stock stock(int sku, int warehouse);

    /** An order in memory, or null. */
    Ledger.Order order(long id);

    Ledger.Counts counts();
}
