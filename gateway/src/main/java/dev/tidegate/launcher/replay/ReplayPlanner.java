package dev.tidegate.launcher.replay;

import dev.tidegate.launcher.replay.ReplayStep.OpeningStock;
import dev.tidegate.launcher.replay.ReplayStep.OrderLine;
import dev.tidegate.launcher.replay.ReplayStep.PlaceOrder;
import dev.tidegate.launcher.replay.ReplayStep.ReturnInvoice;
import dev.tidegate.launcher.replay.ReplayStep.ReturnLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the records of one pass into a {@link ReplayPlan}. */
final class ReplayPlanner implements OrdersFile.RecordVisitor {
    /** Leaves room for the product with the highest percentage. */
    private static final long MOST_UNITS_ORDERED = Long.MAX_VALUE / ReplayPlan.MOST_OPENING_PERCENT;

    private static final int PERCENT = 100;

    /** Both keep the order of the file. */
    private final Map<String, Invoice> invoices = new LinkedHashMap<>();

    private final Map<String, SkuTotal> skus = new LinkedHashMap<>();

    private final RetailRecordParser parser = new RetailRecordParser();
    private final List<Reject> rejects = new ArrayList<>();
    private long firstTimeMillis = RetailRecord.NO_TIME;
    private long unitsOrdered;
    private long amountOrderedMinor;

    private static final class Invoice {
        final long record;
        final List<RetailRecord> lines = new ArrayList<>();

        Invoice(long record) {
            this.record = record;
        }
    }

    private static final class SkuTotal {
        final long record;
        final String sku;
        long units;

        SkuTotal(long record, String sku) {
            this.record = record;
            this.sku = sku;
        }
    }

    @Override
    public void visit(long number, List<String> fields) {
        RetailRecord read = parser.parse(number, fields);
        if (firstTimeMillis == RetailRecord.NO_TIME) {
            firstTimeMillis = read.timeMillis();
        }
        Invoice invoice = invoices.computeIfAbsent(read.invoice(), unseen -> new Invoice(number));
        if (read.rejected() != null) {
            rejects.add(new Reject(number, read.rejected()));
        } else if (read.isReturn() || countOrdered(read)) {
            invoice.lines.add(read);
        } else {
            rejects.add(new Reject(number, RejectCause.MALFORMED));
        }
    }

    /** Adds the line to the totals; leaves them alone and returns false if one would overflow. */
    private boolean countOrdered(RetailRecord line) {
        if (line.quantity() > MOST_UNITS_ORDERED - unitsOrdered
                || line.amountMinor() > Long.MAX_VALUE - amountOrderedMinor) {
            return false;
        }
        unitsOrdered += line.quantity();
        amountOrderedMinor += line.amountMinor();
        skus.computeIfAbsent(line.sku(), sku -> new SkuTotal(line.number(), sku)).units += line.quantity();
        return true;
    }

    ReplayPlan plan(long lines, int openingPercent) {
        List<ReplayStep> steps = new ArrayList<>();
        long openingUnits = 0;
        for (SkuTotal total : skus.values()) {
            long quantity = openingPercent * total.units / PERCENT;
            if (quantity > 0) {
                steps.add(new OpeningStock(total.record, firstTimeMillis, total.sku, quantity));
                openingUnits += quantity;
            }
        }
        int orders = 0;
        for (Invoice invoice : invoices.values()) {
            if (!invoice.lines.isEmpty()) {
                ReplayStep step = step(invoice);
                steps.add(step);
                orders += step instanceof PlaceOrder ? 1 : 0;
            }
        }
        return new ReplayPlan(openingPercent, lines, orders, skus.size(), openingUnits, steps, rejects);
    }

    private ReplayStep step(Invoice invoice) {
        RetailRecord first = invoice.lines.get(0);
        if (first.isReturn()) {
            List<ReturnLine> lines =
                    invoice.lines.stream().map(this::returnLine).toList();
            return new ReturnInvoice(invoice.record, first.timeMillis(), first.invoice(), lines);
        }
        List<OrderLine> lines = invoice.lines.stream().map(this::orderLine).toList();
        return new PlaceOrder(invoice.record, first.timeMillis(), first.invoice(), first.customer(), lines);
    }

    private OrderLine orderLine(RetailRecord line) {
        return new OrderLine(line.number(), line.sku(), line.quantity(), line.amountMinor());
    }

    private ReturnLine returnLine(RetailRecord line) {
        return new ReturnLine(line.number(), line.sku(), line.customer(), -line.quantity(), -line.amountMinor());
    }
}
