package dev.tidegate.gateway.http;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of a CSV file whose first row names fields of a command, and its other rows as the JSON that the command is
 * otherwise sent as. RFC 4180, UTF-8. A cell with nothing in it leaves its field out.
 */
final class CsvColumns {
    private static final String CODE = ":code";

    private final List<Column> columns = new ArrayList<>();

    /** {@code code} when each cell is a code, though it be digits. */
    private record Column(Field field, boolean code) {}

    /**
     * Reads the first row.
     *
     * @throws Problem when it names something that the command does not have
     */
    CsvColumns(final CommandRoute route, final byte[] header) throws Problem {
        final Set<Field> seen = new HashSet<>();
        for (final String cell : cells(header)) {
            final boolean code = cell.endsWith(CODE);
            final String name = code ? cell.substring(0, cell.length() - CODE.length()) : cell;
            final Field inPath = route.inPath();
            final Field field = inPath != null && inPath.key().equals(name) ? inPath : route.field(name);
            if (field == null || code && field.kind() == null) {
                throw Problem.badRequest("unknown column " + cell);
            }
            if (!seen.add(field)) {
                throw Problem.badRequest("the column " + name + " stands there twice");
            }
            columns.add(new Column(field, code));
        }
    }

    /** A row as JSON. */
    byte[] json(final byte[] row) throws Problem {
        final List<String> cells = cells(row);
        if (cells.size() != columns.size()) {
            throw Problem.badRequest("the row has " + cells.size() + " cells, the first one " + columns.size());
        }
        final Json json = new Json().begin();
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                json.name(columns.get(i).field.key());
                value(json, columns.get(i), cells.get(i));
            }
        }
        return json.end().bytes();
    }

    private static void value(final Json json, final Column column, final String cell) {
        final Field field = column.field;
        if (field.kind() != null && !column.code && cell.startsWith("code:")) {
            json.value(cell.substring(5));
        } else if (field.type() != Field.Type.TEXT && !column.code && isNumber(field, cell)) {
            json.value(Long.parseLong(cell));
        } else if (field.isYesOrNo() && (cell.equals("true") || cell.equals("false"))) {
            json.value(cell.equals("true"));
        } else {
            json.value(cell);
        }
    }

    /** Whether it is one that JSON takes as a number; of what has codes too, so many digits are a code. */
    private static boolean isNumber(final Field field, final String cell) {
        if (!cell.matches(field.kind() == null ? "-?[0-9]{1,19}" : "-?[0-9]{1,18}")) {
            return false;
        }
        final BigInteger number = new BigInteger(cell);
        return number.bitLength() < Long.SIZE;
    }

    /** The cells of a row. */
    static List<String> cells(final byte[] row) throws Problem {
        final String text = text(row);
        final List<String> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            final StringBuilder cell = new StringBuilder();
            at = text.startsWith("\"", at) ? quoted(text, at + 1, cell) : plain(text, at, cell);
            cells.add(cell.toString());
            if (at == text.length()) {
                return cells;
            }
            if (text.charAt(at) != ',') {
                throw Problem.badRequest("something stands behind the quotes of cell " + cells.size());
            }
            at++;
        }
    }

    private static int plain(final String text, final int from, final StringBuilder cell) throws Problem {
        final int comma = text.indexOf(',', from);
        final int to = comma < 0 ? text.length() : comma;
        cell.append(text, from, to);
        if (cell.indexOf("\"") >= 0) {
            throw Problem.badRequest("a quote stands within a cell that does not begin with one");
        }
        return to;
    }

    private static int quoted(final String text, final int from, final StringBuilder cell) throws Problem {
        int at = from;
        while (true) {
            final int quote = text.indexOf('"', at);
            if (quote < 0) {
                throw Problem.badRequest("a quote is not closed");
            }
            cell.append(text, at, quote);
            if (!text.startsWith("\"", quote + 1)) {
                return quote + 1;
            }
            cell.append('"');
            at = quote + 2;
        }
    }

    private static String text(final byte[] row) throws Problem {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(row))
                    .toString();
        } catch (final CharacterCodingException wrong) {
            throw Problem.badRequest("the row is not UTF-8");
        }
    }
}
