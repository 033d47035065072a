package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.NumberKey;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Pair;
import dev.tidegate.model.Books.Place;
import dev.tidegate.model.Books.Remembered;
import dev.tidegate.model.IdMemory.First;
import dev.tidegate.model.ReferenceOutcome.Missing;
import java.util.List;
import java.util.Optional;

/**
 * The rules of docs/rules.md a second time, by another hand: as plain as can be, as slow as may be. What it answers and
 * what the engine answers must be the same.
 */
public final class ReferenceModel implements Subject {
    private final Books books = new Books();
    private final IdMemory ids = new IdMemory(books);
    private final Lookup lookup = new Lookup(books);
    private final OrderLookup orders = new OrderLookup(books);
    private final Counters counters = new Counters(books);
    private final Stock stock = new Stock(books, counters);
    private final Archive archive = new Archive(books);
    private final Expiry expiry = new Expiry(books, stock, counters, archive);
    private final CatalogueRules catalogue = new CatalogueRules(books, lookup);
    private final PolicyRules policies = new PolicyRules(books, lookup, ids, expiry);
    private final StockRules stockRules = new StockRules(books, lookup, stock, expiry);
    private final Placing placing = new Placing(books, lookup, stock, counters, expiry, archive);
    private final Payment payment = new Payment(books, orders, stock, counters, expiry);
    private final Fulfilment fulfilment = new Fulfilment(books, orders, stock, stockRules, expiry);

    /** How many SKUs were ever defined; they are numbered from 1. */
    public int skus() {
        return books.skus.size();
    }

    /** How many warehouses were ever defined; they are numbered from 1. */
    public int warehouses() {
        return books.warehouses.size();
    }

    /** Ids of the orders in memory, rising. */
    public List<Long> orders() {
        return books.orders.keySet().stream().sorted().toList();
    }

    /** For the generator and the checks of the harness, which look and do not touch. */
    Books books() {
        return books;
    }

    @Override
    public ReferenceOutcome apply(
            final long sequence, final long timeMillis, final CommandHeader header, final Command command) {
        begin(sequence, timeMillis);
        try {
            ids.checkId(header);
            CommandChecks.check(command, books);
            final Optional<First> first = ids.first(header);
            if (first.isPresent()) {
                return again(first.get(), command);
            }
            ids.checkRoom(command);
        } catch (final Refused refused) {
            return fresh(refused.answer());
        }
        final Answer answer = answer(command);
        ids.remember(header, command, answer);
        return fresh(answer);
    }

    /** Whether a command with that id would be held against an earlier one if it came at that time. */
    public boolean remembers(final CommandHeader header, final long timeMillis) {
        return ids.holds(header, Math.max(books.now, timeMillis));
    }

    private void begin(final long sequence, final long timeMillis) {
        books.sequence = sequence;
        books.before = books.now;
        books.now = Math.max(books.now, timeMillis);
        ids.forgetOld();
        archive.forgetOld();
    }

    @Override
    public void tick(final long sequence, final long timeMillis) {
        begin(sequence, timeMillis);
        expiry.tick();
    }

    private ReferenceOutcome again(final First first, final Command command) {
        if (!IdMemory.sameContent(first.content(), command)) {
            final Answer conflict = Answer.of(OutcomeCode.ID_CONFLICT, 0, 0, 0, 0);
            return outcome(conflict, false, first.sequence(), first.timeMillis());
        }
        final Order order = books.orders.get(first.answer().entityId());
        final List<Missing> missing = first.answer().code() == OutcomeCode.ACCEPTED_PARTLY && order != null
                ? Placing.missing(order)
                : List.of();
        final Answer answer = first.answer().withDeadline(0).withMissing(missing);
        return outcome(answer, true, first.sequence(), first.timeMillis());
    }

    private ReferenceOutcome fresh(final Answer answer) {
        return outcome(answer, false, books.sequence, books.now);
    }

    private static ReferenceOutcome outcome(
            final Answer answer, final boolean duplicate, final long firstSequence, final long firstTime) {
        return new ReferenceOutcome(
                answer.code(),
                duplicate,
                firstSequence,
                firstTime,
                answer.entityId(),
                answer.line(),
                answer.asked(),
                answer.available(),
                answer.deadlineMillis(),
                answer.missing());
    }

    private Answer answer(final Command command) {
        try {
            return handle(command);
        } catch (final Refused refused) {
            return refused.answer();
        }
    }

