package dev.tidegate.launcher.why;

import static dev.tidegate.launcher.why.LineFigures.integer;
import static dev.tidegate.launcher.why.LineFigures.number;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.launcher.reading.MessageText;
import dev.tidegate.launcher.reading.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stock that one command is about, before and after it. What stood there before follows from what stands there after
 * and from all that the command moved, for which SKU and warehouse it moves is known only then.
 */
final class StockChanges {
    private static final String SHORT = "short";

    private final Map<Place, Map<String, Long>> gained = new HashMap<>();
    private final Set<Place> told = new LinkedHashSet<>();

    private record Place(int sku, int warehouse) {}

    /** Counts an event of the command, whether it is told or not. */
    void count(final Map<String, Object> event) {
        final String name = String.valueOf(event.get(MessageText.NAME));
        if (name.equals("StockMoved")) {
            final long units = number(event, "quantity");
            gain(event, Names.bucket(number(event, "fromBucket")), -units);
            gain(event, Names.bucket(number(event, "toBucket")), units);
        } else if (name.equals("ShortChanged")) {
            gain(event, SHORT, number(event, "change"));
        }
    }

    private void gain(final Map<String, Object> event, final String bucket, final long units) {
        gained.computeIfAbsent(place(event), unseen -> new HashMap<>()).merge(bucket, units, Long::sum);
    }

    /** Has the SKU and warehouse that an event or command names told; does nothing when it does not name both. */
    void tell(final Map<String, Object> message) {
        final Place place = place(message);
        if (place.sku != 0 && place.warehouse != 0) {
            told.add(place);
        }
    }

    private static Place place(final Map<String, Object> message) {
        return new Place(integer(message, "sku"), integer(message, "warehouse"));
    }

    /** One map for each SKU and warehouse that is told and has stock. */
    List<Map<String, Object>> rows(final EngineReads reads) {
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final Place place : told) {
            final StockView stock = reads.stock(place.sku);
            if (stock != null) {
                stock.warehouses().stream()
                        .filter(each -> each.warehouse() == place.warehouse)
                        .forEach(each -> rows.add(row(place, each, reads)));
            }
        }
        return rows;
    }

    private Map<String, Object> row(final Place place, final WarehouseStock stock, final EngineReads reads) {
        final Map<String, Long> after = units(stock);
        final Map<String, Long> before = new LinkedHashMap<>(after);
        gained.getOrDefault(place, Map.of())
                .forEach((bucket, units) -> before.computeIfPresent(bucket, (same, left) -> left - units));
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("sku", reads.skuCode(place.sku));
        row.put("warehouse", reads.warehouseCode(place.warehouse));
        row.put("before", before);
        row.put("after", after);
        return row;
    }

    private static Map<String, Long> units(final WarehouseStock stock) {
        final Map<String, Long> units = new LinkedHashMap<>();
        units.put("sellable", stock.sellable());
        units.put("allotted", stock.allotted());
        units.put("held", stock.held());
        units.put("sold", stock.sold());
        units.put("shipped", stock.shipped());
        units.put("quarantine", stock.quarantine());
        units.put(SHORT, stock.shortUnits());
        return units;
    }

    /** A row as a sentence: the buckets that hold anything, before or after. */
    static String text(final Map<?, ?> row) {
        final StringBuilder text = new StringBuilder("stock of ")
                .append(row.get("sku"))
                .append(" at ")
                .append(row.get("warehouse"))
                .append(':');
        if (row.get("before") instanceof Map<?, ?> before && row.get("after") instanceof Map<?, ?> after) {
            before.forEach((bucket, units) -> {
                final long was = number(before, String.valueOf(bucket));
                final long is = number(after, String.valueOf(bucket));
                if (was != is) {
                    text.append(' ')
                            .append(bucket)
                            .append(' ')
                            .append(was)
                            .append(" to ")
                            .append(is)
                            .append(',');
                } else if (was != 0) {
                    text.append(' ').append(bucket).append(' ').append(was).append(',');
                }
            });
        }
        text.setLength(text.length() - 1);
        return text.toString();
    }
}
