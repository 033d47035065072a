package dev.tidegate.engine;

import dev.tidegate.message.Currencies;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.Text;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import dev.tidegate.message.sbe.PlaceOrderDecoder.AliasesDecoder;
import dev.tidegate.message.sbe.PlaceOrderDecoder.LinesDecoder;
import dev.tidegate.order.OrderBook;

/** A PlaceOrder message, read once: its fields here, its lines in the basket. Checks what needs no state but a limit. */
final class OrderMessage {
    private static final int MOST_ALIASES = 32;
    private static final int MOST_DOCUMENT_BYTES = 64 * 1024;
    private static final int EXTERNAL_HEADER_BYTES = 2;
    private static final int PLACING_PARTIAL = 2;
    private static final int URGENCIES = 2;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long EXCLAMATIONS = ONES * 0x21;
    private static final int GROUP_HEADER_BYTES = 4;
    private static final int GROUP_COUNT = 2;
    private static final int LINE_BYTES = LinesDecoder.sbeBlockLength();

    private final State state;
    private HeapBuffer buffer = HeapBuffer.ofSize(0);
    private int block;
    private int blockLength;
    private int externalOffset;
    private int externalLength;
    private int documentLength;
    private int aliasCount;
    private int channel;
    private int urgency;
    private int placing;
    private int currency;
    private long total;
    private long holdMillis;
    private long source;
    private long orderedMillis;
    private int backfill;

    OrderMessage(final State state) {
        this.state = state;
    }

    /** Reads and checks; the basket then holds the lines. The message is known to be whole. */
    boolean read(final HeapBuffer from, final int offset, final Basket basket, final Outcome outcome) {
        if (buffer != from) {
            buffer = from;
        }
        block = offset + Handler.HEADER;
        blockLength = MessageCheck.blockLength(from, offset);
        final int lineCount = readLines(basket);
        readTail(lineCount);
        channel = unsignedShort(PlaceOrderDecoder.channelEncodingOffset());
        urgency = buffer.getByte(block + PlaceOrderDecoder.urgencyEncodingOffset()) & 0xFF;
        placing = buffer.getByte(block + PlaceOrderDecoder.placingEncodingOffset()) & 0xFF;
        total = buffer.getLong(block + PlaceOrderDecoder.totalAmountEncodingOffset());
        holdMillis = buffer.getLong(block + PlaceOrderDecoder.holdMillisEncodingOffset());
        basket.channel = channel;
        basket.buyerHigh = buffer.getLong(block + PlaceOrderDecoder.buyerHighEncodingOffset());
        basket.buyerLow = buffer.getLong(block + PlaceOrderDecoder.buyerLowEncodingOffset());
        readOrdered();
        return checkFields(outcome) && checkLineCount(lineCount, outcome) && checkLines(basket, outcome);
    }

    /** When the platform took the order; the short block ends before it. */
    private void readOrdered() {
        final boolean dated = blockLength == PlaceOrderDecoder.BLOCK_LENGTH;
        orderedMillis = dated ? buffer.getLong(block + PlaceOrderDecoder.orderedMillisEncodingOffset()) : 0;
        backfill = dated ? buffer.getByte(block + PlaceOrderDecoder.backfillEncodingOffset()) & 0xFF : 0;
    }

    private int unsignedShort(final int field) {
        return buffer.getShort(block + field) & 0xFFFF;
    }

    private int readLines(final Basket basket) {
        basket.clear();
        final int lineCount = unsignedShort(blockLength + GROUP_COUNT);
        final int first = block + blockLength + GROUP_HEADER_BYTES;
        final int end = first + lineCount * LINE_BYTES;
        for (int at = first; at != end; at += LINE_BYTES) {
            final BasketLine line = basket.add();
            line.number = basket.count;
            line.sku = buffer.getInt(at + LinesDecoder.skuEncodingOffset());
            line.namedWarehouse = buffer.getShort(at + LinesDecoder.warehouseEncodingOffset()) & 0xFFFF;
            line.campaign = buffer.getShort(at + LinesDecoder.campaignEncodingOffset()) & 0xFFFF;
            line.asked = buffer.getLong(at + LinesDecoder.quantityEncodingOffset());
            line.amount = buffer.getLong(at + LinesDecoder.netAmountEncodingOffset());
        }
        return lineCount;
    }

    private void readTail(final int lineCount) {
        final int aliases = blockLength + GROUP_HEADER_BYTES + lineCount * LINE_BYTES;
        aliasCount = unsignedShort(aliases + GROUP_COUNT);
        final int external = aliases + GROUP_HEADER_BYTES + aliasCount * AliasesDecoder.sbeBlockLength();
        externalLength = unsignedShort(external);
        externalOffset = block + external + EXTERNAL_HEADER_BYTES;
        documentLength = buffer.getInt(externalOffset + externalLength);
    }