    private Answer handle(final Command command) {
        if (command instanceof Command.PlaceOrder c) {
            return placing.place(c);
        } else if (command instanceof Command.StartPayment c) {
            return payment.start(c.orderId());
        } else if (command instanceof Command.ConfirmPayment c) {
            return payment.confirm(c);
        } else if (command instanceof Command.ExtendHolds c) {
            return payment.extendHolds(c.minimumMillis());
        } else if (command instanceof Command.FailPayment c) {
            return payment.fail(c.orderId());
        } else if (command instanceof Command.CancelOrder c) {
            return fulfilment.cancel(c);
        } else if (command instanceof Command.ShipOrder c) {
            return fulfilment.ship(c);
        } else if (command instanceof Command.ReturnLines c) {
            return fulfilment.returnLines(c);
        } else if (command instanceof Command.ReadmitOrder c) {
            return archive.readmit(c);
        } else if (command instanceof Command.ReceiveStock c) {
            return stockRules.receive(c);
        } else if (command instanceof Command.AdjustStock c) {
            return stockRules.adjust(c);
        } else if (command instanceof Command.ReturnToStock c) {
            return stockRules.returnToStock(c);
        } else if (command instanceof Command.SetAllotment c) {
            return stockRules.setAllotment(c);
        }
        return handleCatalogue(command);
    }

    private Answer handleCatalogue(final Command command) {
        if (command instanceof Command.DefineSku c) {
            return catalogue.defineSku(c);
        } else if (command instanceof Command.RetireSku c) {
            return catalogue.retireSku(c.sku());
        } else if (command instanceof Command.DefineWarehouse c) {
            return catalogue.defineWarehouse(c);
        } else if (command instanceof Command.RetireWarehouse c) {
            return catalogue.retireWarehouse(c.warehouse());
        } else if (command instanceof Command.DefineChannel c) {
            return catalogue.defineChannel(c);
        } else if (command instanceof Command.RetireChannel c) {
            return catalogue.retireChannel(c.channel());
        } else if (command instanceof Command.DefineCampaign c) {
            return catalogue.defineCampaign(c);
        } else if (command instanceof Command.SetCampaignItem c) {
            return policies.setCampaignItem(c);
        } else if (command instanceof Command.SetHoldPolicy c) {
            return policies.setHoldPolicy(c);
        } else if (command instanceof Command.SetSafetyStock c) {
            return policies.setSafetyStock(c);
        } else if (command instanceof Command.SetChannelQuota c) {
            return policies.setChannelQuota(c);
        } else if (command instanceof Command.SetPurchaseLimit c) {
            return policies.setPurchaseLimit(c);
        } else if (command instanceof Command.SetFreeze c) {
            return policies.setFreeze(c);
        } else if (command instanceof Command.SetHoldTiming c) {
            return policies.setHoldTiming(c);
        } else if (command instanceof Command.SetLimits c) {
            return policies.setLimits(c);
        }
        throw new IllegalArgumentException("no rule for " + command);
    }

    @Override
    public long nextDeadlineMillis() {
        return expiry.nextDeadline();
    }

    @Override
    public Ledger.Stock stock(final int sku, final int warehouse) {
        final Pair pair = books.pairs.getOrDefault(new Place(sku, warehouse), new Pair());
        return new Ledger.Stock(
                pair.sellable,
                pair.allotted,
                pair.held,
                pair.sold,
                pair.shipped,
                pair.quarantine,
                books.shortAt(sku, warehouse));
    }

    @Override
    public Ledger.Order order(final long id) {
        final Order order = books.orders.get(id);
        return order == null
                ? null
                : new Ledger.Order(
                        order.state,
                        order.closing,
                        order.paid,
                        order.refundRequested,
                        order.dueAt(books.now),
                        order.deadline == Books.NEVER ? 0 : order.deadline,
                        order.lines.stream().map(ReferenceModel::line).toList());
    }

    @Override
    public boolean archived(final long id) {
        return id > 0 && id <= books.lastOrderId && !books.orders.containsKey(id);
    }

    @Override
    public long archived(final int channel, final String number) {
        final Remembered known = books.numbers.get(new NumberKey(channel, number));
        return known == null ? 0 : known.orderId();
    }

    @Override
    public List<byte[]> records(final long id) {
        return books.records.getOrDefault(id, List.of());
    }

    private static Ledger.Line line(final Line line) {
        return new Ledger.Line(line.granted, line.cancelled, line.shipped, line.returned, line.shortUnits);
    }

    @Override
    public Ledger.Counts counts() {
        return new Ledger.Counts(
                books.orders.size(),
                books.orders.values().stream().filter(order -> !order.closed()).count(),
                books.linesInMemory(),
                ids.acceptedCount(),
                ids.refusedCount(),
                books.counters.size(),
                books.pairs.size(),
                books.pairs.values().stream().mapToLong(Pair::total).sum());
    }
}
