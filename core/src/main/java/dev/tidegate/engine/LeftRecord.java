package dev.tidegate.engine;

import dev.tidegate.message.Currencies;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.message.sbe.OrderLeftDecoder.LinesDecoder;
import dev.tidegate.order.OrderBook;

/**
 * An order's record: the message OrderLeft, as somebody hands it back. {@link #isWhole} believes no length; whether the
 * engine itself has written it is for a hash to say.
 */
final class LeftRecord {
    private static final int MOST_LINES = 2_000;
    private static final int GROUP_HEADER_BYTES = LinesDecoder.sbeHeaderSize();
    private static final int LINE_BYTES = LinesDecoder.sbeBlockLength();
    private static final int LENGTH_BYTES = OrderLeftDecoder.externalNumberHeaderLength();
    private static final int LINES_AT = Handler.HEADER + OrderLeftDecoder.BLOCK_LENGTH;
    private static final long HEADER_WORD = OrderLeftDecoder.BLOCK_LENGTH
            | (long) OrderLeftDecoder.TEMPLATE_ID << 16
            | (long) OrderLeftDecoder.SCHEMA_ID << 32
            | (long) OrderLeftDecoder.SCHEMA_VERSION << 48;

    private final OrderLeftDecoder decoder = new OrderLeftDecoder();
    private HeapBuffer buffer = HeapBuffer.ofSize(0);
    private int start;
    private int length;
    private int lineCount;

    void wrap(final HeapBuffer from, final int offset, final int bytes) {
        buffer = from;
        start = offset;
        length = bytes;
    }

    /** Whether it is exactly one message OrderLeft of that order, of 1 to 2,000 lines. */
    boolean isWhole(final long orderId) {
        if (length < LINES_AT + GROUP_HEADER_BYTES || buffer.getLong(start) != HEADER_WORD) {
            return false;
        }
        final int group = buffer.getInt(start + LINES_AT);
        lineCount = group >>> 16;
        final int number = numberAt();
        if ((group & 0xFFFF) != LINE_BYTES || lineCount < 1 || lineCount > MOST_LINES || length < number) {
            return false;
        }
        decoder.wrap(buffer, start + Handler.HEADER, OrderLeftDecoder.BLOCK_LENGTH, Handler.VERSION);
        final int numberBytes = externalLength();
        return numberBytes >= 1
                && numberBytes <= OrderBook.EXTERNAL_BYTES
                && length == number + numberBytes
                && decoder.orderId() == orderId;
    }

    /** Where the external number's bytes begin, from the record's start. */
    private int numberAt() {
        return LINES_AT + GROUP_HEADER_BYTES + lineCount * LINE_BYTES + LENGTH_BYTES;
    }

    HeapBuffer buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** Its fields; the lines are read with {@link LinesDecoder}. */
    OrderLeftDecoder fields() {
        return decoder;
    }

    int lineCount() {
        return lineCount;
    }

    int externalOffset() {
        return start + numberAt();
    }

    int externalLength() {
        return buffer.getShort(externalOffset() - LENGTH_BYTES) & 0xFFFF;
    }

    /** Eight bytes, the first lowest. */
    long source() {
        return buffer.getLong(start + Handler.HEADER + OrderLeftDecoder.sourceEncodingOffset());
    }

    /** Number from {@link Currencies}. */
    int currency() {
        return Currencies.number(buffer, start + Handler.HEADER + OrderLeftDecoder.currencyEncodingOffset());
    }
}
