package dev.tidegate.model;

import dev.tidegate.message.Command.Urgency;
import dev.tidegate.model.Books.Line;
import dev.tidegate.model.Books.Order;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Which record a ReadmitOrder of a run hands in: a step can not carry the bytes, for they hold the order's id and what
 * became of the order, which is another matter once steps are left out.
 *
 * @param key of the step that placed the order whose record it is
 * @param at where it is spoilt, where the fault leaves a choice
 */
record RecordRecipe(long key, Fault fault, int at) {
    private static final int BYTES = Long.BYTES + 1 + Integer.BYTES;

    /** What is wrong with the record. */
    enum Fault {
        NONE,
        OTHER_ID,
        EMPTY,
        CUT,
        LONGER,
        BIT,
        /** The one before the last. */
        OLDER,
        CHANNEL,
        NUMBER,
        TOTAL
    }

    static RecordRecipe of(final byte[] written) {
        final ByteBuffer from = ByteBuffer.wrap(written);
        return new RecordRecipe(from.getLong(), Fault.values()[from.get()], from.getInt());
    }

    /** In place of the record. */
    byte[] written() {
        return ByteBuffer.allocate(BYTES)
                .putLong(key)
                .put((byte) fault.ordinal())
                .putInt(at)
                .array();
    }

    /**
     * The record.
     *
     * @param named the order that the command names
     * @param records with which the order of {@link #key} has left, the last at the end; none: one is made up
     */
    byte[] record(final long named, final List<byte[]> records) {
        final int last = records.size() - 1;
        final byte[] record = last < 0
                ? madeUp()
                : records.get(fault == Fault.OLDER ? Math.max(0, last - 1) : last)
                        .clone();
        ByteBuffer.wrap(record).putLong(OrderRecord.ID_AT, Long.reverseBytes(named));
        switch (fault) {
            case OTHER_ID -> record[OrderRecord.ID_AT] ^= 1;
            case EMPTY -> {
                return new byte[0];
            }
            case CUT -> {
                return Arrays.copyOf(record, record.length - 1 - at % record.length);
            }
            case LONGER -> {
                return Arrays.copyOf(record, record.length + 1 + at % 3);
            }
            case BIT -> record[at / 8 % record.length] ^= (byte) (1 << at % 8);
            case CHANNEL -> record[OrderRecord.CHANNEL_AT] ^= 1;
            case NUMBER -> record[record.length - 1] ^= 1;
            case TOTAL -> record[OrderRecord.TOTAL_AT] ^= 1;
            default -> {}
        }
        return record;
    }

    /** A record that was as right or wrong for one order as it is now for another, by the order's id in it. */
    static byte[] addressed(final byte[] record, final long before, final long now) {
        final byte[] other = record.clone();
        if (record.length >= OrderRecord.CHANNEL_AT) {
            final boolean right = Long.reverseBytes(ByteBuffer.wrap(record).getLong(OrderRecord.ID_AT)) == before;
            ByteBuffer.wrap(other).putLong(OrderRecord.ID_AT, Long.reverseBytes(right ? now : now ^ 1));
        }
        return other;
    }

    private static byte[] madeUp() {
        final Order order = new Order();
        order.channel = 1;
        order.closing = Books.EXPIRED;
        order.externalNumber = "no1";
        order.urgency = Urgency.NORMAL;
        order.source = "TEST";
        order.currency = "CNY";
        order.lines.add(new Line());
        return OrderRecord.of(order);
    }
}
