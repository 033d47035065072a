package dev.tidegate.gateway.http;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Alias;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.ReturnedLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of one command while it is read. What names a thing by a code gets its number here, if it is known. */
final class Draft {
    private static final int MOST_LINES = 2000;
    private static final int MOST_FEW = 64;
    private static final int FIELDS = Field.values().length;

    private final Names names;
    private final List<Names.Code> unknown;
    /** By the field's ordinal. */
    private final @Nullable Object[] values = new Object[FIELDS];

    /** {@code unknown} collects the codes whose numbers are not known yet. */
    Draft(final Names names, final List<Names.Code> unknown) {
        this.names = names;
        this.unknown = unknown;
    }

    boolean has(final Field field) {
        return values[field.ordinal()] != null;
    }

    void set(final Field field, final Object value) {
        values[field.ordinal()] = value;
    }

    /** Takes a field from a path: digits are a number, anything else a code. */
    void setFromPath(final Field field, final String text) throws Problem {
        if (field.kind() == null) {
            set(field, number(text, field));
        } else if (Texts.digits(text, 9)) {
            set(field, Long.parseLong(text));
        } else {
            set(field, number(field.kind(), text.startsWith("code:") ? text.substring(5) : text));
        }
    }

    private static long number(final String text, final Field field) throws Problem {
        if (!Texts.digits(text, 18)) {
            throw new Problem(404, "NOT_FOUND", field.key() + " must be a number");
        }
        return Long.parseLong(text);
    }

    private long number(final Names.Kind kind, final String code) {
        final int number = names.number(kind, code);
        if (number == 0) {
            unknown.add(new Names.Code(kind, code));
        }
        return number;
    }

    /** Reads the present value as that field. */
    void read(final Field field, final Body body) throws Problem, IOException {
        set(field, field.type().read(this, field, body));
    }

    Object reference(final Field field, final Body body) throws Problem, IOException {
        return reference(Objects.requireNonNull(field.kind()), (int) field.high(), body);
    }

    private long reference(final Names.Kind kind, final int high, final Body body) throws Problem, IOException {
        return body.isText() ? number(kind, body.text()) : body.number(0, high);
    }

    // ---- what was read

    private Object get(final Field field, final Object otherwise) {
        final Object value = values[field.ordinal()];
        return value == null ? otherwise : value;
    }

    String text(final Field field) {
        return (String) get(field, "");
    }

    long number(final Field field) {
        return (long) get(field, 0L);
    }

    int integer(final Field field) {
        return (int) number(field);
    }

    byte[] bytes(final Field field) {
        return (byte[]) get(field, new byte[0]);
    }

    boolean yes(final Field field) {
        return (boolean) get(field, false);
    }

    <E extends Enum<E>> E oneOf(final Field field, final Class<E> type, final E otherwise) {
        return type.cast(get(field, otherwise));
    }

    @SuppressWarnings("unchecked")
    <T> List<T> list(final Field field) {
        return (List<T>) get(field, List.of());
    }

    Object base64(final Body body) throws Problem, IOException {
        try {
            return Base64.getDecoder().decode(body.text());
        } catch (final IllegalArgumentException notBase64) {
            throw body.wrong("bytes in base64");
        }
    }

    // ---- lists

    Object orderLines(final Body body) throws Problem, IOException {
        final List<OrderLine> lines = new ArrayList<>();
        body.list(MOST_LINES, item -> lines.add(orderLine(item)));
        return lines;
    }

