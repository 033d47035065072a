package dev.tidegate.model;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.ReferenceOutcome.Missing;
import java.util.List;
import java.util.stream.IntStream;

/** The engine, fed with messages. */
final class EngineSubject implements Subject {
    private final Engine engine = new Engine(EngineSettings.small());
    private final CommandEncoder encoder = new CommandEncoder();
    private final HeapBuffer buffer = new HeapBuffer(new byte[256 * 1024]);
    private final Outcome outcome = new Outcome();
    private final EventLedger events = new EventLedger();

    Engine engine() {
        return engine;
    }

    @Override
    public ReferenceOutcome apply(
            final long sequence, final long timeMillis, final CommandHeader header, final Command command) {
        apply(sequence, timeMillis, encoder.encode(header, command, buffer, 0));
        return new ReferenceOutcome(
                outcome.code(),
                outcome.duplicate(),
                outcome.firstSequence(),
                outcome.firstTimeMillis(),
                outcome.entityId(),
                outcome.line(),
                outcome.asked(),
                outcome.available(),
                outcome.deadlineMillis(),
                IntStream.range(0, outcome.missingCount())
                        .mapToObj(i -> new Missing(outcome.missingLine(i), outcome.missingQuantity(i)))
                        .toList());
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
        final Ledger.Stock stock = read(sku, warehouse);
        events.compare(sku, warehouse, stock);
        return stock;
    }

    private Ledger.Stock read(final int sku, final int warehouse) {
        final StockView view = engine.reads().stock(sku);
        if (view != null) {
            for (final WarehouseStock there : view.warehouses()) {
                if (there.warehouse() == warehouse) {
                    return new Ledger.Stock(
                            there.sellable(),
                            there.allotted(),
                            there.held(),
                            there.sold(),
                            there.shipped(),
                            there.quarantine(),
                            there.shortUnits());
                }
            }
        }
        return new Ledger.Stock(0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public Ledger.Order order(final long id) {
        final OrderView view = engine.reads().order(id);
        if (view == null) {
            return null;
        }
        final List<Ledger.Line> lines = view.lines().stream()
                .map(line -> new Ledger.Line(
                        line.granted(), line.cancelled(), line.shipped(), line.returned(), line.shortUnits()))
                .toList();
        final Ledger.Order order = new Ledger.Order(
                view.state(),
                view.closing(),
                view.paid(),
                view.refundRequested(),
                view.due(),
                view.deadlineMillis(),
                lines);
        events.compare(id, order);
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
        final EngineReads.Counts counts = engine.reads().counts();
        return new Ledger.Counts(
                counts.orders(),
                counts.openOrders(),
                counts.orderLines(),
                counts.idsRemembered(),
                counts.refusalsRemembered(),
                counts.purchaseCounters(),
                counts.stocks(),
                counts.unitsIn() - counts.unitsOut());
    }
}
