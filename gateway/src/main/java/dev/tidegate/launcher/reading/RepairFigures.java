package dev.tidegate.launcher.reading;

import dev.tidegate.journal.Repair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Repairs as figures to print. */
public final class RepairFigures {
    private RepairFigures() {}

    /** Adds {@code repairs}, unless there were none. */
    public static void put(final Map<String, Object> figures, final List<Repair> repairs) {
        if (repairs.isEmpty()) {
            return;
        }
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final Repair each : repairs) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("repair", each.kind().name().toLowerCase(Locale.ROOT));
            row.put("sequence", each.sequence());
            row.put("records_then", each.record());
            row.put("at", Names.time(each.atMillis()));
            row.put("reason", each.reason());
            rows.add(row);
        }
        figures.put("repairs", rows);
    }
}
