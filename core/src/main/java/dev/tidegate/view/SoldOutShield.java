package dev.tidegate.view;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import dev.tidegate.message.sbe.PlaceOrderDecoder.LinesDecoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * Answers new orders for what is sold out before they reach the ring. It says yes only when, at one moment while it was
 * asked, all of this stood published: every line's SKU is sold out and nothing of it can come back without a command,
 * the channel's orders hold at once, and the id is not that of an accepted command (docs/decisions/0008-sold-out-shield.md).
 * Any number of threads ask; one thread writes. Whenever it is in doubt it says no, and the order goes its usual way.
 */
public final class SoldOutShield {
    private static final VarHandle VERSION;
    private static final int CREATED_SHIFT = 16;
    private static final int GROUP_COUNT = 2;
    private static final int GROUP_HEADER_BYTES = 4;
    private static final long[] NO_CHANNELS = {};

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(SoldOutShield.class, "version", long.class);
        } catch (final ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final StockView view;
    /** Odd while something that was relied on is being taken back. */
    @SuppressWarnings("unused") // through VERSION
    private long version;

    private volatile IdFilter accepted;
    private volatile long[] channels = NO_CHANNELS;
    private volatile long idsFrom = Long.MAX_VALUE;

    SoldOutShield(final StockView view, final IdFilter accepted) {
        this.view = view;
        this.accepted = accepted;
    }

    /**
     * Whether this order may be answered SOLD_OUT_NOW. The bytes may be any; what is not one whole PlaceOrder is not
     * covered.
     */
    public boolean covers(final HeapBuffer message, final int offset, final int length) {
        if (!MessageCheck.isWhole(message, offset, length)
                || MessageCheck.templateId(message, offset) != PlaceOrderDecoder.TEMPLATE_ID) {
            return false;
        }
        final long before = (long) VERSION.getAcquire(this);
        final long idHigh = message.getLong(offset + MessageCheck.ID_HIGH_OFFSET);
        final int block = offset + MessageCheck.HEADER_BYTES;
        final int channel = message.getShort(block + PlaceOrderDecoder.channelEncodingOffset()) & 0xFFFF;
        final int group = block + MessageCheck.blockLength(message, offset);
        final int lines = message.getShort(group + GROUP_COUNT) & 0xFFFF;
        if (lines == 0 || !isOpen(channel)) {
            return false;
        }
        int at = group + GROUP_HEADER_BYTES;
        for (int i = 0; i < lines; i++, at += LinesDecoder.sbeBlockLength()) {
            if (!view.soldOut(message.getInt(at + LinesDecoder.skuEncodingOffset()))) {
                return false;
            }
        }
        return holds(
                before,
                message.getInt(offset + MessageCheck.PRINCIPAL_OFFSET),
                idHigh,
                message.getLong(offset + MessageCheck.ID_LOW_OFFSET));
    }

    /** Whether this order may be answered SOLD_OUT_NOW. */
    public boolean covers(final CommandHeader header, final Command.PlaceOrder order) {
        final long before = (long) VERSION.getAcquire(this);
        final List<Command.OrderLine> lines = order.lines();
        if (lines.isEmpty() || !isOpen(order.channel())) {
            return false;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!view.soldOut(lines.get(i).sku())) {
                return false;
            }
        }
        return holds(before, header.principal(), header.idHigh(), header.idLow());
    }

    private boolean isOpen(final int channel) {
        final long[] open = channels;
        final int word = channel >>> 6;
        return word < open.length && (open[word] & 1L << channel) != 0;
    }

    /**
     * The second half: the id, and whether all that was read stood at one moment. The id comes last, for the filter is
     * filled before a SKU or channel is published that relies on it.
     */
    private boolean holds(final long before, final int principal, final long idHigh, final long idLow) {
        final boolean stranger = idHigh >>> CREATED_SHIFT >= idsFrom && !accepted.mayHold(principal, idHigh, idLow);
        VarHandle.acquireFence();
        return stranger && (before & 1) == 0 && (long) VERSION.getOpaque(this) == before;
    }

    /** The writer's: something is about to be taken back. */
    void beginChange() {
        VERSION.setOpaque(this, (long) VERSION.get(this) + 1);
        VarHandle.storeStoreFence();
    }

    /** The writer's: it has been taken back. */
    void endChange() {
        VERSION.setRelease(this, (long) VERSION.get(this) + 1);
    }

    /** The writer's: ids made from then on are in the filter if they were accepted and some SKU or channel relies on it. */
    void idsFrom(final long millis) {
        if (idsFrom != millis) {
            idsFrom = millis;
        }
    }

    /** The writer's, inside of a change: no channel's orders are covered. */
    void closeChannels() {
        channels = NO_CHANNELS;
    }

    /** The writer's: the orders of these are covered, a bit for each channel. */
    void openChannels(final long[] bits) {
        channels = bits;
    }

    /** The writer's, inside of a change: another filter that holds all that this one does. */
    void filter(final IdFilter other) {
        accepted = other;
    }
}
