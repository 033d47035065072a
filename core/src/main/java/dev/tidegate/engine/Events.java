package dev.tidegate.engine;

import dev.tidegate.message.Currencies;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.EntityChangedEncoder;
import dev.tidegate.message.sbe.HoldsExtendedEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.OrderChangedEncoder;
import dev.tidegate.message.sbe.OrderLeftEncoder;
import dev.tidegate.message.sbe.OrderPlacedEncoder;
import dev.tidegate.message.sbe.OrderReadmittedEncoder;
import dev.tidegate.message.sbe.RefundRequestedEncoder;
import dev.tidegate.message.sbe.SettingChangedEncoder;
import dev.tidegate.message.sbe.ShortChangedEncoder;
import dev.tidegate.message.sbe.StockMovedEncoder;
import dev.tidegate.message.sbe.Urgency;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderLines;
import dev.tidegate.stock.LedgerEvents;

/**
 * Writes what happened; the events there are masses of by words, several fields to a store, as the generated codecs read
 * them (EventsTest). A ledger entry is told by the ledger itself; which order, line, campaign and reason it belongs to
 * is said before, with {@link #about}.
 */
final class Events implements LedgerEvents {
    private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final long STOCK_MOVED = header(StockMovedEncoder.BLOCK_LENGTH, StockMovedEncoder.TEMPLATE_ID);
    private static final long ORDER_PLACED = header(OrderPlacedEncoder.BLOCK_LENGTH, OrderPlacedEncoder.TEMPLATE_ID);
    private static final long ORDER_CHANGED = header(OrderChangedEncoder.BLOCK_LENGTH, OrderChangedEncoder.TEMPLATE_ID);
    private static final int STOCK_MOVED_BYTES = HEADER_BYTES + StockMovedEncoder.BLOCK_LENGTH;
    private static final int ORDER_CHANGED_BYTES = HEADER_BYTES + OrderChangedEncoder.BLOCK_LENGTH;

    private final EventBuffer events = new EventBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OrderLeftEncoder orderLeft = new OrderLeftEncoder();
    private final OrderReadmittedEncoder orderReadmitted = new OrderReadmittedEncoder();
    private final HoldsExtendedEncoder holdsExtended = new HoldsExtendedEncoder();
    private final RefundRequestedEncoder refundRequested = new RefundRequestedEncoder();
    private final ShortChangedEncoder shortChanged = new ShortChangedEncoder();
    private final EntityChangedEncoder entityChanged = new EntityChangedEncoder();
    private final SettingChangedEncoder settingChanged = new SettingChangedEncoder();

    private static final long INT = 0xFFFFFFFFL;

    private long orderId;
    private int line;
    private int campaign;
    private int reason;

    /** A message's header as one word. */
    private static long header(final int blockLength, final int template) {
        return blockLength
                | (long) template << 16
                | (long) MessageHeaderEncoder.SCHEMA_ID << 32
                | (long) MessageHeaderEncoder.SCHEMA_VERSION << 48;
    }

    EventBuffer buffer() {
        return events;
    }

    /** Says what the ledger entries that follow belong to; 0 for none. */
    void about(final long orderId, final int line, final int campaign, final int reason) {
        this.orderId = orderId;
        this.line = line;
        this.campaign = campaign;
        this.reason = reason;
    }

    @Override
    public void moved(
            final int sku,
            final int warehouse,
            final int from,
            final int to,
            final long units,
            final long fromAfter,
            final long toAfter) {
        final int at = events.claim(STOCK_MOVED_BYTES);
        final HeapBuffer target = events.buffer();
        final int block = at + HEADER_BYTES;
        target.putLong(at, STOCK_MOVED);
        target.putLong(
                block + StockMovedEncoder.skuEncodingOffset(),
                sku & INT | (long) warehouse << 32 | (long) from << 48 | (long) to << 56);
        target.putLong(block + StockMovedEncoder.quantityEncodingOffset(), units);
        target.putLong(block + StockMovedEncoder.fromAfterEncodingOffset(), fromAfter);
        target.putLong(block + StockMovedEncoder.toAfterEncodingOffset(), toAfter);
        target.putLong(block + StockMovedEncoder.orderIdEncodingOffset(), orderId);
        target.putInt(block + StockMovedEncoder.lineEncodingOffset(), line | campaign << 16);
        target.putShort(block + StockMovedEncoder.reasonEncodingOffset(), (short) reason);
        events.commit(STOCK_MOVED_BYTES);
    }

