package dev.tidegate.model;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.util.List;

/** The engine, fed with messages. */
final class EngineSubject implements Subject {
    private static final int LONGEST_MESSAGE = 256 * 1024;

    private final Engine engine;
    private final CommandEncoder encoder = new CommandEncoder();
    private final HeapBuffer buffer;
    private final Outcome outcome = new Outcome();
    private final EventLedger events = new EventLedger();

    EngineSubject() {
        this(EngineSettings.small(), LONGEST_MESSAGE);
    }

    /** One for many short stories: it begins small. */
    EngineSubject(final EngineSettings settings, final int longestMessage) {
        engine = new Engine(settings);
        buffer = new HeapBuffer(new byte[longestMessage]);
    }

    Engine engine() {
        return engine;
    }

    @Override
    public ReferenceOutcome apply(
            final long sequence, final long timeMillis, final CommandHeader header, final Command command) {
        apply(sequence, timeMillis, encoder.encode(header, command, buffer, 0));
        return EngineLedger.outcome(outcome, outcome.entityId());
    }

    @Override
    public void tick(final long sequence, final long timeMillis) {
        apply(sequence, timeMillis, CommandEncoder.encodeTick(buffer, 0));
        if (outcome.code() != OutcomeCode.ACCEPTED) {
            throw new AssertionError("a tick was answered " + outcome);
        }
    }

    private void apply(final long sequence, final long timeMillis, final int length) {
        engine.apply(sequence, timeMillis, buffer, 0, length, outcome);
        events.take(engine.events());
        engine.events().clear();
    }

    @Override
    public long nextDeadlineMillis() {
        return engine.nextDeadlineMillis();
    }

    @Override
    public Ledger.Stock stock(final int sku, final int warehouse) {
        final Ledger.Stock stock = EngineLedger.stock(engine, sku, warehouse);
        events.compare(sku, warehouse, stock);
        return stock;
    }

    @Override
    public Ledger.Order order(final long id) {
        final Ledger.Order order = EngineLedger.order(engine, id);
        if (order != null) {
            events.compare(id, order);
        }
        return order;
    }

    @Override
    public boolean archived(final long id) {
        return engine.reads().archived(id);
    }

    @Override
    public long archived(final int channel, final String number) {
        return engine.reads().archived(channel, number);
    }

    @Override
    public List<byte[]> records(final long id) {
        return events.records(id);
    }

    @Override
    public Ledger.Counts counts() {
        return EngineLedger.counts(engine);
    }
}
