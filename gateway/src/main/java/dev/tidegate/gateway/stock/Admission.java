package dev.tidegate.gateway.stock;

import dev.tidegate.Tidegate;
import dev.tidegate.message.CommandKind;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import dev.tidegate.pipeline.Pipeline;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is refused before the ring, because it needs no state or because there is no room. Only orders are: whoever pays,
 * cancels, ships or reads passes while orders are being shed.
 *
 * <p>An order is SOLD_OUT_NOW when every SKU in it was read as sold out without a hold, nothing that could have given it
 * units was answered since, and its id cannot have been accepted before.
 */
public final class Admission {
    private static final int PLACE = CommandKind.PLACE_ORDER.templateId();
    private static final int GROUP_HEADER_BYTES = 4;
    private static final int LINE_BYTES = PlaceOrderDecoder.LinesDecoder.sbeBlockLength();
    private static final int FILTER_BYTES = 8 * 1024 * 1024;
    /** How far ahead of the engine's clock an id may be made: what was made before that may have been accepted before. */
    private static final long FUTURE_MILLIS = 300_000;

    private final Pipeline pipeline;
    private final StockView view;
    private final boolean shielding;
    private final int shedBelowSlots;
    private final long idsFromMillis;
    private final AtomicLong generation;
    private final AcceptedIds accepted = new AcceptedIds(FILTER_BYTES);
    private volatile boolean refusing;

    /**
     * Nothing is sold out yet.
     *
     * @param shielding whether SOLD_OUT_NOW may be answered
     * @param shedPercent free part of the ring below which orders are BUSY; 0 for never
     */
    public Admission(final Tidegate tidegate, final boolean shielding, final int shedPercent) {
        this(tidegate, new AtomicLong(), shielding, shedPercent);
    }

    private Admission(
            final Tidegate tidegate, final AtomicLong generation, final boolean shielding, final int shedPercent) {
        pipeline = tidegate.pipeline();
        this.generation = generation;
        view = new StockView(pipeline, generation);
        this.shielding = shielding;
        shedBelowSlots = pipeline.ringSlots() / 100 * shedPercent;
        final boolean fresh = tidegate.recovery().commands() == 0;
        idsFromMillis = fresh ? Long.MIN_VALUE : pipeline.time().nowMillis() + FUTURE_MILLIS;
    }

    /** The view that goes with it. */
    public StockView view() {
        return view;
    }

    /** Whether orders must wait because the ring fills up. */
    public boolean shedding() {
        return shedBelowSlots > 0 && pipeline.freeSlots() < shedBelowSlots;
    }

    /** Whether anything may be sold out, so that it is worth looking at an order's lines. */
    public boolean looksAtLines() {
        return shielding && refusing;
    }

    /**
     * Whether an order is to be answered SOLD_OUT_NOW.
     *
     * @param length of the message; what is not a whole order is not sold out
     */
    public boolean soldOut(final int principal, final HeapBuffer buffer, final int offset, final int length) {
        if (length < MessageCheck.CONTENT_OFFSET) {
            return false;
        }
        final int group = MessageCheck.HEADER_BYTES + MessageCheck.blockLength(buffer, offset);
        if (length < group + GROUP_HEADER_BYTES) {
            return false;
        }
        final int lines = buffer.getShort(offset + group + 2) & 0xFFFF;
        final int first = group + GROUP_HEADER_BYTES;
        if (lines == 0 || first + lines * LINE_BYTES > length) {
            return false;
        }
        for (int i = 0; i < lines; i++) {
            if (!soldOut(buffer.getInt(offset + first + i * LINE_BYTES))) {
                return false;
            }
        }
        final long high = buffer.getLong(offset + MessageCheck.ID_HIGH_OFFSET);
        final long low = buffer.getLong(offset + MessageCheck.ID_LOW_OFFSET);
        return high >>> 16 >= idsFromMillis && !accepted.mayHold(principal, high, low);
    }

    private boolean soldOut(final int sku) {
        final Units units = view.peek(sku);
        if (units != null && units.soldOut() && units.generation() == generation.get()) {
            return true;
        }
        // Only what looked sold out, or was never looked at, is worth another look.
        if (units == null || units.soldOut() || System.nanoTime() - units.readNanos() > StockView.FRESH_NANOS) {
            view.refresh(sku);
        }
        return false;
    }

    /** An answer is about to go out; on the answering thread. */
    public void answered(
            final int templateId, final int principal, final long idHigh, final long idLow, final Outcome outcome) {
        if (!shielding) {
            return;
        }
        if (templateId != PLACE) {
            if (outcome.accepted() && growsStock(CommandKind.of(templateId))) {
                generation.incrementAndGet();
            }
        } else if (outcome.accepted()) {
            accepted.add(principal, idHigh, idLow);
        } else if (!refusing && ofStock(outcome.code())) {
            refusing = true;
        }
    }

    private static boolean ofStock(final OutcomeCode code) {
        return code == OutcomeCode.OUT_OF_STOCK || code == OutcomeCode.ALLOTMENT_EXHAUSTED;
    }

    private static boolean growsStock(final @Nullable CommandKind kind) {
        return kind == CommandKind.RECEIVE_STOCK
                || kind == CommandKind.ADJUST_STOCK
                || kind == CommandKind.RETURN_TO_STOCK
                || kind == CommandKind.RETURN_LINES
                || kind == CommandKind.CANCEL_ORDER;
    }
}
