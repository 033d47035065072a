package dev.tidegate.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidegate.message.Command.Urgency;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The message OrderLeft by hand, from the schema: with its header it is the record of an order. */
final class OrderRecord {
    static final int ID_AT = 8;
    static final int CHANNEL_AT = ID_AT + 8;
    static final int TOTAL_AT = CHANNEL_AT + 2 + 6 + 8 + 3;
    private static final int HEADER = 8;
    private static final int TEMPLATE = 202;
    private static final int SCHEMA = 7301;
    private static final int VERSION = 1;
    private static final int BLOCK = 67;
    private static final int LINE = 57;
    private static final int LINES_AT = HEADER + BLOCK;
    private static final int MOST_LINES = 2_000;
    private static final int MOST_NUMBER_BYTES = 40;
    private static final int SOURCE = 8;
    private static final int CURRENCY = 3;

    private OrderRecord() {}

    static byte[] of(final Order order) {
        final byte[] number = order.externalNumber.getBytes(UTF_8);
        final ByteBuffer to = littleEndian(new byte[LINES_AT + 4 + LINE * order.lines.size() + 2 + number.length]);
        putShorts(to, BLOCK, TEMPLATE, SCHEMA, VERSION);
        to.putLong(order.id).putShort((short) order.channel).put((byte) order.closing);
        to.put(flag(order.paid)).put(flag(order.refundRequested)).put(flag(order.shipped() > 0));
        to.put(flag(order.cut)).put((byte) (order.urgency.ordinal() + 1));
        putAscii(to, order.source, SOURCE);
        putAscii(to, order.currency, CURRENCY);
        to.putLong(order.total).putLong(order.buyerHigh).putLong(order.buyerLow);
        to.putLong(order.placedSequence).putLong(order.placedTime);
        putShorts(to, LINE, order.lines.size());
        for (final Line line : order.lines) {
            to.putInt(line.sku).putShort((short) (line.named == 0 ? line.warehouse : line.named));
            to.put(flag(line.named != 0)).putShort((short) line.campaign);
            to.putLong(line.asked).putLong(line.granted).putLong(line.cancelled);
            to.putLong(line.shipped).putLong(line.returned).putLong(line.netAmount);
        }
        to.putShort((short) number.length).put(number);
        return to.array();
    }

    private static byte flag(final boolean value) {
        return (byte) (value ? 1 : 0);
    }

    private static void putShorts(final ByteBuffer to, final int... values) {
        for (final int value : values) {
            to.putShort((short) value);
        }
    }

    private static void putAscii(final ByteBuffer to, final String text, final int length) {
        to.put(text.getBytes(US_ASCII)).put(new byte[length - text.length()]);
    }

    /** Whether these bytes are exactly one message of that order, with lines and an external number. */
    static boolean isWhole(final byte[] record, final long orderId) {
        final ByteBuffer from = littleEndian(record);
        if (record.length < LINES_AT + 4
                || from.getShort() != BLOCK
                || from.getShort() != TEMPLATE
                || from.getShort() != SCHEMA
                || from.getShort() != VERSION
                || from.getLong() != orderId
                || from.getShort(LINES_AT) != LINE) {
            return false;
        }
        final int lines = from.getShort(LINES_AT + 2) & 0xFFFF;
        final int numberAt = LINES_AT + 4 + LINE * lines;
        if (lines < 1 || lines > MOST_LINES || record.length < numberAt + 2) {
            return false;
        }
        final int number = from.getShort(numberAt) & 0xFFFF;
        return number >= 1 && number <= MOST_NUMBER_BYTES && record.length == numberAt + 2 + number;
    }

    /** A closed order with everything that its record, which is whole, says of it. */
    static Order order(final byte[] record) {
        final ByteBuffer from = littleEndian(record).position(ID_AT);
        final Order order = new Order();
        order.id = from.getLong();
        order.channel = from.getShort() & 0xFFFF;
        order.state = Books.CLOSED;
        order.closing = from.get();
        order.paid = from.get() == 1;
        order.refundRequested = from.get() == 1;
        from.get();
        order.cut = from.get() == 1;
        order.urgency = from.get() == 2 ? Urgency.URGENT : Urgency.NORMAL;
        order.source = ascii(from, SOURCE);
        order.currency = ascii(from, CURRENCY);
        order.total = from.getLong();
        order.buyerHigh = from.getLong();
        order.buyerLow = from.getLong();
        order.placedSequence = from.getLong();
        order.placedTime = from.getLong();
        from.getShort();
        for (int lines = from.getShort() & 0xFFFF; lines > 0; lines--) {
            order.lines.add(line(from, order.lines.size() + 1));
        }
        final byte[] number = new byte[from.getShort()];
        from.get(number);
        order.externalNumber = new String(number, UTF_8);
        return order;
    }

    private static Line line(final ByteBuffer from, final int number) {
        final Line line = new Line();
        line.number = number;
        line.sku = from.getInt();
        line.warehouse = from.getShort() & 0xFFFF;
        line.named = from.get() == 1 ? line.warehouse : 0;
        line.campaign = from.getShort() & 0xFFFF;
        line.asked = from.getLong();
        line.granted = from.getLong();
        line.cancelled = from.getLong();
        line.shipped = from.getLong();
        line.returned = from.getLong();
        line.netAmount = from.getLong();
        line.released = line.granted - line.cancelled - line.shipped;
        return line;
    }

    private static String ascii(final ByteBuffer from, final int length) {
        final byte[] text = new byte[length];
        from.get(text);
        return new String(text, US_ASCII).replace("\0", "");
    }

    /** Every byte of a record in words, but for the order's id, by which two subjects may differ. */
    static String text(final byte[] record, final long orderId) {
        if (!isWhole(record, orderId)) {
            return "not the record of that order: " + HexFormat.of().formatHex(record);
        }
        final ByteBuffer from = littleEndian(record).position(CHANNEL_AT);
        final StringBuilder text = new StringBuilder();
        add(text, from, 2, "channel");
        add(text, from, 1, "closing", "paid", "refundRequested", "shipped", "cut", "urgency");
        add(text, from, SOURCE, "source");
        add(text, from, CURRENCY, "currency");
        add(text, from, 8, "total", "buyerHigh", "buyerLow", "placedSequence", "placedTime");
        from.getShort();
        for (int lines = from.getShort() & 0xFFFF; lines > 0; lines--) {
            text.append("\n    line");
            add(text, from, 4, "sku");
            add(text, from, 2, "warehouse");
            add(text, from, 1, "named");
            add(text, from, 2, "campaign");
            add(text, from, 8, "asked", "granted", "cancelled", "shipped", "returned", "netAmount");
        }
        final byte[] number = new byte[from.getShort()];
        from.get(number);
        return text.append("\n    number ").append(new String(number, UTF_8)).toString();
    }

    private static void add(final StringBuilder text, final ByteBuffer from, final int length, final String... names) {
        for (final String name : names) {
            final Object value = switch (length) {
                case 1 -> from.get();
                case 2 -> from.getShort() & 0xFFFF;
                case 4 -> from.getInt();
                case 8 -> name.equals("source") ? ascii(from, length) : from.getLong();
                default -> ascii(from, length);
            };
            text.append(' ').append(name).append(' ').append(value);
        }
    }

    static List<String> texts(final List<byte[]> records, final long orderId) {
        final List<String> texts = new ArrayList<>();
        records.forEach(record -> texts.add(text(record, orderId)));
        return texts;
    }

    private static ByteBuffer littleEndian(final byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