    void shortChanged(
            final int sku,
            final int warehouse,
            final long order,
            final int number,
            final long change,
            final long after) {
        final int at = events.claim(MessageHeaderEncoder.ENCODED_LENGTH + ShortChangedEncoder.BLOCK_LENGTH);
        shortChanged
                .wrapAndApplyHeader(events.buffer(), at, header)
                .sku(sku)
                .warehouse(warehouse)
                .orderId(order)
                .line(number)
                .change(change)
                .shortAfter(after);
        events.commit(MessageHeaderEncoder.ENCODED_LENGTH + ShortChangedEncoder.BLOCK_LENGTH);
    }

    /** An order was taken in. */
    void orderPlaced(final OrderBook orders, final int order, final OrderMessage message) {
        final int externalLength = message.externalLength();
        final int behindBlock = HEADER_BYTES + OrderPlacedEncoder.BLOCK_LENGTH;
        final int most = behindBlock + OrderPlacedEncoder.externalNumberHeaderLength() + externalLength;
        final int at = events.claim(most + Long.BYTES);
        final HeapBuffer target = events.buffer();
        final int block = at + HEADER_BYTES;
        target.putLong(at, ORDER_PLACED);
        target.putLong(block + OrderPlacedEncoder.orderIdEncodingOffset(), orders.id(order));
        target.putInt(block + OrderPlacedEncoder.channelEncodingOffset(), message.channel() | message.urgency() << 16);
        target.putLong(block + OrderPlacedEncoder.sourceEncodingOffset(), message.source());
        target.putInt(block + OrderPlacedEncoder.currencyEncodingOffset(), message.currencyLetters());
        target.putLong(block + OrderPlacedEncoder.totalAmountEncodingOffset(), message.total());
        target.putLong(block + OrderPlacedEncoder.deadlineMillisEncodingOffset(), orders.when(order));
        target.putInt(
                block + OrderPlacedEncoder.lineCountEncodingOffset(), orders.lineCount(order) | externalLength << 16);
        message.copyExternal(target, at + behindBlock + OrderPlacedEncoder.externalNumberHeaderLength());
        events.commit(most);
    }

    void orderChanged(
            final long order,
            final int trigger,
            final int before,
            final int after,
            final int closing,
            final long amount,
            final long deadline) {
        final int at = events.claim(ORDER_CHANGED_BYTES);
        final HeapBuffer target = events.buffer();
        final int block = at + HEADER_BYTES;
        target.putLong(at, ORDER_CHANGED);
        target.putLong(block + OrderChangedEncoder.orderIdEncodingOffset(), order);
        target.putInt(
                block + OrderChangedEncoder.triggerEncodingOffset(),
                trigger | before << 8 | after << 16 | closing << 24);
        target.putLong(block + OrderChangedEncoder.amountEncodingOffset(), amount);
        target.putLong(block + OrderChangedEncoder.deadlineMillisEncodingOffset(), deadline);
        events.commit(ORDER_CHANGED_BYTES);
    }

    /** A closed order is about to leave: tells its record, and answers where that begins; it ends with the buffer. */
    int orderLeft(final State state, final int order) {
        final OrderBook orders = state.orders;
        final int most = MessageHeaderEncoder.ENCODED_LENGTH
                + OrderLeftEncoder.BLOCK_LENGTH
                + OrderLeftEncoder.LinesEncoder.sbeHeaderSize()
                + orders.lineCount(order) * OrderLeftEncoder.LinesEncoder.sbeBlockLength()
                + OrderLeftEncoder.externalNumberHeaderLength()
                + OrderBook.EXTERNAL_BYTES;
        final int at = events.claim(most);
        final HeapBuffer target = events.buffer();
        orderLeft
                .wrapAndApplyHeader(target, at, header)
                .orderId(orders.id(order))
                .channel(orders.channel(order))
                .closing((short) orders.closing(order))
                .paid(bit(orders, order, OrderBook.FLAG_PAID))
                .refundRequested(bit(orders, order, OrderBook.FLAG_REFUND_REQUESTED))
                .shipped(bit(orders, order, OrderBook.FLAG_SHIPPED))
                .cut(bit(orders, order, OrderBook.FLAG_CUT))
                .urgency(Urgency.get((short) orders.urgency(order)))
                .totalAmount(orders.total(order))
                .buyerHigh(orders.buyerHigh(order))
                .buyerLow(orders.buyerLow(order))
                .placedSequence(orders.placedSequence(order))
                .placedTimeMillis(orders.placedTime(order));
        target.putLong(orderLeft.offset() + OrderLeftEncoder.sourceEncodingOffset(), orders.source(order));
        Currencies.putCode(
                orders.currency(order), target, orderLeft.offset() + OrderLeftEncoder.currencyEncodingOffset());
        leftLines(state, order);
        final int number = orderLeft.limit() + OrderLeftEncoder.externalNumberHeaderLength();
        target.putShort(orderLeft.limit(), (short) orders.externalLength(order));
        orders.externalNumber(order, target, number);
        events.commit(number + orders.externalLength(order) - at);
        return at;
    }

