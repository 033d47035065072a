package dev.tidegate.launcher;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list of maps as a table for a reader: numbers to the right, everything else to the left. */
final class PlainTable {
    private PlainTable() {}

    /** The table under its name; a row for each map, a column for each key that any of them has. */
    static String of(final String name, final List<?> rows) {
        final Set<String> keys = new LinkedHashSet<>();
        for (final Object row : rows) {
            ((Map<?, ?>) row).keySet().forEach(key -> keys.add(key.toString()));
        }
        final List<String> columns = new ArrayList<>(keys);
        final int[] widths = columns.stream().mapToInt(String::length).toArray();
        for (final Object row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cell(row, columns.get(i)).length());
            }
        }
        final StringBuilder text = new StringBuilder(String.format("%s:%n", name));
        appendRow(text, widths, columns, false);
        for (final Object row : rows) {
            final List<String> cells =
                    columns.stream().map(column -> cell(row, column)).toList();
            appendRow(text, widths, cells, true);
        }
        return text.toString();
    }

    private static String cell(final Object row, final String column) {
        final Object value = ((Map<?, ?>) row).get(column);
        return value == null ? "" : value.toString();
    }

    private static void appendRow(
            final StringBuilder text, final int[] widths, final List<String> cells, final boolean data) {
        final StringBuilder row = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            final String cell = cells.get(i);
            final boolean right = data && isNumber(cell);
            row.append("  ").append(String.format(right ? "%" + widths[i] + "s" : "%-" + widths[i] + "s", cell));
        }
        text.append(row.toString().stripTrailing()).append(System.lineSeparator());
    }

    private static boolean isNumber(final String cell) {
        return !cell.isEmpty() && cell.chars().allMatch(each -> each >= '0' && each <= '9' || each == '-');
    }
}
