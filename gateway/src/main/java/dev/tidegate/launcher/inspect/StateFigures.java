package dev.tidegate.launcher.inspect;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.LineView;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.launcher.reading.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An order, or a SKU's stock, as figures to print. */
final class StateFigures {
    private StateFigures() {}

    static Map<String, Object> of(final OrderView order, final EngineReads reads) {
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("order_id", order.orderId());
        figures.put("channel", reads.channelCode(order.channel()));
        figures.put("external_number", order.externalNumber());
        figures.put("state", Names.state(order.state()));
        figures.put("closing", Names.closing(order.closing()));
        figures.put("paid", order.paid());
        figures.put("refund_requested", order.refundRequested());
        figures.put("due", order.due());
        figures.put("placed", Names.time(order.placedTimeMillis()));
        figures.put("placed_sequence", order.placedSequence());
        figures.put("deadline", Names.time(order.deadlineMillis()));
        figures.put("currency", order.currency());
        figures.put("total_amount", order.totalAmount());
        final List<Map<String, Object>> lines = new ArrayList<>();
        for (final LineView line : order.lines()) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("line", line.line());
            row.put("sku", reads.skuCode(line.sku()));
            row.put("warehouse", reads.warehouseCode(line.warehouse()));
            row.put("campaign", reads.campaignCode(line.campaign()));
            row.put("asked", line.asked());
            row.put("granted", line.granted());
            row.put("cancelled", line.cancelled());
            row.put("shipped", line.shipped());
            row.put("returned", line.returned());
            row.put("short", line.shortUnits());
            row.put("net_amount", line.netAmount());
            lines.add(row);
        }
        figures.put("lines", lines);
        return figures;
    }

    static Map<String, Object> of(final StockView stock, final EngineReads reads) {
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("sku", reads.skuCode(stock.sku()));
        figures.put("number", stock.sku());
        figures.put("retired", stock.retired());
        figures.put("frozen", stock.frozen());
        figures.put("safety_stock", stock.safetyStock());
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final WarehouseStock each : stock.warehouses()) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("warehouse", reads.warehouseCode(each.warehouse()));
            row.put("sellable", each.sellable());
            row.put("allotted", each.allotted());
            row.put("held", each.held());
            row.put("sold", each.sold());
            row.put("shipped", each.shipped());
            row.put("quarantine", each.quarantine());
            row.put("short", each.shortUnits());
            rows.add(row);
        }
        figures.put("stock", rows);
        return figures;
    }
}
