package dev.tidegate.engine;

import dev.tidegate.message.Currencies;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.Text;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import dev.tidegate.order.OrderBook;

/** A PlaceOrder message, read once: its fields here, its lines in the basket. Checks what needs no state but a limit. */
final class OrderMessage {
    private static final int MOST_ALIASES = 32;
    private static final int MOST_DOCUMENT_BYTES = 64 * 1024;
    private static final int EXTERNAL_HEADER_BYTES = 2;
    private static final int PLACING_PARTIAL = 2;
    private static final int URGENCIES = 2;

    private final State state;
    private final PlaceOrderDecoder decoder = new PlaceOrderDecoder();
    private HeapBuffer buffer = HeapBuffer.ofSize(0);
    private int block;
    private int externalOffset;
    private int externalLength;
    private int documentLength;
    private int aliasCount;
    private int currency;
    private long source;

    OrderMessage(final State state) {
        this.state = state;
    }

    /** Reads and checks; the basket then holds the lines. */
    boolean read(final HeapBuffer from, final int offset, final Basket basket, final Outcome outcome) {
        buffer = from;
        block = offset + Handler.HEADER;
        decoder.wrap(buffer, block, PlaceOrderDecoder.BLOCK_LENGTH, Handler.VERSION);
        final int lineCount = readLines(basket);
        readTail();
        basket.channel = decoder.channel();
        basket.buyerHigh = decoder.buyerHigh();
        basket.buyerLow = decoder.buyerLow();
        return checkFields(outcome) && checkLineCount(lineCount, outcome) && checkLines(basket, outcome);
    }

    private int readLines(final Basket basket) {
        basket.clear();
        final PlaceOrderDecoder.LinesDecoder lines = decoder.lines();
        final int lineCount = lines.count();
        while (lines.hasNext()) {
            lines.next();
            final int i = basket.add();
            basket.sku[i] = lines.sku();
            basket.namedWarehouse[i] = lines.warehouse();
            basket.campaign[i] = lines.campaign();
            basket.asked[i] = lines.quantity();
            basket.amount[i] = lines.netAmount();
        }
        return lineCount;
    }

    private void readTail() {
        final PlaceOrderDecoder.AliasesDecoder aliases = decoder.aliases();
        aliasCount = aliases.count();
        decoder.limit(decoder.limit() + aliasCount * PlaceOrderDecoder.AliasesDecoder.sbeBlockLength());
        externalLength = decoder.externalNumberLength();
        externalOffset = decoder.limit() + EXTERNAL_HEADER_BYTES;
        decoder.skipExternalNumber();
        documentLength = decoder.documentLength();
    }

    private boolean checkFields(final Outcome outcome) {
        if (urgency() < 1 || urgency() > URGENCIES) {
            return Handler.refuse(outcome, OutcomeCode.URGENCY_REQUIRED);
        }
        if (!Handler.inRange(outcome, decoder.placingRaw(), 1, PLACING_PARTIAL)) {
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
        if (holdMillis() < 0 || holdMillis() > Handler.FOUR_HUNDRED_DAYS) {
            return Handler.refuse(outcome, OutcomeCode.HOLD_TIME_OUT_OF_RANGE, 0, holdMillis(), 0);
        }
        return checkTail(outcome);
    }

    /** Printable ASCII, then zero bytes only; the first byte stands lowest. */
    private static boolean isSource(final long packed) {
        long rest = packed;
        int count = 0;
        while ((rest & 0xFF) > 0x20 && (rest & 0xFF) < 0x7F) {
            rest >>>= 8;
            count++;
        }
        return rest == 0 && count > 0;
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
            final long quantity = basket.asked[i];
            final long amount = basket.amount[i];
            if (quantity <= 0) {
                return Handler.refuse(outcome, OutcomeCode.QUANTITY_NOT_POSITIVE, i + 1, quantity, 0);
            }
            if (quantity > Handler.MOST_QUANTITY) {
                return Handler.refuse(outcome, OutcomeCode.QUANTITY_TOO_LARGE, i + 1, quantity, 0);
            }
            if (amount < 0) {
                return Handler.refuse(outcome, OutcomeCode.AMOUNT_NEGATIVE, i + 1, amount, 0);
            }
            sum += amount;
            overflow |= sum < 0;
        }
        if (overflow) {
            return Handler.refuse(outcome, OutcomeCode.AMOUNT_OVERFLOW);
        }
        return sum == total() || Handler.refuse(outcome, OutcomeCode.AMOUNT_MISMATCH, 0, total(), sum);
    }

    HeapBuffer buffer() {
        return buffer;
    }

    int channel() {
        return decoder.channel();
    }

    int urgency() {
        return decoder.urgencyRaw();
    }

    boolean partial() {
        return decoder.placingRaw() == PLACING_PARTIAL;
    }

    /** Eight bytes, the first lowest. */
    long source() {
        return source;
    }

    /** Number from {@link Currencies}. */
    int currency() {
        return currency;
    }

    int currencyOffset() {
        return block + PlaceOrderDecoder.currencyEncodingOffset();
    }

    long total() {
        return decoder.totalAmount();
    }

    long holdMillis() {
        return decoder.holdMillis();
    }

    int externalOffset() {
        return externalOffset;
    }

    int externalLength() {
        return externalLength;
    }
}
