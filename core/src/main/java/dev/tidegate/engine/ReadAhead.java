package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.CancelOrderDecoder;
import dev.tidegate.message.sbe.ConfirmPaymentDecoder;
import dev.tidegate.message.sbe.FailPaymentDecoder;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import dev.tidegate.message.sbe.ShipOrderDecoder;
import dev.tidegate.message.sbe.StartPaymentDecoder;
import dev.tidegate.order.OrderLines;

/**
 * Touches the table lines that a run of commands will need: first it finds out which, then it loads them one after the
 * other in loops that do nothing else, so that their misses overlap. A dependent miss costs ten times an independent one,
 * and one with a hash to compute before the next costs nearly as much.
 */
final class ReadAhead {
    private static final int MOST = 64;
    private static final int LINES_COUNT_OFFSET = 2;
    private static final int FIRST_LINE_OFFSET = 4;
    private static final int ORDER_ID_OFFSET = MessageCheck.CONTENT_OFFSET;

    private final State state;
    private final int[] idHash = new int[MOST];
    private final int[] order = new int[MOST];
    private final int[] sku = new int[MOST];
    private final int[] externalHash = new int[MOST];
    private final int[] counterHash = new int[MOST];
    /** Hashes that are touched at once. */
    private final int[] scratch = new int[MOST];
    /** Takes what was loaded, so that the compiler does not drop the loads. */
    long sink;

    private int orders;
    private int places;

    ReadAhead(final State state) {
        this.state = state;
    }

    void read(final HeapBuffer buffer, final int[] offsets, final int from, final int to) {
        for (int start = from; start < to; start += MOST) {
            final int count = Math.min(MOST, to - start);
            collect(buffer, offsets, start, count);
            long loaded = touchIds(count);
            loaded += touchOrders();
            loaded += touchPlaces();
            sink += loaded;
        }
    }

    private void collect(final HeapBuffer buffer, final int[] offsets, final int start, final int count) {
        orders = 0;
        places = 0;
        for (int i = 0; i < count; i++) {
            final int at = offsets[start + i];
            final int template = MessageCheck.templateId(buffer, at);
            if (template == MessageCheck.TICK_TEMPLATE) {
                idHash[i] = 0;
                continue;
            }
            idHash[i] = state.ids.hash(
                    buffer.getInt(at + MessageCheck.PRINCIPAL_OFFSET),
                    buffer.getLong(at + MessageCheck.ID_HIGH_OFFSET),
                    buffer.getLong(at + MessageCheck.ID_LOW_OFFSET));
            if (template == PlaceOrderDecoder.TEMPLATE_ID) {
                collectPlace(buffer, at + Handler.HEADER);
            } else if (isAboutOrder(template)) {
                final int record = state.orders.usually(buffer.getLong(at + ORDER_ID_OFFSET));
                if (record != 0) {
                    order[orders++] = record;
                }
            }
        }
    }

    private static boolean isAboutOrder(final int template) {
        return template == ConfirmPaymentDecoder.TEMPLATE_ID
                || template == CancelOrderDecoder.TEMPLATE_ID
                || template == StartPaymentDecoder.TEMPLATE_ID
                || template == FailPaymentDecoder.TEMPLATE_ID
                || template == ShipOrderDecoder.TEMPLATE_ID;
    }

    /** The first line stands for the order: orders of one line are what comes in masses. */
    private void collectPlace(final HeapBuffer buffer, final int block) {
        final int lines = block + MessageCheck.blockLength(buffer, block - Handler.HEADER);
        final int lineCount = buffer.getShort(lines + LINES_COUNT_OFFSET) & 0xFFFF;
        final int lineBytes = PlaceOrderDecoder.LinesDecoder.sbeBlockLength();
        final int line = lines + FIRST_LINE_OFFSET;
        final int aliases = line + lineCount * lineBytes;
        final int aliasBytes =
                (buffer.getShort(aliases + 2) & 0xFFFF) * PlaceOrderDecoder.AliasesDecoder.sbeBlockLength();
        final int external = aliases + 4 + aliasBytes;
        final int length = buffer.getShort(external) & 0xFFFF;
        final int firstSku = lineCount == 0 ? 0 : buffer.getInt(line);
        if (!state.skus.exists(firstSku) || length > 64) {
            return;
        }
        final int i = places++;
        final int channel = buffer.getShort(block + PlaceOrderDecoder.channelEncodingOffset()) & 0xFFFF;
        sku[i] = firstSku;
        externalHash[i] = state.numberPrint.of(channel, buffer, external + 2, length);
        counterHash[i] = state.counters.hash(
                buffer.getLong(block + PlaceOrderDecoder.buyerHighEncodingOffset()),
                buffer.getLong(block + PlaceOrderDecoder.buyerLowEncodingOffset()),
                firstSku,
                buffer.getShort(line + 6) & 0xFFFF);
    }

    private long touchIds(final int count) {
        long loaded = 0;
        for (int i = 0; i < count; i++) {
            loaded += state.ids.touch(idHash[i]);
        }
        return loaded;
    }

    private long touchOrders() {
        long loaded = 0;
        for (int i = 0; i < orders; i++) {
            loaded += state.orders.firstLine(order[i]);
        }
        for (int i = 0; i < orders; i++) {
            loaded += state.orders.mark(order[i]);
        }
        for (int i = 0; i < orders; i++) {
            loaded += state.lines.amount(state.orders.firstLine(order[i]));
        }
        return loaded + touchCounters();
    }

    /** What a cancellation gives back. */
    private long touchCounters() {
        int counted = 0;
        for (int i = 0; i < orders; i++) {
            final int line = state.orders.firstLine(order[i]);
            if (state.lines.has(line, OrderLines.FLAG_COUNTED)) {
                scratch[counted++] = DueAhead.counterHash(state, order[i], line);
            }
        }
        return DueAhead.touchCounters(state, scratch, counted);
    }

    private long touchPlaces() {
        long loaded = 0;
        for (int i = 0; i < places; i++) {
            loaded += state.orders.touch(externalHash[i]);
        }
        for (int i = 0; i < places; i++) {
            loaded += state.numbers.touch(externalHash[i]);
        }
        for (int i = 0; i < places; i++) {
            loaded += state.skus.nothingDueBefore(sku[i]);
        }
        for (int i = 0; i < places; i++) {
            loaded += state.stocks.shortUnits(state.stocks.firstOf(sku[i]));
        }
        for (int i = 0; i < places; i++) {
            loaded += state.counters.touch(counterHash[i]);
        }
        for (int i = 0; i < places; i++) {
            loaded += state.orders.mark(state.orders.slab().upcoming(i));
        }
        for (int i = 0; i < places; i++) {
            loaded += state.lines.amount(state.lines.slab().upcoming(i));
        }
        for (int i = 0; i < places; i++) {
            loaded += state.counters.slab().get(state.counters.slab().upcoming(i), 0);
        }
        return loaded;
    }
}