    private boolean checkFields(final Outcome outcome) {
        if (urgency < 1 || urgency > URGENCIES) {
            return Handler.refuse(outcome, OutcomeCode.URGENCY_REQUIRED);
        }
        if (!Handler.inRange(outcome, placing, 1, PLACING_PARTIAL)
                || !Handler.inRange(outcome, orderedMillis, 0, Long.MAX_VALUE)
                || !Handler.inRange(outcome, backfill, 0, 1)) {
            return false;
        }
        source = buffer.getLong(block + PlaceOrderDecoder.sourceEncodingOffset());
        if (!isSource(source)) {
            return Handler.refuse(outcome, OutcomeCode.SOURCE_REQUIRED);
        }
        currency = Currencies.number(buffer, currencyOffset());
        if (currency < 0) {
            return Handler.refuse(outcome, OutcomeCode.UNKNOWN_CURRENCY);
        }
        if (holdMillis < 0 || holdMillis > Handler.FOUR_HUNDRED_DAYS) {
            return Handler.refuse(outcome, OutcomeCode.HOLD_TIME_OUT_OF_RANGE, 0, holdMillis, 0);
        }
        return checkTail(outcome);
    }

    /** Printable ASCII without spaces, then zero bytes only; the first byte stands lowest. */
    private static boolean isSource(final long packed) {
        final int bytes = Long.BYTES - Long.numberOfLeadingZeros(packed) / 8;
        final long missing = bytes == Long.BYTES ? 0 : -1L << 8 * bytes;
        final long letters = packed | missing & EXCLAMATIONS;
        // With the top bit of every byte clear, neither sum carries into the next byte.
        final long atLeastExclamation = letters + ONES * (0x80 - 0x21);
        final long atLeastDelete = letters + ONES;
        return bytes > 0 && ((letters | ~atLeastExclamation | atLeastDelete) & HIGH_BITS) == 0;
    }

    private boolean checkTail(final Outcome outcome) {
        if (externalLength == 0) {
            return Handler.refuse(outcome, OutcomeCode.EXTERNAL_NUMBER_REQUIRED);
        }
        if (externalLength > OrderBook.EXTERNAL_BYTES || !Text.isClean(buffer, externalOffset, externalLength)) {
            return Handler.refuse(outcome, OutcomeCode.EXTERNAL_NUMBER_INVALID);
        }
        if (documentLength > MOST_DOCUMENT_BYTES) {
            return Handler.refuse(outcome, OutcomeCode.DOCUMENT_TOO_LARGE, 0, documentLength, 0);
        }
        return aliasCount <= MOST_ALIASES || Handler.refuse(outcome, OutcomeCode.TOO_MANY_ENTRIES, 0, aliasCount, 0);
    }

    private boolean checkLineCount(final int lineCount, final Outcome outcome) {
        if (lineCount == 0) {
            return Handler.refuse(outcome, OutcomeCode.NO_LINES);
        }
        final long most = state.limits.get(Limits.LINES_PER_ORDER);
        return lineCount <= most || Handler.refuse(outcome, OutcomeCode.TOO_MANY_LINES, 0, lineCount, most);
    }

    private boolean checkLines(final Basket basket, final Outcome outcome) {
        long sum = 0;
        boolean overflow = false;
        for (int i = 0; i < basket.count; i++) {
            final BasketLine line = basket.line(i);
            final long quantity = line.asked;
            final long amount = line.amount;
            if (quantity <= 0) {
                return Handler.refuse(outcome, OutcomeCode.QUANTITY_NOT_POSITIVE, line.number, quantity, 0);
            }
            if (quantity > Handler.MOST_QUANTITY) {
                return Handler.refuse(outcome, OutcomeCode.QUANTITY_TOO_LARGE, line.number, quantity, 0);
            }
            if (amount < 0) {
                return Handler.refuse(outcome, OutcomeCode.AMOUNT_NEGATIVE, line.number, amount, 0);
            }
            sum += amount;
            overflow |= sum < 0;
        }
        if (overflow) {
            return Handler.refuse(outcome, OutcomeCode.AMOUNT_OVERFLOW);
        }
        return sum == total || Handler.refuse(outcome, OutcomeCode.AMOUNT_MISMATCH, 0, total, sum);
    }

    HeapBuffer buffer() {
        return buffer;
    }

    int channel() {
        return channel;
    }

    int urgency() {
        return urgency;
    }

    boolean partial() {
        return placing == PLACING_PARTIAL;
    }

    /** Eight bytes, the first lowest. */
    long source() {
        return source;
    }

    /** Number from {@link Currencies}. */
    int currency() {
        return currency;
    }

    private int currencyOffset() {
        return block + PlaceOrderDecoder.currencyEncodingOffset();
    }

    /** The currency's three letters, the first lowest. */
    int currencyLetters() {
        return buffer.getInt(currencyOffset()) & 0xFFFFFF;
    }

    /** Copies the external number by words; writes up to 7 zero bytes behind it. */
    void copyExternal(final HeapBuffer target, final int offset) {
        int at = 0;
        for (; at + Long.BYTES <= externalLength; at += Long.BYTES) {
            target.putLong(offset + at, buffer.getLong(externalOffset + at));
        }
        target.putLong(offset + at, buffer.getBytesAsLong(externalOffset + at, externalLength - at));
    }

    long total() {
        return total;
    }

    long holdMillis() {
        return holdMillis;
    }

    /** When the platform took the order, 0 for now. */
    long orderedMillis() {
        return orderedMillis;
    }

    /** Whether the sender has made sure that an order this old was never placed before. */
    boolean backfill() {
        return backfill == 1;
    }

    int externalOffset() {
        return externalOffset;
    }

    int externalLength() {
        return externalLength;
    }
}