    /** An order came back. */
    void orderReadmitted(final OrderBook orders, final int order, final int why) {
        final int length = orders.externalLength(order);
        final int behindBlock = HEADER_BYTES + OrderReadmittedEncoder.BLOCK_LENGTH;
        final int most = behindBlock + OrderReadmittedEncoder.externalNumberHeaderLength() + length;
        final int at = events.claim(most + Long.BYTES);
        final HeapBuffer target = events.buffer();
        orderReadmitted
                .wrapAndApplyHeader(target, at, header)
                .orderId(orders.id(order))
                .channel(orders.channel(order))
                .closing((short) orders.closing(order))
                .reason(why);
        target.putShort(at + behindBlock, (short) length);
        orders.externalNumber(order, target, at + most - length);
        events.commit(most);
    }

    /** Many holds were put off at once, with one event for all. */
    void holdsExtended(final long before, final long until, final long holds) {
        final int at = events.claim(HEADER_BYTES + HoldsExtendedEncoder.BLOCK_LENGTH);
        holdsExtended
                .wrapAndApplyHeader(events.buffer(), at, header)
                .beforeMillis(before)
                .untilMillis(until)
                .holds(holds);
        events.commit(HEADER_BYTES + HoldsExtendedEncoder.BLOCK_LENGTH);
    }

    private static short bit(final OrderBook orders, final int order, final int flag) {
        return (short) (orders.has(order, flag) ? 1 : 0);
    }

    private void leftLines(final State state, final int order) {
        final OrderLines lines = state.lines;
        final OrderLeftEncoder.LinesEncoder encoder = orderLeft.linesCount(state.orders.lineCount(order));
        for (int at = state.orders.firstLine(order); at != 0; at = lines.next(at)) {
            encoder.next()
                    .sku(lines.sku(at))
                    .warehouse(lines.warehouse(at))
                    .warehouseNamed((short) (lines.has(at, OrderLines.FLAG_WAREHOUSE_NAMED) ? 1 : 0))
                    .campaign(state.campaignOf(at))
                    .asked(lines.asked(at))
                    .granted(lines.granted(at))
                    .cancelled(lines.cancelled(at))
                    .shipped(lines.shipped(at))
                    .returned(lines.returned(at))
                    .netAmount(lines.amount(at));
        }
    }

    void refundRequested(
            final long order, final long amount, final int number, final long asked, final long available) {
        final int at = events.claim(MessageHeaderEncoder.ENCODED_LENGTH + RefundRequestedEncoder.BLOCK_LENGTH);
        refundRequested
                .wrapAndApplyHeader(events.buffer(), at, header)
                .orderId(order)
                .amount(amount)
                .line(number)
                .asked(asked)
                .available(available);
        events.commit(MessageHeaderEncoder.ENCODED_LENGTH + RefundRequestedEncoder.BLOCK_LENGTH);
    }

    void entityChanged(final int command, final int number, final boolean made) {
        final int at = events.claim(MessageHeaderEncoder.ENCODED_LENGTH + EntityChangedEncoder.BLOCK_LENGTH);
        entityChanged
                .wrapAndApplyHeader(events.buffer(), at, header)
                .command(command)
                .number(number)
                .made((short) (made ? 1 : 0));
        events.commit(MessageHeaderEncoder.ENCODED_LENGTH + EntityChangedEncoder.BLOCK_LENGTH);
    }

    void settingChanged(
            final int command, final int sku, final int channel, final int campaignNumber, final long value) {
        final int at = events.claim(MessageHeaderEncoder.ENCODED_LENGTH + SettingChangedEncoder.BLOCK_LENGTH);
        settingChanged
                .wrapAndApplyHeader(events.buffer(), at, header)
                .command(command)
                .sku(sku)
                .channel(channel)
                .campaign(campaignNumber)
                .value(value);
        events.commit(MessageHeaderEncoder.ENCODED_LENGTH + SettingChangedEncoder.BLOCK_LENGTH);
    }
}