    private OrderLine orderLine(final Body body) throws Problem, IOException {
        final long[] line = new long[7];
        final boolean[] said = new boolean[3];
        body.object((name, value) -> {
            switch (name) {
                case "sku" -> {
                    line[0] = reference(Names.Kind.SKU, Integer.MAX_VALUE, value);
                    said[0] = true;
                }
                case "warehouse" -> line[1] = reference(Names.Kind.WAREHOUSE, Field.U16, value);
                case "campaign" -> line[2] = reference(Names.Kind.CAMPAIGN, Field.U16, value);
                case "quantity" -> {
                    line[3] = value.number(Long.MIN_VALUE, Long.MAX_VALUE);
                    said[1] = true;
                }
                case "netAmount" -> {
                    line[4] = value.number(Long.MIN_VALUE, Long.MAX_VALUE);
                    said[2] = true;
                }
                case "batch" -> line[5] = value.number(0, Integer.MAX_VALUE);
                case "qcReport" -> line[6] = value.number(0, Integer.MAX_VALUE);
                default -> {
                    return false;
                }
            }
            return true;
        });
        if (!said[0] || !said[1] || !said[2]) {
            throw body.wrong("a line with sku, quantity and netAmount");
        }
        return new OrderLine(
                (int) line[0], (int) line[1], (int) line[2], line[3], line[4], (int) line[5], (int) line[6]);
    }

    Object lineQuantities(final Body body) throws Problem, IOException {
        final List<LineQuantity> lines = new ArrayList<>();
        body.list(MOST_LINES, item -> {
            final ReturnedLine line = returned(item, false);
            lines.add(new LineQuantity(line.line(), line.quantity()));
        });
        return lines;
    }

    Object returnedLines(final Body body) throws Problem, IOException {
        final List<ReturnedLine> lines = new ArrayList<>();
        body.list(MOST_LINES, item -> lines.add(returned(item, true)));
        return lines;
    }

    private static ReturnedLine returned(final Body body, final boolean graded) throws Problem, IOException {
        final long[] line = {0, Command.ALL};
        final Grade[] grade = {Grade.SELLABLE};
        body.object((name, value) -> {
            if (name.equals("line")) {
                line[0] = value.number(1, Field.U16);
            } else if (name.equals("quantity")) {
                line[1] = value.number(-Long.MAX_VALUE, Long.MAX_VALUE);
            } else if (graded && name.equals("grade")) {
                grade[0] = value.oneOf(Grade.class);
            } else {
                return false;
            }
            return true;
        });
        if (line[0] == 0) {
            throw body.wrong("a line with its number");
        }
        return new ReturnedLine((int) line[0], line[1], grade[0]);
    }

    Object aliases(final Body body) throws Problem, IOException {
        final List<Alias> aliases = new ArrayList<>();
        body.list(MOST_FEW, item -> {
            final int[] kind = {-1};
            final String[] text = {null};
            item.object((name, value) -> {
                if (name.equals("kind")) {
                    kind[0] = value.integer(0, Field.U16);
                } else if (name.equals("value")) {
                    text[0] = value.text();
                } else {
                    return false;
                }
                return true;
            });
            if (kind[0] < 0 || text[0] == null || !Texts.printable(text[0], 0, 32)) {
                throw item.wrong("an alias with kind, and value of up to 32 ASCII characters");
            }
            aliases.add(new Alias(kind[0], text[0]));
        });
        return aliases;
    }

    Object limits(final Body body) throws Problem, IOException {
        final List<LimitValue> limits = new ArrayList<>();
        body.list(MOST_FEW, item -> {
            final Limit[] limit = {null};
            final long[] amount = {0};
            item.object((name, value) -> {
                if (name.equals("limit")) {
                    limit[0] = value.oneOf(Limit.class);
                } else if (name.equals("value")) {
                    amount[0] = value.number(0, Long.MAX_VALUE);
                } else {
                    return false;
                }
                return true;
            });
            if (limit[0] == null) {
                throw item.wrong("a limit and its value");
            }
            limits.add(new LimitValue(limit[0], amount[0]));
        });
        return limits;
    }

    Object warehouses(final Body body) throws Problem, IOException {
        final List<Integer> warehouses = new ArrayList<>();
        body.list(MOST_FEW, item -> warehouses.add((int) reference(Names.Kind.WAREHOUSE, Field.U16, item)));
        return warehouses;
    }
}
