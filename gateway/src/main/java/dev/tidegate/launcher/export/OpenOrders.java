package dev.tidegate.launcher.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.LineView;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.launcher.reading.Names;
import java.io.IOException;
import java.io.Writer;
import java.util.Objects;

/** Writes open orders and their live lines as CSV (RFC 4180). Times are UTC, amounts minor units, quantities units. */
final class OpenOrders {
    private final EngineReads reads;
    private long orders;
    private long holds;

    OpenOrders(final EngineReads reads) {
        this.reads = reads;
    }

    long orders() {
        return orders;
    }

    long holds() {
        return holds;
    }

    /** One row for each order that is not closed. */
    void writeOrders(final Writer out) throws IOException {
        final CsvWriter csv = csv(out);
        csv.writeRecord(
                "order_id",
                "channel",
                "external_number",
                "state",
                "paid",
                "placed",
                "deadline",
                "due",
                "currency",
                "total_amount",
                "lines");
        reads.openOrders(id -> {
            final OrderView order = Objects.requireNonNull(reads.order(id));
            orders++;
            csv.writeRecord(
                    Long.toString(id),
                    reads.channelCode(order.channel()),
                    order.externalNumber(),
                    Names.state(order.state()),
                    Boolean.toString(order.paid()),
                    Names.time(order.placedTimeMillis()),
                    order.deadlineMillis() == 0 ? "" : Names.time(order.deadlineMillis()),
                    Boolean.toString(order.due()),
                    order.currency(),
                    Long.toString(order.totalAmount()),
                    Integer.toString(order.lines().size()));
        });
        csv.flush();
    }

    /** One row for each line of such an order that still has units to ship. */
    void writeHolds(final Writer out) throws IOException {
        final CsvWriter csv = csv(out);
        csv.writeRecord(
                "order_id",
                "external_number",
                "line",
                "sku",
                "warehouse",
                "campaign",
                "bucket",
                "live",
                "short",
                "asked",
                "shipped",
                "net_amount");
        reads.openOrders(id -> {
            final OrderView order = Objects.requireNonNull(reads.order(id));
            order.lines().forEach(line -> writeHold(csv, order, line));
        });
        csv.flush();
    }

    private void writeHold(final CsvWriter csv, final OrderView order, final LineView line) {
        final long live = line.granted() - line.cancelled() - line.shipped();
        if (live == 0) {
            return;
        }
        holds++;
        csv.writeRecord(
                Long.toString(order.orderId()),
                order.externalNumber(),
                Integer.toString(line.line()),
                reads.skuCode(line.sku()),
                reads.warehouseCode(line.warehouse()),
                reads.campaignCode(line.campaign()),
                order.paid() ? "sold" : "held",
                Long.toString(live),
                Long.toString(line.shortUnits()),
                Long.toString(line.asked()),
                Long.toString(line.shipped()),
                Long.toString(line.netAmount()));
    }

    private static CsvWriter csv(final Writer out) {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
    }
}
