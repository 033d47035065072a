package dev.tidegate.launcher.why;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.AllotmentView;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.TermsView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.launcher.reading.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures that the reservation check looks at, as they are before a command. */
final class LineFigures {
    private LineFigures() {}

    /** The figures of every line of a decoded PlaceOrder. */
    static List<Map<String, Object>> of(final Map<String, Object> placeOrder, final EngineReads reads) {
        final List<Map<String, Object>> figures = new ArrayList<>();
        if (placeOrder.get("lines") instanceof List<?> lines) {
            for (final Object each : lines) {
                figures.add(of(placeOrder, figures.size() + 1, (Map<?, ?>) each, reads));
            }
        }
        return figures;
    }

    private static Map<String, Object> of(
            final Map<String, Object> order, final int number, final Map<?, ?> line, final EngineReads reads) {
        final int sku = integer(line, "sku");
        final int campaign = integer(line, "campaign");
        final TermsView terms = reads.terms(
                integer(order, "channel"), sku, campaign, number(order, "buyerHigh"), number(order, "buyerLow"));
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("line", number);
        figures.put("sku", reads.skuCode(sku));
        figures.put("asked", number(line, "quantity"));
        if (integer(line, "warehouse") != 0) {
            figures.put("warehouse", reads.warehouseCode(integer(line, "warehouse")));
        }
        if (campaign != 0) {
            figures.put("campaign", reads.campaignCode(campaign));
            figures.put("window_start", Names.time(terms.startMillis()));
            figures.put("window_end", Names.time(terms.endMillis()));
        }
        putTerms(figures, terms);
        figures.put("stock", stock(sku, terms, reads));
        return figures;
    }

    private static void putTerms(final Map<String, Object> figures, final TermsView terms) {
        if (terms.frozen()) {
            figures.put("frozen", true);
        }
        figures.put("safety_stock", terms.safetyStock());
        if (terms.hasQuota()) {
            figures.put("quota_left", terms.quotaLeft());
        }
        if (terms.limitPerBuyer() != 0) {
            figures.put("limit_per_buyer", terms.limitPerBuyer());
            figures.put("counted_for_buyer", terms.counted());
        }
        if (terms.hasCap()) {
            figures.put("cap_left", terms.capLeft());
        }
    }

    private static List<Map<String, Object>> stock(final int sku, final TermsView terms, final EngineReads reads) {
        final List<Map<String, Object>> rows = new ArrayList<>();
        final StockView stock = reads.stock(sku);
        if (stock == null) {
            return rows;
        }
        for (final WarehouseStock each : stock.warehouses()) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("warehouse", reads.warehouseCode(each.warehouse()));
            row.put("sellable", each.sellable());
            row.put("allotted", each.allotted());
            row.put("held", each.held());
            row.put("sold", each.sold());
            for (final AllotmentView allotment : terms.allotments()) {
                if (allotment.warehouse() == each.warehouse()) {
                    row.put("allotment_of_campaign", allotment.left());
                }
            }
            rows.add(row);
        }
        return rows;
    }

    static int integer(final Map<?, ?> fields, final String name) {
        return (int) number(fields, name);
    }

    static long number(final Map<?, ?> fields, final String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
